import type { Service } from '../../../domain/job.ts';
import type { ConversationKey } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { archivedMs } from '../incident/archive.ts';
import { type Incident, type IncidentSubject, isOpen, servicesOfIncident } from '../incident/incident.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import { idTime, isOpenIn, periodOf } from '../incident/period.ts';
import type { IncidentQuestion } from './question.ts';

type Found = Pick<IncidentStore, 'ofPlace' | 'past'>;

/** No data ranks before failures, and failures before doubts. */
const worst: readonly IncidentSubject['kind'][] = ['blind', 'failing', 'stopped', 'stuck', 'unclear'];

/**
 * Returns the incidents that a question asks for: the open ones, the worst and the newest first, and then those that
 * are over, by their ends, the latest first. Rejects with `StoreError`.
 */
export async function findIncidents(
  { services, span, spanWords, isOpenOnly }: IncidentQuestion,
  place: ConversationKey,
  faults: Found,
): Promise<readonly Incident[]> {
  const found = await withArchive(place, faults, isOpenOnly ? undefined : past => past.openIn(place, span));
  // Without a period all open ones are asked for, also one that began in the second of the answer.
  const isAsked = (incident: Incident) =>
    (spanWords === undefined && isOpen(incident)) || isOpenIn(periodOf(incident), span);
  const asked = found.filter(incident => isAbout(incident, services) && isAsked(incident));
  const open = asked.filter(isOpen).toSorted((a, b) => rankOf(a) - rankOf(b) || b.openedAt - a.openedAt);
  const over = isOpenOnly ? [] : asked.filter(incident => !isOpen(incident)).toSorted(laterEndFirst);
  return [...open, ...over];
}

/** The live ones are read first: one that is archived meanwhile is found twice, and not missed. */
async function withArchive(
  place: ConversationKey,
  faults: Found,
  read: ((past: Found['past']) => Promise<readonly Incident[]>) | undefined,
): Promise<readonly Incident[]> {
  const live = (await faults.ofPlace(place)).map(({ value }) => value);
  const past = read ? await read(faults.past) : [];
  return [...new Map([...past, ...live].map(incident => [incident.id, incident])).values()];
}

/** Missing data of all that is watched concerns each service. */
function isAbout(incident: Incident, services: readonly Service[]): boolean {
  if (services.length === 0) return true;
  const its = servicesOfIncident(incident);
  return its.length === 0 || its.some(service => services.includes(service));
}

function rankOf({ about }: Incident): number {
  return worst.indexOf(about.kind);
}

function laterEndFirst(a: Incident, b: Incident): number {
  return (b.overAt ?? 0) - (a.overAt ?? 0) || (a.id < b.id ? 1 : -1);
}

/** How far back the latest incident is searched, step by step: most conversations had one in the last days. */
const steps = [8, 40, 200].map(days => days * 24 * 3_600_000);

/**
 * Returns the latest incidents by their beginnings, the latest first. Rejects with `StoreError`.
 *
 * @param most - How many are searched for.
 */
export async function latestIncidents(
  services: readonly Service[],
  most: number,
  place: ConversationKey,
  faults: Found,
  now: EpochMs,
): Promise<readonly Incident[]> {
  // Records of a clock that was set back lie in the future.
  let before = now + archivedMs;
  let found = (await withArchive(place, faults, undefined)).filter(one => isAbout(one, services));
  for (const step of [...steps, archivedMs]) {
    const from = now - step;
    const begun = await faults.past.begunIn(place, from, before);
    const known = new Set(found.map(({ id }) => id));
    found = [...found, ...begun.filter(one => !known.has(one.id) && isAbout(one, services))];
    const latest = found.filter(({ id }) => idTime(id) >= from);
    if (latest.length >= most) return latest.toSorted(laterIdFirst).slice(0, most);
    before = from;
  }
  return found.toSorted(laterIdFirst).slice(0, most);
}

function laterIdFirst(a: Incident, b: Incident): number {
  return a.id < b.id ? 1 : -1;
}
