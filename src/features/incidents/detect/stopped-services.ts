import type { EpochMs } from '../../../domain/time.ts';
import { type About, changed, type Fault, holderOf, isOpen, type Stop } from '../incident/incident.ts';
import { openFault } from '../incident/open-incident.ts';
import type { Starts, Stops } from './missing-starts.ts';
import type { Watched } from './no-data.ts';

type Stopped = Extract<About, { kind: 'stopped' }>;

/** What is noticed so soon after others is one fault with them. */
const joinsWithinMs = 30 * 60_000;

export interface StoppedParts {
  readonly stops: Pick<Stops, 'of'>;
  /** What should have started before isn't told of: it was so when the bot came. */
  readonly since: EpochMs;
  readonly faults: readonly Fault[];
  readonly now: EpochMs;
}

/** What a conversation should be told of backups that don't start any more, as new and as changed faults. */
export function stoppedFaults(seen: readonly Watched[], parts: StoppedParts): readonly Fault[] {
  const { faults, stops, now } = parts;
  const open = faults.filter(fault => isOpen(fault) && fault.about.kind === 'stopped');
  const followed = new Map(open.map(fault => [fault, startedAgain(fault.about as Stopped, stops)]));
  const fresh = seen.filter(({ watch }) => !watch.isEnding).flatMap(one => freshStops(one, parts));
  // One of them is to be heard at any hour.
  const first = fresh.find(({ watch }) => !watch.quiet) ?? fresh[0];
  const isLoud = fresh.some(({ watch }) => !watch.quiet);
  const host = [...followed.keys()].find(fault => takesMore(fault, now) && !(fault.quiet && isLoud));
  const added = fresh.map(({ stop }) => stop);
  const changes = [...followed].flatMap(([fault, about]) => {
    const stopsNow = fault === host ? [...about.stops, ...added] : about.stops;
    if (about === fault.about && stopsNow.length === about.stops.length) return [];
    return [withEnd(changed(fault, { about: { ...about, stops: stopsNow } }), now)];
  });
  if (!first || host) return changes;
  const { watch, stop } = first;
  const names = added.map(({ service, location = '' }) => `${service} ${location}`).join();
  // What was retired and is expected again stops anew, though it has not run since.
  const before = faults.filter(
    ({ about }) => about.kind === 'stopped' && about.stops.some(has(added)),
  ).length;
  const mark = `stopped ${names}${before > 0 ? ` ${before}` : ''}`;
  const about: Stopped = { kind: 'stopped', stops: added };
  return [...changes, openFault(watch, about, { since: stop.dueAt, mark, lateMs: 0, now })];
}

/** True for a fault that others join: nobody has taken or silenced it, so whoever does takes them, too. */
function takesMore(fault: Fault, now: EpochMs): boolean {
  const isSilenced = fault.snoozed !== undefined && fault.snoozed.until > now;
  return now - fault.openedAt < joinsWithinMs && !holderOf(fault) && !isSilenced;
}

/** Those that no fault knows, open or over: one that somebody has closed isn't told again. */
function freshStops({ service, watch }: Watched, { faults, since, stops }: StoppedParts) {
  const { isRetired = true, starts = [] } = stops.of(service) ?? {};
  if (isRetired) return [];
  return starts.flatMap(({ dueAt, lastAt, lateAt, location }) => {
    if (dueAt === undefined || lateAt === undefined || lateAt < since) return [];
    const stop: Stop = { service, lastAt, dueAt, ...(location !== undefined && { location }) };
    const isKnown = faults.some(
      ({ about }) => about.kind === 'stopped' && about.stops.some(one => !one.isRetired && covers(one, stop)),
    );
    return isKnown ? [] : [{ watch, stop }];
  });
}

/** The same with what has started again, or was retired, since. */
function startedAgain(about: Stopped, stops: Pick<Stops, 'of'>): Stopped {
  const now = about.stops.map(stop => {
    if (stop.againAt !== undefined || stop.isRetired) return stop;
    const known = stops.of(stop.service);
    if (known?.isRetired) return { ...stop, isRetired: true as const };
    const { lastAt, location } = (known && startsOf(stop, known.starts)) ?? {};
    if (lastAt !== undefined && lastAt > stop.lastAt) return { ...stop, againAt: lastAt };
    return location !== undefined && stop.location === undefined ? { ...stop, location } : stop;
  });
  return now.every((stop, at) => stop === about.stops[at]) ? about : { ...about, stops: now };
}

/**
 * The starts that end a stop. A service that had one location then may have several by now, and the other way round: then they
 * are those of the location that the last run was in, else of all.
 */
function startsOf({ lastAt, location }: Stop, starts: readonly Starts[]): Starts | undefined {
  const own = starts.find(one => one.location === location);
  if (own || location !== undefined) return own ?? starts.find(one => one.location === undefined);
  return starts.find(one => one.lastAt === lastAt) ?? starts.toSorted((a, b) => b.lastAt - a.lastAt)[0];
}

/** Over once none of them lasts. */
function withEnd(fault: Fault, now: EpochMs): Fault {
  const { stops } = fault.about as Stopped;
  const isOver = stops.every(({ againAt, isRetired }) => againAt !== undefined || isRetired);
  return isOver
    ? { ...fault, overAt: Math.min(now, Math.max(...stops.map(({ againAt }) => againAt ?? now))) }
    : fault;
}

/** True for a stop that any of `stops` is. */
function has(stops: readonly Stop[]): (known: Stop) => boolean {
  return known => stops.some(stop => covers(known, stop));
}

/** True if nothing has started since `known`: the last run of `stop` may be an earlier one, if AvePoint doesn't list it any more. */
function covers(known: Stop, stop: Stop): boolean {
  const isElsewhere =
    known.location !== undefined && stop.location !== undefined && known.location !== stop.location;
  return known.service === stop.service && !isElsewhere && stop.lastAt <= known.lastAt;
}
