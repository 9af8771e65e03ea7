import assert from 'node:assert/strict';
import type { AskLimits } from '../../src/access/ask-limits.ts';
import { createAskLimits } from '../../src/access/ask-limits.ts';
import { createBot } from '../../src/bot/bot.ts';
import type { Job, JobPage } from '../../src/domain/job.ts';
import type { Reply } from '../../src/features/turn.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { createRequestQueue } from '../../src/jobs/request-queue.ts';
import { createSharedSchedule } from '../../src/jobs/shared-schedule.ts';
import { chat } from '../access/people.ts';
import { fault as aFault } from '../cards/fault-models.ts';
import { sampleButtons } from '../features/buttons.ts';
import { createDrivenIndex } from '../support/driven-index.ts';
import {
  aJob,
  aQuestion,
  fakeClock,
  fakeSource,
  hour,
  inTurn,
  jobsNumbered,
  monday,
  recordingLog,
} from '../support/fakes.ts';
import { interpret } from '../support/interpret.ts';
import { keeping } from '../support/keeping.ts';
import { textOf } from '../support/playground.ts';
import { type Change, type Press, packPress } from '../support/press.ts';
import { type Kind, kindOf } from './kinds.ts';

/**
 * What is counted beside the requests: questions are counted apart from actions, so that no number of them keeps a
 * user from acting.
 */
type Counted = 'question' | 'act';

/**
 * What each kind of sentence costs in requests to AvePoint, if AvePoint has jobs, and what it counts as. None can be
 * left out.
 */
const sentences: Readonly<Record<Kind, readonly (readonly [string, number, Counted])[]>> = {
  jobs: [
    ['failed backups today', 1, 'question'],
    ['how many backups failed today?', 1, 'question'],
    ['running', 1, 'question'],
  ],
  // The numbers come from the index; the list that is open is AvePoint's.
  tabs: [['problems today', 1, 'question']],
  job: [['job FB1', 1, 'question']],
  severalJobs: [['job FB20261123020000000001 and FB20261123020000000002', 2, 'question']],
  health: [['status', 0, 'question']],
  compare: [['failed backups this week vs last week', 0, 'question']],
  rank: [['failures by service', 0, 'question']],
  rate: [['success rate today', 0, 'question']],
  version: [['version', 0, 'act']],
  undo: [['undo', 0, 'act']],
  causes: [['why did backups fail today?', 0, 'question']],
  coverage: [['coverage', 0, 'question']],
  'digest show': [['digest', 0, 'act']],
  'digest now': [['digest now', 0, 'question']],
  'digest set': [['digest daily at 08:00', 0, 'act']],
  'digest pause': [['digest pause', 0, 'act']],
  'digest resume': [['digest resume', 0, 'act']],
  'digest off': [['digest off', 0, 'act']],
  'digest move': [['change the digest to 7am', 0, 'act']],
  endNotice: [['tell me when the restore is done', 0, 'question']],
  settings: [['settings', 0, 'act']],
  quieter: [['mute exchange alerts for 2 hours', 0, 'act']],
  'watch show': [['watch', 0, 'act']],
  // Its preview reads the alerts that it would have sent.
  'watch set': [['watch exchange', 0, 'question']],
  'watch end': [['unwatch exchange', 0, 'act']],
  'duty show': [['on duty', 0, 'act']],
  'duty set': [['on duty @Lee', 0, 'act']],
  'duty off': [['on duty off', 0, 'act']],
  'duty escalateAfter': [['escalate after 10 minutes', 0, 'act']],
  'duty remindAfter': [['remind after 12 hours', 0, 'act']],
  faults: [['faults', 0, 'act']],
  incidentReport: [['incident report', 0, 'act']],
  lastIncident: [['last incident', 0, 'act']],
  target: [
    ['target exchange 12h', 0, 'act'],
    ['target exchange off', 0, 'act'],
  ],
  targets: [['targets', 0, 'act']],
  retire: [
    ['exchange is retired', 0, 'act'],
    ['exchange is expected', 0, 'act'],
  ],
  retired: [
    ['retired services', 0, 'act'],
    ['is exchange retired?', 0, 'act'],
  ],
  roles: [['roles', 0, 'act']],
  audit: [['audit', 0, 'act']],
  subscriptions: [['subscriptions', 0, 'act']],
  'role give': [['@Lee is an operator', 0, 'act']],
  'role remove': [['remove @Lee', 0, 'act']],
  requestAccess: [['request access', 0, 'act']],
  ownRole: [['my role', 0, 'act']],
  help: [['help', 0, 'act']],
  noQuestion: [['failed backups next week', 0, 'act']],
  noOrder: [['target of the moon 12h', 0, 'act']],
  smallTalk: [['thanks', 0, 'act']],
  otherLanguage: [['fehlgeschlagene Backups heute', 0, 'act']],
  notUnderstood: [['the quick brown fox', 0, 'act']],
};

const window = { span: { from: monday - hour, to: monday }, spanWords: undefined, zone: 'UTC' };
const page = { question: aQuestion(), pageIndex: 0, firstTotal: 41 };
const tabs = { ...aQuestion(), services: ['exchange', 'teams'], states: [] } as const;
const health = { ...window, service: undefined };
const causes = { ...window, type: undefined, service: undefined };
const search = { ...window, jobId: 'FB1' };
const wish = { services: [], inARow: 1, isPartialIncluded: false, quiet: undefined } as const;
const [digest, fault] = ['0123456789ab', '0123456789abcdef'];
const off = { kind: 'digest', order: { what: 'off' } } as const;
type WithVerb<P, V> = P extends { readonly verb: infer W } ? (V extends W ? P : never) : never;
type Fields<V> = Omit<WithVerb<Press, V>, 'verb'>;

/** What each button costs, if AvePoint has jobs, what it counts as, and what it carries. None can be left out. */
const presses: { readonly [V in Exclude<Press['verb'], 'ask'>]: readonly [number, Counted, Fields<V>] } = {
  'jobs.page': [1, 'question', { page: { ...page, pageIndex: 2 } }],
  'jobs.job': [1, 'question', { page, jobId: 'FB1' }],
  'jobs.text': [1, 'question', { page, jobId: 'FB1' }],
  'jobs.again': [1, 'question', { question: aQuestion() }],
  'job.find': [1, 'question', { search }],
  'job.post': [1, 'question', { search }],
  'job.text': [1, 'question', { search }],
  'tabs.show': [1, 'question', { question: tabs }],
  'tabs.again': [1, 'question', { question: tabs }],
  'health.show': [0, 'question', { question: health }],
  'health.again': [0, 'question', { question: health }],
  'causes.show': [0, 'question', { question: causes }],
  'causes.again': [0, 'question', { question: causes }],
  'causes.jobs': [0, 'question', { question: causes, cause: fault }],
  coverage: [
    0,
    'question',
    { question: { service: undefined, targetMs: 24 * hour, isUsual: true, zone: 'UTC' } },
  ],
  'change.save': [0, 'act', { change: off, seen: fault }],
  'change.cancel': [0, 'act', { change: off }],
  'digest.now': [0, 'question', { id: digest }],
  'digest.pause': [0, 'act', { id: digest }],
  'digest.resume': [0, 'act', { id: digest }],
  'digest.off': [0, 'act', { id: digest }],
  'watch.save': [0, 'act', { wish }],
  'watch.cancel': [0, 'act', { wish }],
  'watch.end': [0, 'act', { id: digest }],
  'fault.acknowledge': [0, 'act', { id: fault }],
  'fault.assign': [0, 'act', { id: fault }],
  'fault.assignTo': [0, 'act', { id: fault, picked: '29:lee', note: '' }],
  'fault.note': [0, 'act', { id: fault, note: 'restarted' }],
  'fault.reopen': [0, 'act', { id: fault, at: 1 }],
  'fault.unsnooze': [0, 'act', { id: fault, at: 1 }],
  'fault.snooze': [0, 'act', { id: fault, length: '1h' }],
  'fault.close': [0, 'act', { id: fault, note: '' }],
  'fault.jobs': [1, 'question', { id: fault }],
  'fault.report': [0, 'act', { id: fault }],
  'fault.text': [0, 'act', { id: fault }],
  'audit.show': [0, 'act', { page: { question: { ...window, who: undefined }, pageIndex: 0 } }],
  'audit.again': [0, 'act', { question: { ...window, who: undefined } }],
  'subscriptions.show': [0, 'act', { pageIndex: 0 }],
  'subscriptions.end': [
    0,
    'act',
    { pageIndex: 0, key: { what: 'digest', place: { home: 'a', id: 'a' }, id: digest } },
  ],
  'settings.restore': [0, 'act', {}],
  help: [0, 'act', {}],
};

/** One of each kind. None can be left out. */
const changes: { readonly [K in Change['kind']]: Extract<Change, { readonly kind: K }> } = {
  digest: off,
  watch: { kind: 'watch', order: { what: 'end', services: [] } },
  duty: { kind: 'duty', order: { what: 'off' } },
  target: { kind: 'target', service: 'exchange', targetMs: undefined },
  retire: { kind: 'retire', service: 'exchange', isRetired: true },
};

/** What each button of a feature costs, and what it counts as. */
const costsOfButtons: Readonly<Record<string, readonly [number, Counted]>> = {
  'compare.show': [0, 'question'],
  'compare.again': [0, 'question'],
  'digest.pauseUntil': [0, 'act'],
  'digest.example': [0, 'question'],
  'digest.form': [0, 'question'],
  'digest.preview': [0, 'question'],
  'watch.form': [0, 'question'],
  'watch.preview': [0, 'question'],
  'target.form': [0, 'question'],
  'target.preview': [0, 'question'],
  'change.undo': [0, 'act'],
  'watch.pause': [0, 'act'],
  'watch.resume': [0, 'act'],
  'endNotice.save': [0, 'act'],
  'endNotice.cancel': [0, 'act'],
  'endNotice.end': [0, 'act'],
  'rank.show': [0, 'question'],
  'rank.again': [0, 'question'],
  'rate.show': [0, 'question'],
  'rate.again': [0, 'question'],
  'access.request': [0, 'act'],
  'access.allow': [0, 'act'],
  'access.deny': [0, 'act'],
  'incidents.show': [0, 'act'],
  'incidents.again': [0, 'act'],
  'roles.show': [0, 'act'],
  'roles.remove': [0, 'act'],
};

const some: JobPage = { jobs: jobsNumbered(10), totalCount: 41, hasMore: true };
const none: JobPage = { jobs: [], totalCount: 0, hasMore: false };
const reader = { zone: 'UTC', locale: 'en-GB', place: chat, speaker: { id: '29:kim', name: 'Kim' } };

interface Scene {
  readonly answer?: JobPage;
  readonly job?: Job | undefined;
  readonly limits?: AskLimits;
}

/** A conversation, with a count of what AvePoint was asked and of what users were charged. */
function open({ answer = some, job, limits }: Scene = {}) {
  const [clock, log] = [fakeClock(), recordingLog()];
  const source = fakeSource(
    () => answer,
    async id => {
      asked.jobs += 1;
      return job && { ...job, id };
    },
  );
  const asked = { jobs: 0, schedules: 0 };
  const charged = { requests: 0 };
  const counted: Counted[] = [];
  const index = createDrivenIndex({ source: fakeSource(() => none), clock, log });
  const queue = createRequestQueue({ clock });
  const today = createSharedSchedule(
    {
      today: (until, _, queued) =>
        inTurn(until, queued, async () => {
          asked.schedules += 1;
          return [];
        }),
    },
    clock,
    queue,
  );
  const jobs = createJobs({ source, queue, index, schedule: today, clock, log });
  const kept = keeping({ jobs, clock, log, index });
  const counting: AskLimits = {
    requestsPerMinute: 0,
    take(_, isAsking) {
      counted.push(isAsking ? 'question' : 'act');
      return undefined;
    },
    asker: who => ({
      who,
      pay() {
        charged.requests += 1;
      },
      share() {},
      refund() {
        charged.requests -= 1;
      },
    }),
  };
  const { watching } = kept;
  const conversation = createBot({
    ...kept,
    watching: { ...watching, faults: { ...watching.faults, find: async () => aFault({ id: fault }) } },
    limits: limits ?? counting,
    jobs,
    clock,
    log,
    newReference: () => 'r',
  });
  return {
    conversation,
    clock,
    charged,
    counted,
    asked: () => source.queries.length + asked.jobs,
    schedules: asked,
  };
}

const press = (pressed: Press) => ({ ...packPress(pressed), ...reader });
const wordsOf = (reply: Reply) => (reply.kind === 'text' ? reply.text : textOf(reply.card));

const lee = { id: '29:lee', name: 'Lee' };
const peopleOf = (sentence: string) => (sentence.includes('@') ? [lee] : []);

describe('cost of a question in requests to AvePoint', () => {
  for (const [kind, each] of Object.entries(sentences))
    for (const [sentence, cost] of each)
      it(`the sentence “${sentence}” costs ${cost} requests`, async () => {
        const people = peopleOf(sentence);
        const context = { zone: 'UTC', locale: 'en-GB', now: monday, people };
        assert.equal(kindOf(interpret(sentence, context).command), kind);
        const { conversation, charged, asked } = open({ job: aJob() });
        await conversation.hear({ ...reader, text: sentence, people });
        assert.deepEqual([charged.requests, asked()], [cost, cost]);
      });

  for (const [verb, [cost, , fields]] of Object.entries(presses))
    it(`the button ${verb} costs ${cost} requests`, async () => {
      const { conversation, charged, asked } = open({ job: aJob() });
      await conversation.press(press({ verb, ...fields } as Press));
      assert.deepEqual([charged.requests, asked()], [cost, cost]);
    });

  for (const pressed of sampleButtons) {
    const [cost, counts] = costsOfButtons[pressed.verb] ?? assert.fail(pressed.verb);
    it(`the button ${pressed.verb} costs ${cost} requests and counts as one ${counts}`, async () => {
      const { conversation, charged, asked, counted } = open({ job: aJob() });
      await conversation.press({ ...pressed, ...reader });
      assert.deepEqual([charged.requests, asked()], [cost, cost]);
      assert.deepEqual(counted, [counts]);
    });
  }

  it('a button with a sentence costs what its sentence costs', async () => {
    for (const [sentence, cost] of [
      ['failed backups today', 1],
      ['status', 0],
    ] as const) {
      const { conversation, charged } = open();
      await conversation.press(press({ verb: 'ask', sentence }));
      assert.equal(charged.requests, cost);
    }
  });

  it('an empty list of failures costs 3 requests, since the bot counts what else ran, and what still runs', async () => {
    const { conversation, charged, asked } = open({ answer: none });
    await conversation.hear({ ...reader, text: 'failed backups today' });
    assert.deepEqual([charged.requests, asked()], [3, 3]);
  });

  it('the first press of Next since the start costs 2 requests, since it compares the two pages, and each later one 1', async () => {
    const { conversation, charged } = open();
    const next = press({ verb: 'jobs.page', page: { ...page, pageIndex: 1 } });
    await conversation.press(next);
    assert.equal(charged.requests, 2);
    await conversation.press(next);
    assert.equal(charged.requests, 3);
  });

  it('a job that is not found costs one request for each page that was searched', async () => {
    const { conversation, charged, asked } = open({ job: undefined, answer: none });
    await conversation.hear({ ...reader, text: 'job FB1' });
    assert.deepEqual([charged.requests, asked()], [2, 2]);
  });

  it('the plan of backups costs no request, since it is read for all', async () => {
    const { conversation, charged, schedules } = open();
    await conversation.hear({ ...reader, text: 'coverage' });
    assert.deepEqual([charged.requests, schedules.schedules], [0, 1]);
  });
});

describe('limits of questions and actions', () => {
  const all = Object.values(sentences).flat();

  it('the two limits count each sentence once, as a question or an action', async () => {
    for (const [sentence, , counts] of all) {
      const { conversation, counted } = open({ job: aJob() });
      await conversation.hear({ ...reader, text: sentence, people: peopleOf(sentence) });
      assert.deepEqual(counted, [counts], sentence);
    }
  });

  it('the two limits count each button once, as a question or an action', async () => {
    for (const [verb, [, counts, fields]] of Object.entries(presses)) {
      const { conversation, counted } = open({ job: aJob() });
      await conversation.press(press({ verb, ...fields } as Press));
      assert.deepEqual(counted, [counts], verb);
    }
  });

  it('the two limits count each button that carries a sentence as they count that sentence', async () => {
    // A mention is lost in a button.
    for (const [sentence, , counts] of all.filter(([sentence]) => !sentence.includes('@'))) {
      const { conversation, counted } = open({ job: aJob() });
      await conversation.press(press({ verb: 'ask', sentence }));
      assert.deepEqual(counted, [counts], sentence);
    }
  });

  it('the two limits count each change that is saved from its preview as an action', async () => {
    for (const change of Object.values(changes)) {
      const { conversation, counted } = open();
      await conversation.press(press({ verb: 'change.save', change, seen: fault }));
      assert.deepEqual(counted, ['act'], JSON.stringify(change));
    }
  });
});

describe('a user whose requests to AvePoint are used up', () => {
  async function usedUp() {
    const clock = fakeClock();
    const scene = open({ limits: createAskLimits(1, clock) });
    await scene.conversation.hear({ ...reader, text: 'failed backups today' });
    return { ...scene, clock };
  }

  it('a user without requests left learns when to ask again, in a card or, for a press, in a text; and no request is sent', async () => {
    const { conversation, asked } = await usedUp();
    const reply = await conversation.hear({ ...reader, text: 'failed backups yesterday' });
    assert.match(
      wordsOf(reply),
      /Try again in 60\u00a0seconds\. Your limit is 1 AvePoint request a minute\./,
    );
    assert.deepEqual([reply.ending, reply.role], [{ kind: 'limited' }, 'admin']);
    for (const pressed of [
      { verb: 'jobs.page', page },
      { verb: 'fault.jobs', id: fault },
      { verb: 'ask', sentence: 'failed' },
    ] as const) {
      const answer = await conversation.press(press(pressed));
      assert.equal(answer.kind, 'text');
      assert.match(wordsOf(answer), /Try again in 60\u00a0seconds\./);
      assert.deepEqual(answer.ending, { kind: 'limited' });
    }
    assert.equal(asked(), 1);
  });

  it('a user without requests left is answered from the index, and can acknowledge', async () => {
    const { conversation } = await usedUp();
    const coverage = await conversation.hear({ ...reader, text: 'coverage' });
    assert.doesNotMatch(wordsOf(coverage), /Try again in/);
    const acknowledged = await conversation.press(press({ verb: 'fault.acknowledge', id: fault }));
    assert.doesNotMatch(wordsOf(acknowledged), /Try again in/);
  });

  it('a user without requests left can ask again after the time in the answer', async () => {
    const { conversation, clock, asked } = await usedUp();
    clock.advance(60_000);
    await conversation.hear({ ...reader, text: 'failed backups yesterday' });
    assert.equal(asked(), 2);
  });
});
