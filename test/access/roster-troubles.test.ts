import assert from 'node:assert/strict';
import { createAccess } from '../../src/access/access.ts';
import { createAskLimits } from '../../src/access/ask-limits.ts';
import { createCachedMembership, readMs, staleMs } from '../../src/access/cached-membership.ts';
import { createBot } from '../../src/bot/bot.ts';
import { withTimeout } from '../../src/domain/with-timeout.ts';
import { createHttpEnd, type HttpEnd } from '../../src/http/server.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import type { BotAdapter } from '../../src/teams/adapter.ts';
import { createMembership } from '../../src/teams/membership.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { envelope, messageActivity, pressActivity } from '../support/activities.ts';
import { createAdapter } from '../support/adapter.ts';
import { type Connector, memberNotFound, openConnector, type RosterAnswer } from '../support/connector.ts';
import { createDrivenIndex } from '../support/driven-index.ts';
import { fakeClock, fakeSource, jobsNumbered, recordingLog } from '../support/fakes.ts';
import { keeping } from '../support/keeping.ts';
import { packPress } from '../support/press.ts';
import { createTestBot } from '../support/teams-bot.ts';
import { kim, noLists, noneGiven, otherTenant, tenant } from './people.ts';

const entry = { id: '29:Kim', name: 'Kim', objectId: kim, tenantId: tenant, userRole: 'user' };
const neverAsked = () => Promise.reject(new Error('nobody asks here'));
const refusal = (status: number, code = 'ServiceError') => ({ refused: status, code });
const isLetIn = (text: string) => text === 'There’s no such incident in this conversation.';

/**
 * Kim, an operator because she's a member, presses Acknowledge while the roster is in trouble. Over HTTP on both sides.
 */
describe('a roster in trouble while someone acknowledges', () => {
  let connector: Connector;
  let http: HttpEnd;
  let url: string;
  let adapter: BotAdapter;
  let clock: ReturnType<typeof fakeClock>;
  /** The answers of the roster to the next reads; the last one repeats. */
  let answers: (RosterAnswer | Promise<RosterAnswer>)[];
  let token: () => Promise<string | undefined>;

  beforeEach(async () => {
    clock = fakeClock();
    token = async () => undefined;
    const log = recordingLog();
    connector = await openConnector(
      undefined,
      undefined,
      () => (answers.length > 1 ? answers.shift() : answers[0]) ?? 503,
    );
    const source = fakeSource(() => ({ jobs: jobsNumbered(3), totalCount: 3, hasMore: false }));
    const index = createDrivenIndex({ source, clock, log });
    const jobs = createJobs({ source, index, clock, log });
    const kept = keeping({ jobs, clock, log, index });
    adapter = createAdapter(undefined);
    const membership = createCachedMembership({
      membership: createMembership({
        connectorAt(serviceUrl) {
          const at = adapter.connectorAt(serviceUrl);
          return {
            ...at,
            getConversationMember: async (...asked) => {
              await token();
              return at.getConversationMember(...asked);
            },
          };
        },
        tryMs: 2_500,
        wholeMs: 8_000,
        clock,
        sleep: async ms => clock.advance(ms),
        random: () => 0.5,
        log,
      }),
      clock,
      within: (ms, work) => withTimeout(ms, () => work).catch(() => undefined),
    });
    const conversation = createBot({
      ...kept,
      jobs,
      access: createAccess({ lists: noLists, allowedTenantIds: [tenant], membership, given: noneGiven }),
      limits: createAskLimits(0, clock),
      clock,
      log,
      newReference: () => 'r',
    });
    const bot = createTestBot({
      identity: undefined,
      adapter,
      allowedTenantIds: [],
      defaultZone: 'UTC',
      conversation,
      places: kept.places,
      onMembersLeft: membership.forget,
      log,
      sending: { clock, sleep: async ms => clock.advance(ms), random: () => 0.5 },
    });
    http = createHttpEnd({
      bot,
      isLocalMode: true,
      metrics: createMetrics(),
      metricsToken: undefined,
      ready: neverAsked,
      noteRefused: () => {},
      log,
    });
    url = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  });

  afterEach(async () => {
    for (const end of [http, connector, adapter]) await end.close();
  });

  const post = (activity: object) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
  const who = { from: { id: '29:Kim', name: 'Kim', aadObjectId: kim } };
  const { verb, data } = packPress({ verb: 'fault.acknowledge', id: '0123456789abcdef' });
  async function acknowledge(): Promise<string> {
    const response = await post(pressActivity(connector.serviceUrl, verb, data, who));
    return String(((await response.json()) as { value: unknown }).value);
  }

  it('a roster that answers 503 a day after the last read refuses no member, for three days', async () => {
    answers = [entry];
    assert.ok(isLetIn(await acknowledge()));
    answers = [503];
    clock.advance(readMs);
    assert.ok(isLetIn(await acknowledge()));
    clock.advance(staleMs - readMs - 60_000);
    assert.ok(isLetIn(await acknowledge()));
    clock.advance(60_000);
    assert.match(await acknowledge(), /Teams couldn’t tell me who you are/);
  });

  for (const [what, trouble] of [
    ['503', [503, 503]],
    ['429', [refusal(429, 'Throttled')]],
    ['412', [refusal(412, 'PreconditionFailed')]],
    ['a conversation that is not found, as it happens at random', [refusal(404, 'ConversationNotFound')]],
  ] as const)
    it(`a roster’s answer (${what}) is tried again before the answer to the first press`, async () => {
      answers = [...trouble, entry];
      assert.ok(isLetIn(await acknowledge()));
      assert.equal(connector.rosterAsked.length, trouble.length + 1);
    });

  it('a roster that never recovers is asked six times at most for one press, and not again at once', async () => {
    answers = [503];
    await acknowledge();
    await acknowledge();
    assert.ok(connector.rosterAsked.length <= 6, `${connector.rosterAsked.length}`);
  });

  it('an unreadable entry is not asked for again and again', async () => {
    answers = [403];
    await acknowledge();
    assert.equal(connector.rosterAsked.length, 1);
  });

  it('a silent roster delays a member who was read yesterday by a second, and refuses no user', async () => {
    answers = [entry];
    await acknowledge();
    answers = ['silent'];
    clock.advance(readMs);
    const begun = performance.now();
    assert.ok(isLetIn(await acknowledge()));
    const ms = performance.now() - begun;
    assert.ok(ms < 2_000, `${ms} ms`);
  });

  it('a slow roster refuses in time, and admits a user who presses again', async () => {
    let tell: (answer: RosterAnswer) => void = () => {};
    answers = [new Promise(resolve => (tell = resolve))];
    const begun = performance.now();
    assert.match(await acknowledge(), /Try again in a minute/);
    const ms = performance.now() - begun;
    assert.ok(ms < 3_500, `${ms} ms`);
    const again = acknowledge();
    tell(entry);
    assert.ok(isLetIn(await again));
    assert.equal(connector.rosterAsked.length, 1);
  });

  it('the first press after a start waits for the bot’s token and isn’t refused', async () => {
    answers = [entry];
    let [give, isAsked] = [() => {}, () => {}];
    const given = new Promise<undefined>(resolve => (give = () => resolve(undefined)));
    const asked = new Promise<void>(resolve => (isAsked = resolve));
    token = () => {
      isAsked();
      return given;
    };
    const pressed = acknowledge();
    await asked;
    assert.deepEqual(connector.rosterAsked, []);
    give();
    assert.ok(isLetIn(await pressed));
  });

  it('the answer that a user left takes effect, and doesn’t count as a failed read', async () => {
    answers = [entry];
    await acknowledge();
    answers = [memberNotFound];
    clock.advance(readMs);
    assert.match(await acknowledge(), /you aren’t a member of this conversation/);
    assert.equal(connector.rosterAsked.length, 2);
  });

  it('a removal that Teams reports takes effect before the end of the day', async () => {
    answers = [entry];
    await acknowledge();
    answers = [memberNotFound];
    const removal = { type: 'conversationUpdate', membersRemoved: [{ id: '29:Kim' }] };
    await post({ ...envelope(connector.serviceUrl), ...removal });
    assert.match(await acknowledge(), /you aren’t a member of this conversation/);
  });

  it('a user whom a silent roster once had in another tenant is still of another tenant', async () => {
    answers = [{ ...entry, tenantId: otherTenant, userRole: 'owner' }];
    assert.match(await acknowledge(), /other organisations/);
    answers = ['silent'];
    clock.advance(readMs);
    assert.match(await acknowledge(), /other organisations/);
  });

  it('ten refused sentences in a minute get one answer, and each refused press its text', async () => {
    answers = [{ ...entry, userRole: 'guest' }];
    const say = (text: string) => post(messageActivity(connector.serviceUrl, text, who));
    for (let count = 0; count < 10; count += 1) {
      await say(`failed backups ${count}`);
      assert.match(await acknowledge(), /I can’t answer guests/);
    }
    // A slow machine shows that it's typing.
    const answered = () => connector.sent.filter(({ activity }) => activity.type === 'message').length;
    assert.equal(answered(), 1);
    clock.advance(60_000);
    await say('failed backups');
    assert.equal(answered(), 2);
  });
});
