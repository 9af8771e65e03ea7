import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import { badStates, jobStates, jobTypes, type Service, services } from '../../src/domain/job.ts';
import type { Window } from '../../src/domain/question.ts';
import { type Clock, monotonicMs } from '../../src/domain/time.ts';
import { type CompareQuestion, readComparison } from '../../src/features/compare/compare.ts';
import type { IndexView } from '../../src/job-index/view.ts';
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts';
import type { Tally } from '../../src/jobs/tally.ts';
import { fakeClock, hour, recordingLog } from '../support/fakes.ts';
import { type IndexedSource, openIndexedSource } from '../support/indexed-source.ts';
import {
  bad,
  type CountedHistory,
  type CountedJob,
  countedHistory,
  inState,
} from './overview-numbers-counted.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * hour;
const shapes = ['cloudbackup-jobs', 'cloudbackupjobs'] as const;
const questions = 200;
/** The reader stops once for this long, so that a gap is read, too. */
const stopMs = 3 * hour;
/** At least this share of the numbers must be known, or the test would pass for an index that never knows anything. */
const leastKnown = 0.9;

/** An index that has read the simulator's whole history, and that history counted without it. */
interface Scene {
  readonly now: number;
  readonly jobs: Jobs;
  readonly index: IndexView;
  readonly clock: Clock;
  readonly counted: CountedHistory;
  /** Counts numbers that were compared, and those that the index left open. */
  readonly seen: { known: number; unknown: number };
  close(): Promise<void>;
}

async function openScene(jobsApi: (typeof shapes)[number], switches: SwitchesPatch): Promise<Scene> {
  const clock = fakeClock();
  const log = recordingLog();
  const caps = { steadyPerMinute: 5_000, fillPerMinute: 5_000, fillAtOnce: 5_000 };
  const source = await openIndexedSource({ clock, log, jobsApi, history: true, index: { caps } });
  source.simulator.setSwitches(switches);
  const readAll = async () => {
    for (let passes = 0; passes < 3 || !isRead(source); passes += 1) {
      assert.ok(passes < 30, `the past wasn't read: ${JSON.stringify(log.lines.at(-1))}`);
      await source.run(minute);
    }
  };
  await readAll();
  clock.advance(stopMs);
  await readAll();
  // So that each poll is due at once: the rarest runs every five minutes.
  await source.run(5 * minute, 5 * minute);
  const jobs = createJobs({ source: source.source, index: source.index, clock, log });
  const now = clock.now();
  return {
    now,
    jobs,
    index: source.index,
    clock,
    counted: countedHistory(now),
    seen: { known: 0, unknown: 0 },
    close: () => source.close(),
  };
}

function isRead({ index }: IndexedSource): boolean {
  const units = Object.values(index.state()?.locations['']?.units ?? {});
  return units.length > 0 && units.every(({ unread }) => unread.length === 0);
}

/** Returns at once, since everything was read before. */
const until = ({ now }: Scene) => now + 500;

/**
 * Windows of whole seconds: long and short ones, some of a single second, some that end now, and some that start or end
 * with the start of a job.
 */
function windows({ now, counted }: Scene): fc.Arbitrary<Window> {
  const ages = counted.jobs.map(({ startedAt }) => (now - startedAt) / second);
  const length = fc.oneof(
    fc.integer({ min: 1, max: 90 }),
    fc.integer({ min: 60, max: (2 * day) / second }),
    fc.integer({ min: 60, max: (59 * day) / second }),
    fc.constantFrom(hour / second, day / second, (7 * day) / second),
  );
  const back = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: (2 * day) / second }),
    fc.integer({ min: 0, max: (59 * day) / second }),
    fc.constantFrom(...ages.filter(age => age < (59 * day) / second)),
  );
  const zone = fc.constantFrom('Europe/Berlin', 'UTC', 'America/St_Johns', 'Pacific/Auckland');
  return fc.record({ length, back, zone }).map(({ length, back, zone }) => {
    const to = now - back * second;
    const from = Math.max(to - length * second, now - 59 * day);
    return { span: { from: Math.min(from, to - second), to }, spanWords: undefined, zone };
  });
}

const someService = fc.option(fc.constantFrom(...services), { nil: undefined });
const someType = fc.option(fc.constantFrom(...jobTypes), { nil: undefined });
const someState = fc.option(fc.constantFrom(...jobStates), { nil: undefined });

/** Compares one number with the counted one. Undefined is allowed, and counted. */
function equalOrUnknown({ seen }: Scene, actual: number | undefined, counted: number, what: string): void {
  if (actual === undefined) {
    seen.unknown += 1;
    return;
  }
  seen.known += 1;
  assert.equal(actual, counted, what);
}

function holdTally(scene: Scene, tally: Tally | undefined, those: readonly CountedJob[], what: string): void {
  equalOrUnknown(scene, tally?.total, those.length, `${what}, all`);
  if (!tally) return;
  for (const state of jobStates)
    assert.equal(tally.states[state], inState(those, state), `${what}, ${state}`);
  assert.equal(tally.other, 0, what);
  const failed = those.filter(({ state }) => state === 'failed').map(({ startedAt }) => startedAt);
  const failedAt = tally.failedAt?.map(at => Math.floor(at / second) * second);
  assert.deepEqual(failedAt?.toSorted(), failed.toSorted(), `${what}, when they failed`);
}

/** Returns the possible verdicts of runs. If none finished, that depends on whether one was due. */
function verdictsOf(those: readonly CountedJob[]): readonly string[] {
  const has = (...states: readonly string[]) => those.some(({ state }) => states.includes(state));
  if (has('failed', 'partiallyFinished')) return ['attention'];
  if (has('finishedWithException')) return ['warning'];
  if (has('finished')) return ['good'];
  return has('inProgress') ? ['neutral'] : ['neutral', 'attention'];
}

async function checkHealth(scene: Scene, window: Window, service: Service | undefined): Promise<void> {
  const { from, to } = window.span;
  const answer = await scene.jobs.health({ ...window, service }, monotonicMs(until(scene)));
  assert.deepEqual(
    [...answer.services.map(one => one.service), ...answer.notSeen].toSorted(),
    (service ? [service] : services).toSorted(),
  );
  for (const one of answer.services) {
    const those = scene.counted.of({ type: 'backup', service: one.service, from, to });
    const before = { type: 'backup', service: one.service, from: from - (to - from), to: from } as const;
    holdTally(scene, one.doubt ? undefined : one.tally, those, one.service);
    const isBeforeKnown = one.before !== undefined || before.from >= scene.now - 59 * day;
    if (isBeforeKnown) holdTally(scene, one.before, scene.counted.of(before), `${one.service} before`);
    const allowed = one.doubt ? ['unknown'] : verdictsOf(those);
    assert.ok(allowed.includes(one.verdict), `${one.service} is ${one.verdict}, not ${allowed}`);
  }
  for (const unseen of answer.notSeen)
    assert.equal(
      scene.counted.jobs.some(one => one.type === 'backup' && one.service === unseen),
      false,
    );
  if (answer.services.every(({ doubt }) => doubt === undefined)) assert.equal(answer.beyond, 0);
  if (answer.services.some(({ doubt }) => doubt)) assert.equal(answer.verdict, 'unknown');
}

async function checkCoverage(scene: Scene, targetMs: number, service: Service | undefined): Promise<void> {
  const { now, counted } = scene;
  const question = { service, targetMs, isUsual: false, zone: 'UTC' };
  const answer = await scene.jobs.coverage(question, {}, monotonicMs(until(scene)));
  for (const one of answer.services) {
    scene.seen[one.doubt ? 'unknown' : 'known'] += 1;
    if (one.doubt) {
      assert.equal(one.verdict, 'unknown');
      continue;
    }
    const runs = counted.of({ type: 'backup', service: one.service, from: now - 60 * day, to: now });
    const latest = (state: string) =>
      Math.max(...runs.flatMap(run => (run.state === state ? [run.startedAt] : [])));
    const good = latest('finished');
    const impaired = Math.max(latest('finishedWithException'), latest('partiallyFinished'));
    assert.equal(Math.floor((one.good?.startedAt ?? 0) / second) * second, good, one.service);
    const since = counted.of({ type: 'backup', service: one.service, from: one.since.from, to: now });
    assert.equal(one.since.from, good, one.service);
    for (const state of badStates)
      assert.equal(one.since.tally.states[state], inState(since, state), one.service);
    const isImpaired = now - impaired <= targetMs;
    const verdict = now - good <= targetMs ? 'good' : isImpaired ? 'warning' : 'attention';
    assert.equal(one.verdict, verdict, one.service);
    if (verdict === 'warning')
      assert.equal(Math.floor((one.impaired?.startedAt ?? 0) / second) * second, impaired, one.service);
  }
}

async function checkCauses(
  scene: Scene,
  window: Window,
  { type, service }: Pick<Parameters<Jobs['causes']>[0], 'type' | 'service'>,
): Promise<void> {
  const answer = await scene.jobs.causes({ ...window, type, service }, monotonicMs(until(scene)));
  const those = bad(scene.counted.of({ type, service, ...window.span }));
  const isKnown = answer.unread.length === 0;
  equalOrUnknown(scene, isKnown ? answer.badInAll.value : undefined, those.length, 'jobs with problems');
  if (!isKnown || those.length > 500) return;
  assert.equal(answer.bad.length, those.length);
  const errors = those.flatMap(({ job }) => job.errors.map(({ number }) => number));
  assert.deepEqual(answer.total, { value: errors.reduce((sum, one) => sum + one, 0), atLeast: false });
  assert.equal(answer.withoutErrors.length, those.filter(({ job }) => job.errors.length === 0).length);
}

async function checkCompare(
  scene: Scene,
  [window, other]: readonly [Window, Window],
  filter: Pick<CompareQuestion, 'type' | 'service' | 'state'>,
): Promise<void> {
  const { index, clock } = scene;
  const question = { ...filter, window, other };
  const answer = await readComparison({ index, clock }, question, monotonicMs(until(scene)));
  const countOf = (service: Service | undefined, { span }: Window) =>
    inState(scene.counted.of({ type: filter.type, service, ...span }), filter.state);
  equalOrUnknown(scene, answer.total.here?.value, countOf(filter.service, window), 'in all, here');
  equalOrUnknown(scene, answer.total.there?.value, countOf(filter.service, other), 'in all, there');
  for (const service of filter.service ? [] : services) {
    // Services without any runs are left out.
    const row = answer.services.find(one => one.service === service) ?? {
      here: { value: 0 },
      there: { value: 0 },
    };
    equalOrUnknown(scene, row.here?.value, countOf(service, window), `${service}, here`);
    equalOrUnknown(scene, row.there?.value, countOf(service, other), `${service}, there`);
  }
}

async function checkTabs(
  scene: Scene,
  { zone, span }: Window,
  parts: Pick<Parameters<Jobs['tabs']>[0], 'type' | 'services' | 'states'>,
): Promise<void> {
  const question = { ...parts, span, spanWords: undefined, zone, pageSize: 10 };
  const { tabs = [] } = await scene.jobs.tabs(question, monotonicMs(until(scene)));
  assert.equal(tabs.length, Math.max(1, parts.services.length) * Math.max(1, parts.states.length));
  for (const { service, state, count } of tabs) {
    const counted = inState(scene.counted.of({ type: parts.type, service, ...span }), state);
    equalOrUnknown(scene, count?.value, counted, `tab ${service} ${state}`);
  }
}

/** Running jobs have no window. */
async function checkRunning(scene: Scene, service: Service | undefined): Promise<void> {
  const question = {
    type: 'backup' as const,
    services: service ? [service] : [],
    states: ['inProgress' as const],
    span: { from: undefined, to: undefined },
    spanWords: undefined,
    zone: 'UTC',
    pageSize: 10,
  };
  const { tabs = [] } = await scene.jobs.tabs(question, monotonicMs(until(scene)));
  const running = scene.counted.of({ type: 'backup', service, from: 0, to: scene.now });
  equalOrUnknown(scene, tabs[0]?.count?.value, inState(running, 'inProgress'), 'running now');
}

/** Asks every overview 200 questions, and compares each number of the answers with the history. */
async function checkNumbers(scene: Scene): Promise<void> {
  const arbitrary = fc.record({
    window: windows(scene),
    other: windows(scene),
    service: someService,
    type: someType,
    state: someState,
    tabs: fc.record({
      services: fc.uniqueArray(fc.constantFrom(...services), { maxLength: 4 }),
      states: fc.uniqueArray(fc.constantFrom(...jobStates), { maxLength: 3 }),
    }),
    targetMs: fc.integer({ min: 1, max: (59 * day) / minute }).map(minutes => minutes * minute),
  });
  const property = fc.asyncProperty(
    arbitrary,
    async ({ window, other, service, type, state, tabs, targetMs }) => {
      await checkHealth(scene, window, service);
      await checkCoverage(scene, targetMs, service);
      await checkCauses(scene, window, { type, service });
      await checkCompare(scene, [window, other], { type, service, state });
      await checkTabs(scene, window, { type, ...tabs });
      await checkRunning(scene, service);
    },
  );
  await fc.assert(property, { numRuns: questions, seed: 14, endOnFailure: true });
  const { known, unknown } = scene.seen;
  assert.ok(known >= leastKnown * (known + unknown), `${unknown} of ${known + unknown} numbers are unknown`);
}

const settings: readonly { readonly name: string; readonly switches: SwitchesPatch }[] = [
  { name: 'as the API is believed to be', switches: {} },
  { name: 'if windows are about the end', switches: { windowBy: 'end' } },
  { name: 'if windows list what overlaps them', switches: { windowBy: 'overlap' } },
  { name: 'if windows list what lies within them', switches: { windowBy: 'within' } },
  { name: 'if the time of day is ignored', switches: { ignoreTimeOfDay: true } },
  { name: 'if lists are shuffled', switches: { order: 'shuffled' } },
  { name: 'if a page has at most 50 rows', switches: { maxPageSize: 50 } },
];

/** Several settings at once, with one API only, since they don't depend on it. */
const together: typeof settings = [
  {
    name: 'if windows are whole days about the end',
    switches: { windowBy: 'end', ignoreTimeOfDay: true },
  },
  {
    name: 'if short, shuffled pages list what lies within',
    switches: { windowBy: 'within', order: 'shuffled', maxPageSize: 50 },
  },
];

for (const jobsApi of shapes) {
  describe(`numbers of overviews over ${jobsApi}`, () => {
    for (const { name, switches } of jobsApi === shapes[0] ? [...settings, ...together] : settings) {
      it(`overview numbers equal the history, or are unknown, ${name}`, async () => {
        const scene = await openScene(jobsApi, switches);
        try {
          await checkNumbers(scene);
        } finally {
          await scene.close();
        }
      });
    }
  });
}
