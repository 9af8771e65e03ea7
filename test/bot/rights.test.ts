import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createAccess } from '../../src/access/access.ts';
import { createAskLimits } from '../../src/access/ask-limits.ts';
import type { RoleLists } from '../../src/access/role-lists.ts';
import { createBot } from '../../src/bot/bot.ts';
import { NotRecordedError } from '../../src/bot/recorded-first.ts';
import type { CardAction } from '../../src/cards/button-link.ts';
import type { Member } from '../../src/domain/membership.ts';
import type { Role } from '../../src/domain/role.ts';
import { decodeAction } from '../../src/features/index.ts';
import type { BeforeChange, Reply } from '../../src/features/turn.ts';
import { aMember, chat, idOf, noLists, noneGiven, otherTenant, tenant } from '../access/people.ts';
import { sampleButtons } from '../features/buttons.ts';
import { aQuestion, fakeClock, hour, monday, recordingLog } from '../support/fakes.ts';
import { interpret } from '../support/interpret.ts';
import { type Press, packPress, unpackPress } from '../support/press.ts';
import { type Kind, kindOf } from './kinds.ts';

/** The role that something takes; `none` if people without one may do it, too. */
type Needed = Role | 'none';

/** The role that each kind of sentence takes, stated here a second time. No kind can be left out. */
const sentencesOf: Readonly<Record<Kind, readonly (readonly [string, Needed])[]>> = {
  jobs: [['failed backups today', 'viewer']],
  tabs: [
    ['problems today', 'viewer'],
    ['not failed backups', 'viewer'],
  ],
  health: [['status', 'viewer']],
  compare: [['failed backups this week vs last week', 'viewer']],
  rank: [['failures by service', 'viewer']],
  rate: [['success rate today', 'viewer']],
  job: [['job FB20261123020000000001', 'viewer']],
  causes: [['why did backups fail today?', 'viewer']],
  coverage: [['coverage', 'viewer']],
  'digest show': [['digest', 'viewer']],
  'digest now': [['digest now', 'viewer']],
  'digest set': [['digest daily at 08:00', 'operator']],
  'digest pause': [['digest pause', 'operator']],
  'digest resume': [['digest resume', 'operator']],
  'digest off': [['digest off', 'operator']],
  'digest move': [['change the digest to 7am', 'operator']],
  endNotice: [['tell me when the restore is done', 'operator']],
  settings: [['settings', 'viewer']],
  quieter: [['mute exchange alerts for 2 hours', 'viewer']],
  'watch show': [['watch', 'viewer']],
  'watch set': [['watch exchange', 'operator']],
  'watch end': [['unwatch exchange', 'operator']],
  'duty show': [['on duty', 'viewer']],
  'duty set': [['on duty @Lee', 'operator']],
  'duty off': [['on duty off', 'operator']],
  'duty escalateAfter': [['escalate after 10 minutes', 'operator']],
  'duty remindAfter': [['remind after 12 hours', 'operator']],
  faults: [['faults', 'viewer']],
  incidentReport: [['incident report', 'viewer']],
  lastIncident: [['last incident', 'viewer']],
  target: [
    ['target exchange 12h', 'operator'],
    ['target exchange off', 'operator'],
  ],
  targets: [['targets', 'viewer']],
  retire: [
    ['exchange is retired', 'operator'],
    ['exchange is expected', 'operator'],
  ],
  retired: [
    ['is exchange retired?', 'viewer'],
    ['retired services', 'viewer'],
  ],
  roles: [['roles', 'admin']],
  audit: [
    ['audit', 'admin'],
    ['audit last 7 days', 'admin'],
  ],
  subscriptions: [['subscriptions', 'admin']],
  'role give': [['@Lee is an operator', 'admin']],
  'role remove': [['remove @Lee', 'admin']],
  requestAccess: [['request access', 'none']],
  ownRole: [['my role', 'viewer']],
  version: [['version', 'viewer']],
  undo: [['undo', 'operator']],
  help: [
    ['help', 'viewer'],
    ['', 'viewer'],
  ],
  // These only offer something.
  noQuestion: [['acknowledge', 'viewer']],
  noOrder: [['target of the moon 12h', 'viewer']],
  notUnderstood: [['the quick brown fox', 'viewer']],
  severalJobs: [['job FB20261123020000000001 and FB20261123020000000002', 'viewer']],
  smallTalk: [['thanks', 'viewer']],
  otherLanguage: [['fehlgeschlagene Backups heute', 'viewer']],
};
const sentences = Object.values(sentencesOf).flat();

const window = { span: { from: monday - hour, to: monday }, spanWords: undefined, zone: 'UTC' };
const page = { question: aQuestion(), pageIndex: 0, firstTotal: 3 };
const [tabs, health] = [
  { ...aQuestion(), services: ['exchange'], states: [] },
  { ...window, service: undefined },
] as const;
const causes = { ...window, type: undefined, service: undefined };
const search = { ...window, jobId: 'FB1' };
const wish = { services: [], inARow: 1, isPartialIncluded: false, quiet: undefined } as const;
const [digest, fault] = ['0123456789ab', '0123456789abcdef'];
type WithVerb<P, V> = P extends { readonly verb: infer W } ? (V extends W ? P : never) : never;
type Fields<V> = Omit<WithVerb<Press, V>, 'verb'>;

/** What each button takes, and what it carries; no button can be left out. */
const presses: { readonly [V in Exclude<Press['verb'], 'ask'>]: readonly [Role, Fields<V>] } = {
  'jobs.page': ['viewer', { page }],
  'jobs.job': ['viewer', { page, jobId: 'FB1' }],
  'jobs.text': ['viewer', { page, jobId: 'FB1' }],
  'jobs.again': ['viewer', { question: aQuestion() }],
  'job.find': ['viewer', { search }],
  'job.post': ['viewer', { search }],
  'job.text': ['viewer', { search }],
  'tabs.show': ['viewer', { question: tabs }],
  'tabs.again': ['viewer', { question: tabs }],
  'health.show': ['viewer', { question: health }],
  'health.again': ['viewer', { question: health }],
  'causes.show': ['viewer', { question: causes }],
  'causes.again': ['viewer', { question: causes }],
  'causes.jobs': ['viewer', { question: causes, cause: fault }],
  coverage: ['viewer', { question: { service: undefined, targetMs: 24 * hour, isUsual: true, zone: 'UTC' } }],
  'change.save': ['operator', { change: { kind: 'digest', order: { what: 'off' } }, seen: fault }],
  'change.cancel': ['viewer', { change: { kind: 'digest', order: { what: 'off' } } }],
  'digest.now': ['viewer', { id: digest }],
  'digest.pause': ['operator', { id: digest }],
  'digest.resume': ['operator', { id: digest }],
  'digest.off': ['operator', { id: digest }],
  'watch.save': ['operator', { wish }],
  'watch.cancel': ['operator', { wish }],
  'watch.end': ['operator', { id: digest }],
  'fault.acknowledge': ['operator', { id: fault }],
  'fault.assign': ['operator', { id: fault }],
  'fault.assignTo': ['operator', { id: fault, picked: '29:lee', note: '' }],
  'fault.note': ['operator', { id: fault, note: 'restarted' }],
  'fault.reopen': ['operator', { id: fault, at: 1 }],
  'fault.unsnooze': ['operator', { id: fault, at: 1 }],
  'fault.snooze': ['operator', { id: fault, length: '1h' }],
  'fault.close': ['operator', { id: fault, note: '' }],
  'fault.jobs': ['viewer', { id: fault }],
  'fault.report': ['viewer', { id: fault }],
  'fault.text': ['viewer', { id: fault }],
  'audit.show': ['admin', { page: { question: { ...window, who: undefined }, pageIndex: 0 } }],
  'audit.again': ['admin', { question: { ...window, who: undefined } }],
  'subscriptions.show': ['admin', { pageIndex: 0 }],
  'subscriptions.end': [
    'admin',
    { pageIndex: 0, key: { what: 'digest', place: { home: 'a', id: 'a' }, id: digest } },
  ],
  'settings.restore': ['operator', {}],
  help: ['viewer', {}],
};

/** What each button of a feature takes. */
const needsOfButtons: Readonly<Record<string, Needed>> = {
  'access.request': 'none',
  'access.allow': 'admin',
  'access.deny': 'admin',
  'compare.show': 'viewer',
  'compare.again': 'viewer',
  'digest.pauseUntil': 'operator',
  'digest.example': 'viewer',
  'digest.form': 'operator',
  'digest.preview': 'operator',
  'watch.form': 'operator',
  'watch.preview': 'operator',
  'target.form': 'operator',
  'target.preview': 'operator',
  'watch.pause': 'operator',
  'watch.resume': 'operator',
  'endNotice.save': 'operator',
  'endNotice.cancel': 'operator',
  'endNotice.end': 'operator',
  'rank.show': 'viewer',
  'rank.again': 'viewer',
  'rate.show': 'viewer',
  'rate.again': 'viewer',
  'incidents.show': 'viewer',
  'incidents.again': 'viewer',
  'roles.show': 'admin',
  'roles.remove': 'admin',
  'change.undo': 'operator',
};

type Deed =
  | { readonly said: string; readonly needs: Needed }
  | { readonly pressed: CardAction; readonly needs: Needed };
const deeds: readonly Deed[] = [
  ...sentences.map(([said, needs]) => ({ said, needs })),
  // A button can carry neither nothing nor a mention.
  ...sentences
    .filter(([sentence]) => sentence !== '' && !sentence.includes('@'))
    .map(([sentence, needs]) => ({ pressed: packPress({ verb: 'ask', sentence }), needs })),
  ...Object.entries(presses).map(([verb, [needs, fields]]) => ({
    pressed: packPress({ verb, ...fields } as Press),
    needs,
  })),
  ...sampleButtons.map(pressed => ({
    pressed,
    needs: needsOfButtons[pressed.verb] ?? assert.fail(pressed.verb),
  })),
];

/** Notes that it was reached, by whatever method. */
function reached<T extends object>(name: string, calls: string[]): T {
  return new Proxy({} as T, {
    get: (_, method) => () => {
      calls.push(`${name}.${String(method)}`);
      return Promise.reject(new Error('not here'));
    },
  });
}

interface Scene {
  readonly lists: RoleLists;
  readonly isLocal: boolean;
  readonly member: Member | undefined;
  readonly objectId: string | undefined;
}

function open({ lists, isLocal, member }: Scene) {
  const calls: string[] = [];
  const [clock, log] = [fakeClock(), recordingLog()];
  const at = <T extends object>(name: string) => reached<T>(name, calls);
  const conversation = createBot({
    jobs: at('jobs'),
    index: at('index'),
    running: at('running'),
    digests: at('digests'),
    targets: at('targets'),
    endNotices: at('endNotices'),
    places: at('places'),
    records: at('records'),
    watching: {
      orders: at('orders'),
      duties: at('duties'),
      faults: at('faults'),
      deeds: at('deeds'),
    },
    settingsBin: at('settingsBin'),
    people: at('people'),
    everySetting: at('everySetting'),
    givenRoles: at('givenRoles'),
    undo: at('undo'),
    accessRequests: at('accessRequests'),
    access: createAccess({
      lists,
      allowedTenantIds: [tenant],
      membership: isLocal ? undefined : { entry: async () => member },
      given: noneGiven,
    }),
    limits: createAskLimits(0, clock),
    lastQuestions: { of: async () => undefined, remember: () => {}, settled: async () => {} },
    admins: {
      heard: () => {},
      all: async () => [],
      names: async () => {
        calls.push('names');
        return new Map();
      },
    },
    auditPages: () => {
      calls.push('auditPages');
      return Promise.reject(new Error('not here'));
    },
    clock,
    log,
    newReference: () => 'r',
  });
  return { conversation, calls };
}

/** The highest role that a user may have, computed independently of the product's code. */
function mayBe({ lists, isLocal, member, objectId }: Scene): Role | undefined {
  const id = objectId ?? (isLocal ? undefined : member?.objectId);
  const isListed = (role: Role) => id !== undefined && lists[role].includes(id);
  const isColleague =
    isLocal ||
    (member?.userRole === 'user' &&
      member.tenantId === tenant &&
      member.objectId !== undefined &&
      (objectId === undefined || objectId === member.objectId));
  const isAnySet = lists.admin.length + lists.operator.length + lists.viewer.length > 0;
  if (!isAnySet) return isColleague ? (isLocal ? 'admin' : 'operator') : undefined;
  if (isListed('admin')) return 'admin';
  if (isListed('operator') || (isColleague && lists.operator.includes('*'))) return 'operator';
  if (isListed('viewer') || (isColleague && lists.viewer.includes('*'))) return 'viewer';
  return undefined;
}

const allows: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer'],
  operator: ['viewer', 'operator'],
  admin: ['viewer', 'operator', 'admin'],
};

function mayDo(role: Role | undefined, needs: Needed): boolean {
  return needs === 'none' || (role !== undefined && allows[role].includes(needs));
}

const ids = [1, 2, 3].map(idOf);
const people = fc.subarray(ids, { maxLength: 2 });
const withEverybody = fc.subarray([...ids, '*'], { maxLength: 2 });
const orNone = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const scenes: fc.Arbitrary<Scene> = fc.record({
  lists: fc.oneof(
    { weight: 1, arbitrary: fc.constant(noLists) },
    { weight: 3, arbitrary: fc.record({ admin: people, operator: withEverybody, viewer: withEverybody }) },
  ),
  isLocal: fc.boolean(),
  member: orNone(
    fc
      .record({
        userRole: fc.constantFrom('user', 'user', 'guest', 'anonymous', 'owner of nothing'),
        objectId: orNone(fc.constantFrom(...ids)),
        tenantId: orNone(fc.constantFrom(tenant, tenant, otherTenant)),
      })
      .map(({ objectId, ...entry }) => aMember(objectId, entry)),
  ),
  objectId: orNone(fc.constantFrom(...ids)),
});

const lee = { id: '29:lee', name: 'Lee' };

function tell(
  conversation: ReturnType<typeof open>['conversation'],
  deed: Deed,
  scene: Scene,
  beforeChange?: BeforeChange,
) {
  const turn = {
    beforeChange,
    zone: 'UTC',
    locale: 'en-GB',
    place: chat,
    speaker: { id: '29:kim', name: 'Kim' },
    objectId: scene.objectId,
  };
  return 'said' in deed
    ? conversation.hear({ ...turn, text: deed.said, people: deed.said.includes('@Lee') ? [lee] : [] })
    : conversation.press({ ...turn, ...deed.pressed });
}

it('the sentences of these tests are each of the kind that they stand under', () => {
  for (const [kind, each] of Object.entries(sentencesOf))
    for (const [sentence] of each) {
      const people = sentence.includes('@') ? [lee] : [];
      const { command } = interpret(sentence, { now: monday, zone: 'UTC', locale: 'en-GB', people });
      // Nothing but a mention of the bot is a question for help.
      if (sentence !== '') assert.equal(kindOf(command), kind, sentence);
    }
});

it('the buttons of these tests are all readable', () => {
  for (const deed of deeds) {
    if (!('pressed' in deed)) continue;
    const { verb, data } = deed.pressed;
    assert.ok(
      decodeAction(verb, data, monday) ?? unpackPress(verb, data, monday),
      JSON.stringify(deed.pressed),
    );
  }
});

describe('any lists, people and entries', () => {
  it('no user does more than their role allows, and a refusal reaches nothing', async () => {
    const property = fc.asyncProperty(scenes, fc.constantFrom(...deeds), async (scene, deed) => {
      const { conversation, calls } = open(scene);
      const reply: Reply = await tell(conversation, deed, scene);
      const role = mayBe(scene);
      const isAllowed = mayDo(role, deed.needs);
      assert.equal(reply.ending?.kind !== 'refused', isAllowed);
      assert.equal(reply.role, role);
      if (isAllowed) return;
      assert.deepEqual(calls, []);
      assert.equal(reply.kind, 'said' in deed ? 'card' : 'text');
    });
    await fc.assert(property, { numRuns: 1_500 });
  });

  it('each sentence and each button does something for users with just the role it takes', async () => {
    for (const deed of deeds) {
      for (const role of [undefined, 'viewer', 'operator', 'admin'] as const) {
        const scene: Scene = {
          lists: { ...noLists, admin: [idOf(2)], ...(role && { [role]: [idOf(1)] }) },
          isLocal: false,
          member: undefined,
          objectId: idOf(1),
        };
        const { conversation } = open(scene);
        const { ending } = await tell(conversation, deed, scene);
        const what = 'said' in deed ? deed.said : JSON.stringify(deed.pressed);
        assert.equal(ending?.kind === 'refused', !mayDo(role, deed.needs), `${role}: ${what}`);
      }
    }
  });
});

/** The sentences and verbs that change something, stated here a second time, and what shows the change afterwards. */
const changes: Readonly<Record<string, string>> = {
  'digest daily at 08:00': 'digest',
  'digest pause': 'digest',
  'digest resume': 'digest',
  'digest off': 'digest',
  'unwatch exchange': 'watch',
  'on duty @Lee': 'on call',
  'on duty off': 'on call',
  'escalate after 10 minutes': 'on call',
  'remind after 12 hours': 'on call',
  'target exchange 12h': 'targets',
  'target exchange off': 'targets',
  'exchange is retired': 'retired services',
  'exchange is expected': 'retired services',
  'digest.pause': 'digest',
  'digest.resume': 'digest',
  'digest.off': 'digest',
  'change.save': 'digest',
  'watch.save': 'watch',
  'watch.end': 'watch',
  'settings.restore': 'digest',
  'digest.pauseUntil': 'digest',
  'watch.pause': 'watch',
  'watch.resume': 'watch',
  'endNotice.save': 'settings',
  'endNotice.end': 'settings',
  'change.undo': 'settings',
  'fault.acknowledge': 'incidents',
  'fault.assign': 'incidents',
  'fault.assignTo': 'incidents',
  'fault.note': 'incidents',
  'fault.reopen': 'incidents',
  'fault.unsnooze': 'incidents',
  'fault.snooze': 'incidents',
  'fault.close': 'incidents',
  'subscriptions.end': 'subscriptions',
  '@Lee is an operator': 'roles',
  'remove @Lee': 'roles',
  'roles.remove': 'roles',
  'access.allow': 'roles',
  'access.deny': 'roles',
};

describe('changes', () => {
  const nameOf = (deed: Deed) => {
    if ('said' in deed) return deed.said;
    return deed.pressed.verb === 'ask' ? String(deed.pressed.data.q) : deed.pressed.verb;
  };
  /** The sentence that shows what a deed changes. A sentence that a button carries only opens a preview. */
  const changeOf = (deed: Deed) =>
    'pressed' in deed && deed.pressed.verb === 'ask' ? undefined : changes[nameOf(deed)];
  const scene = { lists: noLists, isLocal: true, member: undefined, objectId: undefined };

  it('a change is recorded once before anything is done, and what only reads is not', async () => {
    for (const deed of deeds) {
      const { conversation, calls } = open(scene);
      const recorded: unknown[] = [];
      await tell(conversation, deed, scene, async change => {
        recorded.push({ ...change, after: [...calls] });
      });
      const shownBy = changeOf(deed);
      assert.deepEqual(
        recorded,
        shownBy === undefined ? [] : [{ role: 'admin', shownBy, after: [] }],
        nameOf(deed),
      );
    }
  });

  it('a change is not done if it cannot be recorded, and the answer says so and offers to try again', async () => {
    for (const deed of deeds.filter(changeOf)) {
      const { conversation, calls } = open(scene);
      const reply = await tell(conversation, deed, scene, () => Promise.reject(new NotRecordedError()));
      assert.deepEqual(calls, [], nameOf(deed));
      assert.deepEqual(reply.ending, { kind: 'failed', problem: 'unrecorded' });
      const shown = JSON.stringify(reply);
      assert.match(shown, /couldn’t write this to the audit record, so nothing was changed/);
      const isOfFault = nameOf(deed).startsWith('fault.');
      // A mention would be lost in a button.
      if (!nameOf(deed).includes('@')) assert.match(shown, isOfFault ? /Press again/ : /Try again/);
      assert.equal(reply.kind, isOfFault ? 'text' : 'card');
    }
  });

  it('a change is not made if its user may not make it, and not recorded as begun', async () => {
    const viewer: Scene = { ...scene, lists: { ...noLists, viewer: [idOf(1)] }, objectId: idOf(1) };
    for (const deed of deeds.filter(changeOf)) {
      const { conversation, calls } = open(viewer);
      const reply = await tell(conversation, deed, viewer, async () => {
        calls.push('recorded');
      });
      assert.deepEqual(calls, []);
      assert.deepEqual(reply.ending, { kind: 'refused' });
    }
  });
});
