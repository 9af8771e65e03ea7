import { type JobState, type Service, services } from '../../../src/domain/job.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
import { failing, withEnd } from '../../../src/features/incidents/detect/evaluate.ts';
import { gather } from '../../../src/features/incidents/incident/grouping.ts';
import { type Fault, troublesOf } from '../../../src/features/incidents/incident/incident.ts';
import { openFault } from '../../../src/features/incidents/incident/open-incident.ts';
import { troubleOf, withRecovery } from '../../../src/features/incidents/incident/service-failure.ts';
import {
  type Ledger,
  type LedgerRun,
  rememberedMs,
} from '../../../src/features/incidents/runs/run-history.ts';
import type { Watch } from '../../../src/features/incidents/watch/watch.ts';
import { monday } from '../../support/fakes.ts';
import { channel, exchange, kim, minute } from './support.ts';

export const place = { home: channel.home, id: channel.id };

/** A moment, in minutes after Monday 14:05 in Berlin. */
export const at = (minutes: number): EpochMs => monday + minutes * minute;

/** A run by the minutes of its start, its end, and of when it was seen. */
export function ran(
  id: string,
  started: number | undefined,
  ended: number,
  state: JobState = 'failed',
  found = ended,
): LedgerRun {
  return {
    id,
    state,
    startedAt: started === undefined ? undefined : at(started),
    endedAt: at(ended),
    foundAt: at(found),
  };
}

/** Set two days before Monday 14:05, in a channel in Berlin. */
export function aWatch(overrides: Partial<Watch> = {}): Watch {
  return {
    ...exchange,
    place,
    kind: 'channel',
    id: '00000000000a',
    zone: 'Europe/Berlin',
    locale: 'en-GB',
    createdAt: at(-2 * 24 * 60),
    createdBy: kim,
    isEnding: false,
    ...overrides,
  };
}

/** An unreported incident of a service, noticed at its first run; over if a run clears the failures. */
export function aFault(
  service: Service,
  runs: readonly LedgerRun[],
  overrides: Partial<Fault> = {},
  watch: Watch = aWatch(),
): Fault {
  const failed = runs.filter(({ state }) => state === 'failed' || state === 'partiallyFinished');
  const [first] = failed as [LedgerRun];
  const trouble = withRecovery(
    troubleOf(service, failed, () => undefined),
    runs,
  );
  const opened = openFault(watch, failing([trouble]), {
    since: first.endedAt,
    mark: `${service} ${first.id}`,
    lateMs: 0,
    now: first.foundAt,
  });
  return { ...withEnd(opened), ...overrides };
}

/** The fault after its card was posted at a minute. */
export function told(fault: Fault, minutes: number): Fault {
  const { telling } = fault;
  return {
    ...fault,
    events: [...fault.events, { what: 'told', at: at(minutes) }],
    telling: {
      ...telling,
      said: { place, id: `m-${fault.id}` },
      shown: telling.revision,
      shownAt: at(minutes),
      lastSaidAt: at(minutes),
      toldRuns: troublesOf(fault).reduce((sum, { count }) => sum + count, 0),
      isAllClearTold: fault.overAt !== undefined,
    },
  };
}

/** What a conversation has after its faults were gathered at a minute. */
export function gathered(faults: readonly Fault[], minutes: number): readonly Fault[] {
  const { silent, merged } = gather(faults, at(minutes));
  const after = new Map(faults.map(fault => [fault.id, fault]));
  for (const fault of silent) after.set(fault.id, { ...fault, isSilent: true });
  for (const { into, isNew, from } of merged) {
    if (!isNew || !after.has(into.id)) after.set(into.id, into);
    for (const { id } of from) if (id !== into.id) after.delete(id);
  }
  return [...after.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

let count = 0;

/** Unreported; it failed once at a minute, and has a clean run a minute later if it `isOver`. */
export function failed(
  service: Service,
  minutes: number,
  isOver = false,
  overrides: Partial<Fault> = {},
): Fault {
  count += 1;
  const clean = ran(`c${count}`, minutes + 1, minutes + 2, 'finished');
  const failure = ran(`f${count}`, minutes - 1, minutes);
  return aFault(service, isOver ? [failure, clean] : [failure], overrides);
}
/** An open incident of the first four services, reported at a minute. */
export function wideOutage(minutes: number): Fault {
  const [wide] = gathered(
    services.slice(0, 4).map(service => failed(service, minutes)),
    minutes,
  );
  return told(wide as Fault, minutes);
}

/** What is known of a service before any of its runs is. */
export const emptyLedger = (service: Service, now = 0): Ledger => ({
  service,
  freshSince: now - rememberedMs,
  runs: [],
  running: [],
  unclear: [],
  usualMs: undefined,
});
