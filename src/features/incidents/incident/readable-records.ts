import { memoize } from '../../../domain/memoize.ts';
import type { Clock } from '../../../domain/time.ts';
import { dayIn } from '../../../schedule/occurrences.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import type { SetAside } from '../../../schedule/set-aside.ts';
import type { Watch } from '../watch/watch.ts';
import { servicesOf, type Watches } from '../watch/watches.ts';
import { type Incident, servicesOfIncident } from './incident.ts';
import type { IncidentStore, StoredIncident } from './incident-store.ts';
import { nextStep } from './next-step.ts';

/** Returns the watches without the unreadable ones, each of which is set aside. */
export function readableWatches(
  watches: Watches,
  aside: SetAside,
  clock: Pick<Clock, 'now'>,
): Pick<Watches, 'all' | 'ofPlace' | 'letGo'> {
  const isSound = (watch: Watch) =>
    aside.attempt({ kind: 'watch', place: watch.place, id: watch.id }, () => check(watch)) === true;

  /** Throws if a conversation, a service or a zone is missing or unknown. */
  function check(watch: Watch): true {
    const { place, zone, quiet } = watch;
    if (servicesOf(watch).length === 0 || typeof place.home !== 'string' || typeof place.id !== 'string')
      throw new TypeError('a watch has a conversation and services');
    checkZone(zone);
    quietUntil(quiet, clock.now());
    return true;
  }

  return {
    all: async () => (await watches.all()).filter(isSound),
    ofPlace: async place => (await watches.ofPlace(place)).filter(isSound),
    letGo: watch => watches.letGo(watch),
  };
}

/** Returns the incidents without the unreadable ones, each of which is set aside. */
export function readableIncidents(
  incidents: IncidentStore,
  aside: SetAside,
  clock: Pick<Clock, 'now'>,
): IncidentStore {
  const isSound = ({ value }: StoredIncident) =>
    aside.attempt({ kind: 'fault', place: value.place, id: value.id }, () => check(value)) === true;

  /** Throws if the subject can't be read, or a zone is unknown. */
  function check(incident: Incident): true {
    if (!Array.isArray(servicesOfIncident(incident))) throw new TypeError('an incident has a subject');
    nextStep(incident);
    checkZone(incident.zone);
    quietUntil(incident.quiet, clock.now());
    return true;
  }

  return {
    ...incidents,
    async get(place, id) {
      const kept = await incidents.get(place, id);
      return kept && isSound(kept) ? kept : undefined;
    },
    ofPlace: async place => (await incidents.ofPlace(place)).filter(isSound),
  };
}

/** Throws if there is no such time zone. */
const checkZone = memoize(zone => dayIn(0, zone));
