import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jobTypes, services } from '../../../src/domain/job.ts';
import { createMirror, dayOf, type Mirror } from '../../../src/job-index/mirror.ts';
import { jobOf, runsOf } from '../../../src/job-index/queries/runs.ts';
import { type Run, startOf } from '../../../src/job-index/run.ts';
import { aJob, hour, monday } from '../../support/fakes.ts';

const day = 24 * hour;
const someTypes = jobTypes.slice(0, 2);
const someServices = services.slice(0, 3);
/** Some keys begin with an id, as the index makes them; ids are shared, have spaces, or begin like another. */
const ids = ['a', 'a b', 'a b c', '', 'z', undefined] as const;
const keys = [
  'a 1',
  'a 2',
  'a 2 3',
  'a b 1',
  'a b c 1',
  'a b c 1 2',
  ' 1',
  '',
  'other',
  'z 1',
  'z 2',
] as const;

/** Days before and after Monday's midnight, in steps of six hours, so that many moments are the same. */
const moment = (before: number, after: number) =>
  fc.integer({ min: -4 * before, max: 4 * after }).map(steps => dayOf(monday) * day + steps * 6 * hour);

const anyRun: fc.Arbitrary<Run> = fc.record({
  key: fc.constantFrom(...keys),
  type: fc.constantFrom(...someTypes),
  services: fc.uniqueArray(fc.constantFrom(...someServices), { maxLength: 2 }),
  location: fc.constant(undefined),
  job: fc
    .record({
      id: fc.constantFrom(...ids),
      startedAt: fc.option(moment(4, 0), { nil: undefined }),
    })
    .map(aJob),
  firstSeenAt: moment(4, 0),
  endSeenAt: fc.constantFrom(undefined, monday),
  news: fc.constant(undefined),
  missingSince: fc.constantFrom(undefined, monday),
  unlisted: fc.constantFrom(0, 1, 2),
});

type Step =
  | { readonly kind: 'put'; readonly run: Run }
  | { readonly kind: 'forget'; readonly day: number }
  | { readonly kind: 'clear' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: anyRun.map(run => ({ kind: 'put' as const, run })) },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: -5, max: 1 })
      .map(offset => ({ kind: 'forget' as const, day: dayOf(monday) + offset })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
);

const anySpan = fc
  .tuple(moment(5, 1), moment(5, 1))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

/** The simplest thing that does the same: runs by key, and everything asked of all of them. */
function apply(model: Map<string, Run>, mirror: Mirror, step: Step): void {
  switch (step.kind) {
    case 'put':
      model.set(step.run.key, step.run);
      mirror.put(step.run);
      break;
    case 'forget':
      for (const run of [...model.values()]) if (dayOf(startOf(run)) < step.day) model.delete(run.key);
      mirror.forgetBefore(step.day);
      break;
    case 'clear':
      model.clear();
      mirror.clear();
  }
}

function assertSame(actual: Iterable<Run>, expected: readonly Run[], what: string): void {
  const inOrder = (runs: readonly Run[]) => runs.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  assert.deepEqual(inOrder([...actual]), inOrder(expected), what);
}

function check(model: Map<string, Run>, mirror: Mirror, { from, to }: { from: number; to: number }): void {
  const all = [...model.values()];
  const within = all.filter(run => startOf(run) >= from && startOf(run) < to);
  assert.equal(mirror.size, all.length);
  for (const key of keys) assert.equal(mirror.get(key), model.get(key), key);
  for (const id of ids.filter(one => one !== undefined))
    assertSame(
      mirror.withId(id),
      all.filter(({ job }) => job.id === id),
      `id ${id}`,
    );
  assertSame(
    mirror.open(),
    all.filter(({ endSeenAt }) => endSeenAt === undefined),
    'open',
  );
  assertSame(
    mirror.unattributed(),
    all.filter(run => run.services.length === 0),
    'unattributed',
  );
  assertSame(mirror.between(from, to), within, 'between');
  for (const type of [...someTypes, undefined]) {
    for (const service of [...someServices, undefined]) {
      const isMeant = (run: Run) =>
        (type === undefined || run.type === type) &&
        (service === undefined || run.services.includes(service));
      assertSame(mirror.between(from, to, { type, service }), within.filter(isMeant), `${type} ${service}`);
      const listed = within.filter(run => isMeant(run) && run.unlisted < 2);
      assertSame(runsOf({ mirror }, { type, service, from, to }), listed, `listed ${type} ${service}`);
      if (type && service)
        assert.equal(mirror.has(type, service), all.some(isMeant), `has ${type} ${service}`);
    }
  }
}

describe('mirror of the job index', () => {
  it('the mirror of the job index answers as a list of all runs would, after any changes', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), anySpan, (steps, span) => {
        const mirror = createMirror();
        const model = new Map<string, Run>();
        for (const step of steps) {
          apply(model, mirror, step);
          check(model, mirror, span);
        }
      }),
      { seed: 14, numRuns: 150 },
    );
  });

  it('the mirror of the job index iterates over each run once, even if runs are changed meanwhile', () => {
    const mirror = createMirror();
    const run = (second: number): Run => ({
      key: `a ${second}`,
      type: 'backup',
      services: ['exchange'],
      location: undefined,
      job: aJob({ id: 'a', startedAt: monday - second * 1_000 }),
      firstSeenAt: monday,
      endSeenAt: monday,
      news: undefined,
      missingSince: undefined,
      unlisted: 0,
    });
    for (const second of [1, 2, 3]) mirror.put(run(second));
    const seen: string[] = [];
    for (const one of mirror.between(monday - hour, monday)) {
      seen.push(one.key);
      mirror.put({ ...one, services: ['teams'] });
    }
    assert.deepEqual(seen.toSorted(), ['a 1', 'a 2', 'a 3']);
    assert.equal(mirror.has('backup', 'exchange'), false);
  });

  it('the mirror of the job index returns the end of a run that has disappeared as unknown', () => {
    const job = aJob();
    const run = { job, endSeenAt: monday, missingSince: monday - hour } as Run;
    assert.deepEqual(jobOf(run), { ...job, state: undefined, stateText: 'Disappeared' });
    assert.equal(jobOf({ ...run, missingSince: undefined }), job);
    assert.equal(jobOf({ ...run, endSeenAt: undefined }), job);
  });
});
