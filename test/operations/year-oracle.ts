import { Temporal } from 'temporal-polyfill';
import { isBad, type JobState, type Service } from '../../src/domain/job.ts';
import type { Recurrence } from '../../src/domain/recurrence.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import type { DigestMessage } from '../../src/features/digest/message.ts';
import type { Incident } from '../../src/features/incidents/incident/incident.ts';
import { textOf } from '../support/playground.ts';
import type { YearSaid } from './year-bot.ts';
import { day, minute } from './year-plan.ts';
import { isCovered, type YearRun } from './year-runs.ts';

/**
 * Reading AvePoint finds everything within a quarter of a day; what it lists at the very end of the year need not be
 * reported.
 */
const foundWithinMs = 7 * 60 * minute;

/** All messages of one digest of a conversation, in order. */
export interface ToldDigest {
  readonly place: string;
  readonly services: readonly Service[];
  readonly onlyProblems: boolean;
  readonly said: readonly (YearSaid & { readonly digest: DigestMessage })[];
}

/** The messages of each digest. */
export function digestsIn(said: readonly YearSaid[]): readonly ToldDigest[] {
  const byName = new Map<string, ToldDigest>();
  for (const one of said) {
    const { digest, place } = one;
    if (!digest?.wish) continue;
    const { when, services, onlyProblems } = digest.wish;
    const name = JSON.stringify([place, when, services, onlyProblems]);
    const known = byName.get(name)?.said ?? [];
    byName.set(name, { place, services, onlyProblems, said: [...known, { ...one, digest }] });
  }
  return [...byName.values()];
}

/** The messages that count: later figures replace the digests that had no data. */
export function countingIn({ said }: ToldDigest): ToldDigest['said'] {
  const followUps = said.filter(({ digest }) => digest.occasion === 'followUp');
  const isReplaced = ({ digest: { occasion, report, span } }: (typeof said)[number]) =>
    occasion === 'due' &&
    (report === undefined || report.verdict === 'unknown') &&
    followUps.some(({ digest }) => digest.span.from <= span.from && digest.span.to >= span.to);
  return said.filter(one => !isReplaced(one));
}

/** An end that must be reported: the run, and how it ended. */
export interface BadEnd {
  readonly id: string;
  readonly state: JobState;
  /** False if AvePoint listed another end later, so that this one may have been reported, once, or not at all. */
  readonly isLast: boolean;
}

/** The bad ends that a digest set at `setAt` must have reported by its last message. */
export function owedBy(
  { services, said }: ToldDigest,
  runs: readonly YearRun[],
  setAt: EpochMs,
): readonly BadEnd[] {
  const last = said.at(-1)?.digest;
  if (!last?.wish) return [];
  // The first digest covers a day.
  const from = firstDueOf(last.wish.when, setAt) - day;
  return runs
    .filter(run => isCovered(run.service, services) && run.startedAt >= from && run.startedAt < last.span.to)
    .flatMap(({ id, ends }) =>
      ends
        .filter(({ knownAt }) => knownAt < last.composedAt - foundWithinMs)
        .map(({ state }, index) => ({ id, state, isLast: index === ends.length - 1 })),
    )
    .filter(({ state }) => isBad(state));
}

/** Returns when a digest is first sent after a moment. None of the year's is set close to a change of the clocks. */
function firstDueOf({ days, hour, minute, zone }: Recurrence, after: EpochMs): EpochMs {
  const start = Temporal.Instant.fromEpochMilliseconds(after)
    .toZonedDateTimeISO(zone)
    .with({ hour, minute, second: 0 });
  for (let add = 0; ; add += 1) {
    const due = start.add({ days: add });
    if (due.epochMilliseconds > after && days.some(one => one === due.dayOfWeek))
      return due.epochMilliseconds;
  }
}

/** Counts how often each end is in these messages, by run and state. */
export function toldEnds(said: ToldDigest['said']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { digest } of said) {
    for (const { job } of digest.report?.causes?.bad ?? []) {
      const name = nameOf({ id: job.id ?? '', state: job.state ?? 'finished' });
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

export function nameOf({ id, state }: Pick<BadEnd, 'id' | 'state'>): string {
  return `${id} ${state}`;
}

const names: Readonly<Partial<Record<Service, string>>> = {
  exchange: 'Exchange',
  sharepoint: 'SharePoint',
  onedrive: 'OneDrive',
  teams: 'Teams',
};
/** The bad ends that the card of a digest should show, and doesn't. */
export function untoldInWords({ digest, wording }: ToldDigest['said'][number]): readonly string[] {
  const text = wordsOf(wording);
  const counts = new Map<string, number>();
  const { services = [], earlier = [] } = digest.report ?? {};
  const isEarlier = (id: string | undefined) => earlier.some(({ job }) => job.id === id);
  const bad = digest.report?.causes?.bad ?? [];
  for (const { job, service } of bad) {
    // A queued run counts from its first listing.
    const isUnclear = services.some(one => one.service === service && one.verdict === 'unknown');
    if (isUnclear || isEarlier(job.id) || !isBad(job.state) || !service) continue;
    const name = names[service] ?? service;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const untold = [...counts].flatMap(([name, count]) =>
    new RegExp(`Problems of ${name}\\n${count}\\n`).test(text) ? [] : [`${name}: ${count}`],
  );
  const hasEarlier = /Listed late by AvePoint|From before this window/.test(text);
  return bad.some(({ job }) => isEarlier(job.id)) && !hasEarlier ? [...untold, 'earlier ones'] : untold;
}

export function wordsOf(wording: YearSaid['wording']): string {
  return wording.kind === 'card' ? textOf(wording.card) : wording.text;
}

/** Returns what a phone shows of a card before it's opened: its title and its verdict. */
export function headlineOf(wording: YearSaid['wording']): string {
  return wording.kind === 'card' ? String(wording.card.fallbackText) : wording.text;
}

/** Returns the last state of each of a conversation's incidents that Teams has accepted. */
export function faultsToldIn(said: readonly YearSaid[], place: string): readonly Incident[] {
  const faults = new Map<string, Incident>();
  for (const one of said) {
    if (one.place === place && one.fault?.kind === 'card')
      faults.set(one.fault.incident.id, one.fault.incident);
  }
  return [...faults.values()];
}

/**
 * Returns in how many incidents of a conversation each run was reported, by its id. Of many runs a card lists the last
 * ones and counts the others: those of `failures` that ended in between are reported by that count.
 */
export function runsToldIn(
  said: readonly YearSaid[],
  place: string,
  failures: readonly YearRun[],
): ReadonlyMap<string, number> {
  const faults = new Map<string, Set<string>>();
  for (const one of said) {
    if (one.place !== place || one.fault?.kind !== 'card') continue;
    const { about, id } = one.fault.incident;
    if (about.kind !== 'failing') continue;
    const known = faults.get(id) ?? new Set<string>();
    faults.set(id, known);
    for (const { service, runs, first, countedUntil = 0, count } of about.troubles) {
      for (const run of runs) known.add(run.id);
      const unlisted = failures.filter(run => {
        const isCounted = run.endedAt >= first.endedAt && run.endedAt <= countedUntil;
        return run.service === service && isCounted && !runs.some(listed => listed.id === run.id);
      });
      if (unlisted.length <= count - runs.length) for (const run of unlisted) known.add(run.id);
    }
  }
  const counts = new Map<string, number>();
  for (const ids of faults.values()) for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Returns the runs that failed, by what AvePoint lists in the end, and that could be found before `until`. */
export function failuresOf(
  runs: readonly YearRun[],
  {
    services,
    isPartialIncluded,
  }: { readonly services: readonly Service[]; readonly isPartialIncluded: boolean },
  { from, until }: { readonly from: EpochMs; readonly until: EpochMs },
): readonly YearRun[] {
  return runs.filter(run => {
    const last = run.ends.at(-1);
    const isMeant =
      isCovered(run.service, services) && run.startedAt >= from && Number(last?.knownAt) < until - day;
    return isMeant && isFailed(last?.state, isPartialIncluded);
  });
}

function isFailed(state: JobState | undefined, isPartialIncluded: boolean): boolean {
  return state === 'failed' || (isPartialIncluded && state === 'partiallyFinished');
}

/**
 * Returns the failures in rows of two or more, without a clean run that started after one and ended before the next.
 */
export function inRows(failures: readonly YearRun[], runs: readonly YearRun[]): readonly YearRun[] {
  const inOrder = failures.toSorted((a, b) => a.endedAt - b.endedAt);
  const isJoined = (one: YearRun | undefined, next: YearRun | undefined) =>
    one !== undefined && next !== undefined && !runs.some(run => isCleanBetween(run, one, next));
  return inOrder.filter(
    (run, index) => isJoined(inOrder[index - 1], run) || isJoined(run, inOrder[index + 1]),
  );
}

function isCleanBetween(run: YearRun, one: YearRun, next: YearRun): boolean {
  const isClean = run.service === one.service && run.ends.at(-1)?.state === 'finished';
  return isClean && run.startedAt >= one.endedAt && run.endedAt < next.endedAt;
}

/**
 * True if a run may stay untold by a watch with quiet hours from 22:00 to 06:00: it was found within them, and a run
 * that began after it had ended well by their end.
 */
export function mayBeSilent(run: YearRun, runs: readonly YearRun[], zone: string): boolean {
  const knownAt = Number(run.ends.at(-1)?.knownAt);
  // An end of days ago is found within a quarter of a day.
  const foundBy = knownAt + (knownAt - run.startedAt > 1.8 * day ? foundWithinMs : 60 * minute);
  const isQuiet = [knownAt, foundBy].some(at => {
    const { hour } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    return hour >= 22 || hour < 6;
  });
  const morning = foundBy + 8 * 60 * minute;
  return (
    isQuiet &&
    runs.some(one => {
      const isClean = one.service === run.service && one.ends.at(-1)?.state === 'finished';
      return isClean && one.startedAt >= run.endedAt && Number(one.ends.at(-1)?.knownAt) <= morning;
    })
  );
}
