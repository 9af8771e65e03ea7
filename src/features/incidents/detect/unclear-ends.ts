import { cut } from '../../../domain/cut.ts';
import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type About, changed, type Fault } from '../incident/incident.ts';
import { openFault } from '../incident/open-incident.ts';
import type { UnclearEnd } from '../runs/run-history.ts';
import type { Watched } from './no-data.ts';

type Unclear = Extract<About, { kind: 'unclear' }>;

/** So long further ones are counted on the same card; a word that AvePoint has newly begun to use is on every run. */
const sameCardMs = 24 * 3_600_000;
const mostRuns = 10;
/** A word is data, and ids of faults are made of it. */
const wordLength = 100;

/**
 * What a conversation should be told of runs whose ends nobody can judge: each once, as a notice of its service and AvePoint's
 * word. It's over as soon as it's told: nothing follows from it.
 */
export function unclearOf(
  { service, watch, state: { ledger } }: Watched,
  faults: readonly Fault[],
  now: EpochMs,
): readonly Fault[] {
  const words = new Set(ledger.unclear.map(({ word }) => word));
  return [...words].flatMap(word => {
    const those = ledger.unclear.filter(one => one.word === word);
    const told = faults
      .filter(fault => isAbout(fault.about, service, shortWord(word)))
      .toSorted((a, b) => b.openedAt - a.openedAt);
    const isTold = (end: UnclearEnd) => told.some(({ about }) => knows(about as Unclear, end));
    const fresh = those.filter(end => end.foundAt > watch.createdAt && !isTold(end));
    const [first] = fresh;
    if (!first) return [];
    const [latest] = told;
    if (latest && now - latest.openedAt < sameCardMs)
      return [changed(latest, { about: withMore(latest.about as Unclear, fresh) })];
    if (watch.isEnding) return [];
    const about: Unclear = {
      kind: 'unclear',
      service,
      word: shortWord(word),
      runs: [],
      count: 0,
      countedUntil: 0,
    };
    const mark = `unclear ${service} ${word === undefined ? '' : `"${shortWord(word)}"`} ${first.id}`;
    const fault = openFault(watch, withMore(about, fresh), { since: first.endedAt, mark, lateMs: 0, now });
    return [{ ...fault, overAt: now }];
  });
}

function isAbout(about: About, service: Service, word: string | undefined): boolean {
  return about.kind === 'unclear' && about.service === service && about.word === word;
}

/** True if it's listed, or if it's so early that it may be one of those that are only counted. */
function knows({ count, countedUntil, runs }: Unclear, { foundAt, id }: UnclearEnd): boolean {
  return runs.some(run => run.id === id) || (count > runs.length && foundAt <= countedUntil);
}

function withMore(about: Unclear, fresh: readonly UnclearEnd[]): Unclear {
  const runs = fresh.map(({ id, startedAt, endedAt }) => ({ id, startedAt, endedAt }));
  return {
    ...about,
    runs: [...about.runs, ...runs].slice(-mostRuns),
    count: about.count + fresh.length,
    countedUntil: Math.max(about.countedUntil, ...fresh.map(({ foundAt }) => foundAt)),
  };
}

function shortWord(word: string | undefined): string | undefined {
  return word === undefined ? undefined : cut(word, wordLength);
}
