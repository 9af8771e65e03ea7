import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buttonLimits } from '../../src/cards/button-fields.ts';
import { jobStates, jobTypes, services } from '../../src/domain/job.ts';
import { leads, questionLimits } from '../../src/domain/question.ts';
import { everyDay } from '../../src/domain/recurrence.ts';
import type { WatchSpec } from '../../src/domain/watch-order.ts';
import { type Change, type Press, packPress, unpackPress } from '../support/press.ts';
import { now, question } from './models.ts';
import { healths, ofSeveralTypes, orUndefined, questions, several } from './questions.ts';

const page = { question: question(), pageIndex: 1, firstTotal: 43 };
const verbs = [
  'jobs.page',
  'jobs.job',
  'jobs.again',
  'tabs.show',
  'tabs.again',
  'health.show',
  'health.again',
  'coverage',
  'causes.show',
  'causes.again',
  'causes.jobs',
  'jobs.text',
  'job.find',
  'job.post',
  'job.text',
  'change.save',
  'change.cancel',
  'watch.save',
  'watch.cancel',
  'watch.end',
  'fault.acknowledge',
  'fault.assign',
  'fault.assignTo',
  'fault.close',
  'fault.note',
  'fault.reopen',
  'fault.unsnooze',
  'fault.jobs',
  'fault.report',
  'fault.text',
  'fault.snooze',
  'ask',
  'help',
] as const;

const pages = fc.record(
  {
    question: questions,
    pageIndex: fc.integer({ min: 0, max: questionLimits.maxPageIndex }),
    firstTotal: orUndefined(fc.nat()),
  },
  { noNullPrototype: true },
);
/** The origin of the list; buttons of older cards don't have it. */
const withFrom = fc.constantFrom({}, { from: 'index' as const });
const tabs = fc.array(
  fc.record(
    {
      service: orUndefined(fc.constantFrom(...services)),
      state: orUndefined(fc.constantFrom(...jobStates)),
      count: orUndefined(fc.record({ value: fc.nat(), atLeast: fc.boolean() }, { noNullPrototype: true })),
    },
    { noNullPrototype: true },
  ),
  { minLength: 1, maxLength: questionLimits.maxTabs },
);
/** Lists of several types, which only AvePoint's own are. */
const tabsOfTypes = fc
  .tuple(tabs, fc.array(fc.constantFrom(...jobTypes), { minLength: 12, maxLength: 12 }))
  .filter(([list]) => list.length > 1)
  .map(([list, types]) => list.map((tab, index) => ({ type: types[index], ...tab })));
/** What the first line answers; buttons of older cards don't say it. */
const withLead = fc.constantFrom({}, ...leads.map(lead => ({ lead })));
const clockTimes = fc.record(
  { hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) },
  { noNullPrototype: true },
);
const quietHours = fc
  .record(
    { from: clockTimes, to: clockTimes, zone: fc.constantFrom('UTC', 'America/Argentina/Buenos_Aires') },
    { noNullPrototype: true },
  )
  .filter(({ from, to }) => from.hour !== to.hour || from.minute !== to.minute);
const wishes: fc.Arbitrary<WatchSpec> = fc.record(
  {
    services: fc.subarray([...services]),
    inARow: fc.constantFrom(1 as const, 2 as const),
    isPartialIncluded: fc.boolean(),
    quiet: orUndefined(quietHours),
  },
  { noNullPrototype: true },
);
const recurrences = fc.record(
  {
    days: fc.subarray([...everyDay], { minLength: 1 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'),
  },
  { noNullPrototype: true },
);
const minutes = (from: number, to: number) => fc.integer({ min: from, max: to }).map(count => count * 60_000);
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc
    .record(
      { when: recurrences, services: fc.subarray([...services]), onlyProblems: fc.boolean() },
      { noNullPrototype: true },
    )
    .map(wish => ({ kind: 'digest' as const, order: { what: 'set' as const, wish } })),
  orUndefined(minutes(0, 366 * 24 * 60)).map(ahead => ({
    kind: 'digest' as const,
    order: { what: 'pause' as const, until: ahead === undefined ? undefined : now + ahead },
  })),
  fc
    .constantFrom('resume' as const, 'off' as const)
    .map(what => ({ kind: 'digest' as const, order: { what } })),
  fc
    .subarray([...services])
    .map(those => ({ kind: 'watch' as const, order: { what: 'end' as const, services: those } })),
  fc.constant({ kind: 'duty' as const, order: { what: 'off' as const } }),
  minutes(1, 24 * 60).map(ms => ({ kind: 'duty' as const, order: { what: 'escalateAfter' as const, ms } })),
  minutes(60, 7 * 24 * 60).map(ms => ({
    kind: 'duty' as const,
    order: { what: 'remindAfter' as const, ms },
  })),
  fc
    .tuple(fc.constantFrom(...services), orUndefined(minutes(60, 60 * 24 * 60)))
    .map(([service, targetMs]) => ({ kind: 'target' as const, service, targetMs })),
  fc
    .tuple(fc.constantFrom(...services), fc.boolean())
    .map(([service, isRetired]) => ({ kind: 'retire' as const, service, isRetired })),
);
const watchIds = fc.stringMatching(/^[0-9a-f]{12}$/);
/** What was typed into a card. */
const trimmed = fc.string({ maxLength: 600 }).map(text => text.trim());
const faultIds = fc.stringMatching(/^[0-9a-f]{16}$/);
const presses: fc.Arbitrary<Press> = fc.oneof(
  fc.tuple(changes, faultIds).map(([change, seen]) => ({ verb: 'change.save' as const, change, seen })),
  changes.map(change => ({ verb: 'change.cancel' as const, change })),
  fc
    .tuple(wishes, fc.constantFrom('watch.save' as const, 'watch.cancel' as const))
    .map(([wish, verb]) => ({ verb, wish })),
  watchIds.map(id => ({ verb: 'watch.end' as const, id })),
  fc
    .tuple(
      faultIds,
      fc.constantFrom(
        'fault.acknowledge' as const,
        'fault.jobs' as const,
        'fault.report' as const,
        'fault.text' as const,
      ),
    )
    .map(([id, verb]) => ({ verb, id })),
  fc
    .tuple(faultIds, orUndefined(fc.nat()))
    .map(([id, from]) => ({ verb: 'fault.assign' as const, id, from })),
  fc
    .tuple(faultIds, orUndefined(fc.nat()), trimmed, trimmed)
    .map(([id, from, picked, note]) => ({ verb: 'fault.assignTo' as const, id, from, picked, note })),
  fc
    .tuple(fc.constantFrom('fault.note' as const, 'fault.close' as const), faultIds, trimmed)
    .map(([verb, id, note]) => ({ verb, id, note })),
  fc
    .tuple(fc.constantFrom('fault.reopen' as const, 'fault.unsnooze' as const), faultIds, fc.nat())
    .map(([verb, id, at]) => ({ verb, id, at })),
  fc
    .tuple(faultIds, fc.constantFrom('1h' as const, '4h' as const, 'tomorrow' as const))
    .map(([id, length]) => ({ verb: 'fault.snooze' as const, id, length })),
  fc
    .tuple(pages, withFrom)
    .map(([page, from]) => ({ verb: 'jobs.page' as const, page: { ...page, ...from } })),
  fc
    .tuple(pages, withFrom, fc.stringMatching(/^[\w .:{}-]{1,200}$/))
    .map(([page, from, jobId]) => ({ verb: 'jobs.job' as const, page: { ...page, ...from }, jobId })),
  fc
    .tuple(pages, fc.constantFrom('IB1', 'FB2'))
    .map(([page, jobId]) => ({ verb: 'jobs.text' as const, page, jobId })),
  fc
    .tuple(
      healths,
      orUndefined(fc.constantFrom(...jobTypes)),
      fc.constantFrom('causes.show' as const, 'causes.again' as const),
    )
    .map(([question, type, verb]) => ({ verb, question: { ...question, type } })),
  fc.tuple(healths, fc.constantFrom('', '0123456789abcdef')).map(([question, cause]) => ({
    verb: 'causes.jobs' as const,
    question: { ...question, type: undefined },
    cause,
  })),
  fc
    .tuple(healths, fc.constantFrom('job.find' as const, 'job.post' as const, 'job.text' as const))
    .map(([{ service: _, services: __, ...window }, verb]) => ({
      verb,
      search: { jobId: 'FB1', ...window },
    })),
  fc.tuple(healths, healths).map(([{ service: _, services: __, ...window }, question]) => ({
    verb: 'job.find' as const,
    search: {
      jobId: 'FB1',
      ...window,
      behind: { question: { ...question, type: 'backup' as const }, cause: '0123456789abcdef' },
    },
  })),
  fc
    .tuple(questions, withLead)
    .map(([question, lead]) => ({ verb: 'jobs.again' as const, question, ...lead })),
  fc
    .tuple(pages, fc.oneof(tabs, tabsOfTypes), withLead)
    .map(([page, tabs, lead]) => ({ verb: 'jobs.page' as const, page: { ...page, tabs, ...lead } })),
  fc
    .tuple(
      fc.oneof(several, ofSeveralTypes),
      fc.constantFrom('tabs.show' as const, 'tabs.again' as const),
      withLead,
    )
    .map(([question, verb, lead]) => ({ verb, question, ...lead })),
  fc
    .tuple(healths, fc.constantFrom('health.show' as const, 'health.again' as const))
    .map(([question, verb]) => ({ verb, question })),
  fc
    .string({ minLength: 1, maxLength: buttonLimits.sentenceLength })
    .filter(sentence => sentence.trim() !== '')
    .map(sentence => ({ verb: 'ask' as const, sentence })),
  fc.constant({ verb: 'help' as const }),
);

describe('packing a press', () => {
  it('a press is unpacked as it was packed', () => {
    fc.assert(
      fc.property(presses, press => {
        const { verb, data } = JSON.parse(JSON.stringify(packPress(press)));
        assert.deepEqual(unpackPress(verb, data, now), press);
      }),
    );
  });

  it('a press is unpacked beside what clients merge into the data', () => {
    const { verb, data } = packPress({ verb: 'jobs.page', page });
    const merged = { ...data, msteams: { type: 'invoke' }, input: 'x' };
    assert.deepEqual(unpackPress(verb, merged, now), { verb, page });
  });

  it('a press of an older card leads to AvePoint’s own list', () => {
    const { data } = packPress({ verb: 'jobs.page', page: { ...page, from: 'index' } });
    const { i, ...older } = data;
    assert.equal(i, 1);
    assert.deepEqual(unpackPress('jobs.page', older, now), { verb: 'jobs.page', page });
    assert.equal(unpackPress('jobs.page', { ...data, i: 2 }, now), undefined);
  });

  it('unpacking returns undefined for any other JSON, and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...verbs), fc.jsonValue(), (verb, data) => {
        const read = unpackPress(verb, data, now);
        assert.equal(read, undefined);
      }),
    );
    fc.assert(fc.property(fc.anything(), fc.anything(), (verb, data) => void unpackPress(verb, data, now)));
  });

  it('a press with any one field changed is refused, or is one that may be asked', () => {
    const { data } = packPress({ verb: 'jobs.job', page, jobId: 'FB1' });
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(data)), fc.jsonValue(), (key, value) => {
        const read = unpackPress('jobs.job', { ...data, [key]: value }, now);
        if (read === undefined) return;
        assert.ok(read.verb === 'jobs.job');
        const { verb, data: again } = packPress(read);
        assert.deepEqual(unpackPress(verb, again, now), read);
      }),
    );
  });
});

describe('forged presses', () => {
  const { data } = packPress({ verb: 'jobs.job', page, jobId: 'FB1' });
  const year = 365 * 86_400;
  const forged: readonly [string, unknown][] = [
    ...[-1, 1e12, 'x', 1.5, {}, [], null, true, '1', 100_001].map(
      p => [`pageIndex ${JSON.stringify(p)}`, { ...data, p }] as [string, unknown],
    ),
    ['pageIndex NaN', { ...data, p: Number.NaN }],
    ['pageIndex Infinity', { ...data, p: Number.POSITIVE_INFINITY }],
    ['no pageIndex', { ...data, p: undefined }],
    ['page size of a million', { ...data, n: 1_000_000 }],
    ['tabs that are none', { ...data, m: [] }],
    ['tabs of a service that is none', { ...data, m: [[12, 1, 5, 0]] }],
    ['tabs with a count below zero', { ...data, m: [[1, 1, -5, 0]] }],
    ['a lead that is none', { ...data, l: 'all well' }],
    ['a lead that is no word', { ...data, l: 1 }],
    ['thirteen tabs', { ...data, m: Array.from({ length: 13 }, () => [1, 1, 5, 0]) }],
    ['page size 0', { ...data, n: 0 }],
    ['page size 26', { ...data, n: 26 }],
    ['a window of a thousand years', { ...data, f: Date.UTC(1026, 0) / 1000 }],
    ['a window of eleven years', { ...data, f: now / 1000 - 11 * year }],
    ['a window before anything was backed up', { ...data, f: -1, u: 100 }],
    ['a window that ends before it begins', { ...data, f: data.u, u: data.f }],
    ['a window of no length', { ...data, f: data.u }],
    ['a window that ends ahead of now', { ...data, u: now / 1000 + 301 }],
    ['a window with one bound', { ...data, u: undefined }],
    ['a window with half seconds', { ...data, f: 1795302000.5 }],
    ['a window in words', { ...data, f: '1795302000' }],
    ['failed jobs without a window', { ...data, f: undefined, u: undefined }],
    ['span words of 1 MB', { ...data, w: 'x'.repeat(1_000_000) }],
    ['empty span words', { ...data, w: '' }],
    ['span words that are none', { ...data, w: ['since'] }],
    ['a zone that is a path', { ...data, z: '../../etc' }],
    ['a zone that is an offset', { ...data, z: '+02:00' }],
    ['a zone of 1 MB', { ...data, z: 'x'.repeat(1_000_000) }],
    ['no zone', { ...data, z: undefined }],
    ['an unknown type', { ...data, t: 'constructor' }],
    ['an unknown service', { ...data, o: '__proto__' }],
    ['an unknown state', { ...data, s: 3 }],
    ['a first total below 0', { ...data, c: -1 }],
    ['a first total that no number holds', { ...data, c: 2 ** 60 }],
    ['a job id of 10,000 characters', { ...data, j: 'x'.repeat(10_000) }],
    ['an empty job id', { ...data, j: '' }],
    ['a job id with a line break', { ...data, j: 'a\r\nHost: evil' }],
    ['a job id with half a character', { ...data, j: 'a\ud800' }],
    ['a job id that is an object', { ...data, j: { length: 1 } }],
    ['another version', { ...data, v: 2 }],
    ['no version', { ...data, v: undefined }],
    ['an array', [data]],
    ['a string', JSON.stringify(data)],
    ['nothing', undefined],
    ['fields under __proto__', JSON.parse(`{"__proto__":${JSON.stringify(data)}}`)],
  ];

  for (const [name, forgery] of forged) {
    it(`a forged press is refused: ${name}`, () =>
      assert.equal(unpackPress('jobs.job', forgery, now), undefined));
  }

  it('a forged press is refused: another verb, or the data of another', () => {
    for (const verb of [
      'jobs.delete',
      '',
      'constructor',
      '__proto__',
      'JOBS.PAGE',
      undefined,
      null,
      3,
      {},
      ['jobs.page'],
    ]) {
      assert.equal(unpackPress(verb, data, now), undefined);
    }
    assert.equal(unpackPress('jobs.job', packPress({ verb: 'jobs.page', page }).data, now), undefined);
    assert.equal(unpackPress('ask', data, now), undefined);
  });

  it('a forged press is refused: a sentence that is none, or longer than any that is read', () => {
    for (const q of ['', '   ', 'x'.repeat(1001), 5, null, ['failed'], undefined]) {
      assert.equal(unpackPress('ask', { v: 1, q }, now), undefined);
    }
  });

  it('a forged press is refused and leaves no trace on the prototype of objects', () => {
    unpackPress(
      'jobs.page',
      JSON.parse('{"v":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
      now,
    );
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
});

describe('forged overviews', () => {
  const { span, ...rest } = question();
  const { from = 0, to = 0 } = span;
  const window = { spanWords: undefined, zone: rest.zone, span: { from, to } };
  const tabs = packPress({
    verb: 'tabs.show',
    question: { ...window, type: 'backup', services: ['exchange'], states: ['failed'], pageSize: 10 },
  });
  const health = packPress({ verb: 'health.show', question: { ...window, service: undefined } });
  const all = { os: services, ss: jobStates };
  const forged: readonly [what: string, verb: string, data: Record<string, unknown>][] = [
    ['sixty lists at once', 'tabs.show', { ...tabs.data, ...all }],
    [
      'a service twice as often as there are services',
      'tabs.again',
      { ...tabs.data, os: Array(24).fill('teams') },
    ],
    [
      'lists without bounds that are not all running',
      'tabs.show',
      { ...tabs.data, f: undefined, u: undefined },
    ],
    ['a state that is none', 'tabs.show', { ...tabs.data, ss: ['gone'] }],
    ['health without bounds', 'health.show', { ...health.data, f: undefined, u: undefined }],
    ['health of a thousand years', 'health.again', { ...health.data, f: Date.UTC(1026, 0) / 1000 }],
    ['coverage of a thousand years', 'coverage', { v: 1, h: 1000 * 365 * 86_400, z: 'UTC' }],
    ['coverage of no time', 'coverage', { v: 1, h: 0, z: 'UTC' }],
    ['a cause that is no cause', 'causes.jobs', { ...health.data, q: '../etc' }],
    ['health of the future', 'health.show', { ...health.data, u: now / 1000 + 86_400 }],
  ];
  for (const [what, verb, data] of forged) {
    it(`a forged overview is refused: ${what}`, () => assert.equal(unpackPress(verb, data, now), undefined));
  }
});

describe('forged changes', () => {
  const seen = '0123456789abcdef';
  const packed = (change: Change) => packPress({ verb: 'change.save', change, seen }).data;
  const when = { days: [1, 3], hour: 8, minute: 15, zone: 'Europe/Berlin' } as const;
  const wish = { when, services: ['exchange', 'teams'], onlyProblems: true } as const;
  const set = packed({ kind: 'digest', order: { what: 'set', wish } });
  const pause = packed({ kind: 'digest', order: { what: 'pause', until: now + 60_000 } });
  const target = packed({ kind: 'target', service: 'exchange', targetMs: 12 * 3_600_000 });
  const wait = packed({ kind: 'duty', order: { what: 'escalateAfter', ms: 600_000 } });
  const remind = packed({ kind: 'duty', order: { what: 'remindAfter', ms: 12 * 3_600_000 } });
  const end = packed({ kind: 'watch', order: { what: 'end', services: ['exchange'] } });
  const forged: readonly [what: string, data: Record<string, unknown>][] = [
    ['nothing that changes', { v: 1, i: seen }],
    ['a change that is none', { v: 1, i: seen, x: 'store.wipe' }],
    ['somebody on duty', { v: 1, i: seen, x: 'duty.set', first: { id: '29:evil', name: 'Kim' } }],
    ['a change of another version', { ...target, v: 2 }],
    ['a change that was not previewed', { ...target, i: undefined }],
    ['a preview that is none', { ...target, i: 'x'.repeat(16) }],
    ['days out of order', { ...set, e: [3, 1] }],
    ['a day twice', { ...set, e: [1, 1] }],
    ['an eighth day', { ...set, e: [8] }],
    ['no day', { ...set, e: [] }],
    ['a minute past midnight', { ...set, y: 1440 }],
    ['half a minute', { ...set, y: 0.5 }],
    ['a zone that is an offset', { ...set, z: '+02:00' }],
    ['no zone', { ...set, z: undefined }],
    ['services out of order', { ...set, os: ['teams', 'exchange'] }],
    ['a service that is none', { ...set, os: ['fax'] }],
    ['only problems by another number', { ...set, r: 2 }],
    ['a pause of two years', { ...pause, u: now + 2 * 366 * 86_400_000 }],
    ['a pause in words', { ...pause, u: 'monday' }],
    ['a pause until no time', { ...pause, u: -1 }],
    ['a target of a minute', { ...target, h: 60_000 }],
    ['a target of a year', { ...target, h: 366 * 86_400_000 }],
    ['a target of a part of a minute', { ...target, h: 3_600_001 }],
    ['a target of no service', { ...target, o: undefined }],
    ['a target of a service that is none', { ...target, o: '__proto__' }],
    ['a retirement of no service', { v: 1, i: seen, x: 'service.retire' }],
    ['a retirement of a service that is none', { v: 1, i: seen, x: 'service.retire', o: 'fax' }],
    ['an escalation at once', { ...wait, l: 0 }],
    ['an escalation after two days', { ...wait, l: 2 * 86_400_000 }],
    ['an escalation after no time', { ...wait, l: undefined }],
    ['a reminder after 59 minutes', { ...remind, l: 59 * 60_000 }],
    ['a reminder after more than a week', { ...remind, l: 7 * 86_400_000 + 60_000 }],
    ['a reminder after a part of a minute', { ...remind, l: 3_600_001 }],
    ['a reminder after no time', { ...remind, l: undefined }],
    ['the end of a list of no services', { ...end, os: [] }],
  ];
  for (const [what, data] of forged) {
    it(`a forged change is refused: ${what}`, () =>
      assert.equal(unpackPress('change.save', data, now), undefined));
  }

  it('a packed change is small', () => {
    for (const data of [set, pause, target, wait, remind, end])
      assert.ok(JSON.stringify(data).length < 200, JSON.stringify(data));
  });
});

describe('forged watches and incidents', () => {
  const wish = {
    services: ['exchange', 'teams'],
    inARow: 2,
    isPartialIncluded: true,
    quiet: { from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 30 }, zone: 'Europe/Berlin' },
  } as const;
  const { data } = packPress({ verb: 'watch.save', wish });
  const ids = { 'watch.end': '0123456789ab', 'fault.acknowledge': '0123456789abcdef' } as const;
  const id = ids['fault.acknowledge'];
  const refusedIds = [
    '',
    'a',
    'a'.repeat(11),
    'a'.repeat(17),
    'A'.repeat(12),
    'A'.repeat(16),
    'g'.repeat(16),
  ];
  const forged: readonly [what: string, verb: string, data: Record<string, unknown>][] = [
    ['services out of order', 'watch.save', { ...data, os: ['teams', 'exchange'] }],
    ['a service twice', 'watch.save', { ...data, os: ['exchange', 'exchange'] }],
    ['a service that is none', 'watch.cancel', { ...data, os: ['fax'] }],
    ['a list of no services', 'watch.save', { ...data, os: [] }],
    ['services as a text', 'watch.save', { ...data, os: 'exchange' }],
    ['three in a row', 'watch.save', { ...data, a: 3 }],
    ['none in a row', 'watch.save', { ...data, a: 0 }],
    ['nothing said of how many in a row', 'watch.save', { ...data, a: undefined }],
    ['partial runs by another number', 'watch.save', { ...data, e: 0 }],
    ['quiet hours of no length', 'watch.save', { ...data, y: [360, 360] }],
    ['quiet hours past midnight', 'watch.save', { ...data, y: [1320, 1440] }],
    ['quiet hours below zero', 'watch.save', { ...data, y: [-1, 360] }],
    ['quiet hours with half minutes', 'watch.save', { ...data, y: [0.5, 360] }],
    ['quiet hours of three times', 'watch.save', { ...data, y: [1, 2, 3] }],
    ['quiet hours without a zone', 'watch.save', { ...data, z: undefined }],
    ['a zone without quiet hours', 'watch.save', { ...data, y: undefined }],
    ['quiet hours in a zone that is none', 'watch.save', { ...data, z: '../../etc' }],
    ['quiet hours in an offset', 'watch.save', { ...data, z: '+02:00' }],
    ['a wish of another version', 'watch.save', { ...data, v: 2 }],
    ['a wish to end', 'watch.end', data],
    ['an id to save', 'watch.save', { v: 1, d: id }],
    ['the id of a fault for a watch', 'watch.end', { v: 1, d: id }],
    ['the id of a watch for a fault', 'fault.text', { v: 1, d: ids['watch.end'] }],
    ['a snooze of a year', 'fault.snooze', { v: 1, d: id, l: '1y' }],
    ['a snooze of no length', 'fault.snooze', { v: 1, d: id }],
    ['an act that is none', 'fault.delete', { v: 1, d: id }],
    ...[...refusedIds, `${id}\n`, 12, null, [id]].flatMap(
      d =>
        ['watch.end', 'fault.acknowledge', 'fault.text'].map(verb => [
          `the id ${JSON.stringify(d)} for ${verb}`,
          verb,
          { v: 1, d },
        ]) as [string, string, Record<string, unknown>][],
    ),
  ];
  for (const [what, verb, data] of forged) {
    it(`a forged watch or incident is refused: ${what}`, () =>
      assert.equal(unpackPress(verb, data, now), undefined));
  }

  it('a packed watch or incident button is small', () => {
    const all = { ...wish, services, quiet: { ...wish.quiet, zone: 'America/Argentina/ComodRivadavia' } };
    assert.ok(JSON.stringify(packPress({ verb: 'watch.save', wish: all })).length < 300);
    assert.ok(JSON.stringify(packPress({ verb: 'fault.acknowledge', id })).length < 70);
  });
});
