import assert from 'node:assert/strict';
import { simulatedClient } from '../../simulator/tokens.ts';
import type { TroubleInput } from '../../simulator/trouble.ts';
import { budgetsMs } from '../../src/bot/bot.ts';
import type { Reply } from '../../src/features/turn.ts';
import { executesIn, textOf } from '../support/playground.ts';
import { openWholePath } from '../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const sentence = 'failed backups last 7 days';

/** Every kind of trouble that the simulator can make. */
const troubles: readonly TroubleInput[] = [
  { kind: 'latency', ms: 20_000 },
  ...[400, 403, 404, 408, 429, 500, 502, 503, 504].map(status => ({ kind: 'status', status }) as const),
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 503, retryAfter: 1 },
  { kind: 'status', status: 429, retryAfter: 60 },
  { kind: 'drop', when: 'before' },
  { kind: 'drop', when: 'midway' },
  { kind: 'stall', after: 'nothing' },
  { kind: 'stall', after: 'headers' },
  { kind: 'stall', after: 'half' },
  { kind: 'malformed', body: 'html' },
  { kind: 'malformed', body: 'cut' },
  { kind: 'malformed', body: 'otherShape' },
  { kind: 'malformed', body: 'empty' },
  { kind: 'status', status: 503, at: 'token' },
  { kind: 'status', status: 400, at: 'token' },
  { kind: 'malformed', body: 'html', at: 'token' },
  { kind: 'stall', at: 'token' },
];

/** What a second attempt cannot mend, or what a press has no time to wait for. */
const isBeyondRetry = (trouble: TroubleInput): boolean =>
  trouble.kind === 'latency' ||
  trouble.kind === 'stall' ||
  (trouble.kind === 'malformed' && trouble.body === 'otherShape') ||
  (trouble.kind === 'status' && ([400, 403, 404].includes(trouble.status) || trouble.retryAfter === 60));

interface Outcome {
  readonly reply: Reply;
  readonly tookMs: number;
  readonly requests: number;
}

async function pressDuring(trouble: TroubleInput): Promise<Outcome> {
  const path = await openWholePath({ isRealTime: true });
  path.simulator.addTrouble({ at: 'jobs', ...trouble });
  const startedAt = performance.now();
  const reply = await path.conversation.press({ verb: 'ask', data: { v: 1, q: sentence }, ...reader });
  const tookMs = performance.now() - startedAt;
  const requests = path.simulator.requests().length;
  await path.close();
  return { reply, tookMs, requests };
}

const nameOf = (trouble: TroubleInput): string => JSON.stringify(trouble).replaceAll('"', '');
const cardTextOf = (reply: Reply): string => (reply.kind === 'card' ? textOf(reply.card) : reply.text);

/** All at once: most of them only wait. */
const startAll = (times: 1 | 'all') =>
  new Map(troubles.map(trouble => [trouble, pressDuring({ ...trouble, times })]));

describe('presses while the API is in trouble for ever', () => {
  let outcomes: ReturnType<typeof startAll>;
  before(() => {
    outcomes = startAll('all');
  });

  for (const trouble of troubles) {
    it(`a press gets an error card within its budget while the API is in trouble for ever: ${nameOf(trouble)}`, async () => {
      const { reply, tookMs } = (await outcomes.get(trouble)) as Outcome;
      const text = cardTextOf(reply);
      assert.ok(tookMs < budgetsMs.press + 500, `${tookMs} ms`);
      assert.match(text, /couldn’t|could not/i);
      assert.match(text, /Reference: ref-1/);
      assert.match(text, /I don’t know (?:whether|which|how)|nothing about your backups/);
      assert.match(text, /Try again/);
      assert.doesNotMatch(JSON.stringify(reply), /"good"/i);
      assert.doesNotMatch(
        JSON.stringify(reply),
        new RegExp(`127\\.0\\.0\\.1|localhost|${simulatedClient.secret}|Bearer|node:|\\.ts:`),
      );
    });
  }

  it('a press is answered at once with the time to ask again, if the wait does not fit', async () => {
    const trouble = troubles.find(
      ({ kind, ...rest }) => kind === 'status' && 'retryAfter' in rest && rest.retryAfter === 60,
    );
    const { reply, tookMs, requests } = (await outcomes.get(trouble as TroubleInput)) as Outcome;
    assert.ok(tookMs < 1_500, `${tookMs} ms`);
    assert.match(cardTextOf(reply), /limiting my requests/);
    assert.match(cardTextOf(reply), /\d{1,2}:\d{2}/);
    assert.equal(requests, 2);
  });
});

describe('presses while the API is in trouble once', () => {
  let outcomes: ReturnType<typeof startAll>;
  before(() => {
    outcomes = startAll(1);
  });

  for (const trouble of troubles) {
    const isShown =
      isBeyondRetry(trouble) ||
      (trouble.at === 'token' && trouble.kind === 'status' && trouble.status === 400);
    it(`a press while the API is in trouble once ${isShown ? 'gets an error card' : 'succeeds unnoticed'}: ${nameOf(trouble)}`, async () => {
      const { reply, tookMs } = (await outcomes.get(trouble)) as Outcome;
      assert.ok(tookMs < budgetsMs.press + 500, `${tookMs} ms`);
      if (isShown) return assert.match(cardTextOf(reply), /couldn’t|could not/i);
      assert.match(cardTextOf(reply), /1–10 of/);
      const isWaiting = trouble.kind === 'status' && trouble.retryAfter === 1;
      if (isWaiting) assert.ok(tookMs >= 1_000, `${tookMs} ms`);
    });
  }
});

describe('odd rows', () => {
  it('odd rows are shown as far as they are sound, and none is lost', async () => {
    const path = await openWholePath();
    path.simulator.addTrouble({ kind: 'malformed', body: 'oddRows', at: 'jobs' });
    const reply = await path.conversation.hear({ text: sentence, ...reader });
    await path.close();
    assert.equal(reply.kind, 'card');
    const text = cardTextOf(reply);
    assert.match(text, /1–10 of/);
    assert.match(text, /HeldForReview/);
    assert.equal(
      executesIn((reply as { card: object }).card).filter(({ verb }) => verb === 'jobs.job').length,
      8,
    );
  });
});
