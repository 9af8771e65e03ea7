import assert from 'node:assert/strict';
import fc from 'fast-check';
import { auditEntryOf } from '../../src/bot/audit-entry.ts';
import type { Bot } from '../../src/bot/bot.ts';
import { withAudit } from '../../src/bot/with-audit.ts';
import type { AuditEntry, AuditOutcome } from '../../src/domain/audit.ts';
import { StoreError } from '../../src/domain/store.ts';
import type { Left, PressTurn, Reply, Turn } from '../../src/features/turn.ts';
import { createTurns } from '../../src/telemetry/turns.ts';
import { fakeClock, monday, recordingLog } from '../support/fakes.ts';

const somewhere = { zone: 'UTC', locale: 'en-GB', speaker: { id: '29:kim', name: 'Kim' } };
/** The most that a record of Azure Tables may hold. */
const mostUnits = 30_000;

/** The moment in which entries are gathered is over when they are settled, unless `moment` ends it. */
function open({
  reply = {} as Partial<Reply>,
  keep = async (_: AuditEntry) => {},
  moment = () => new Promise<void>(() => {}),
  beginWithinMs = 10_000,
  isChange = false,
  left = async (): Promise<Left> => ({ ending: { kind: 'answered' }, settings: undefined }),
} = {}) {
  const kept: AuditEntry[] = [];
  const done: string[] = [];
  const slept: number[] = [];
  const counted: string[] = [];
  const clock = fakeClock();
  const log = recordingLog();
  const turns = createTurns();
  const answer = async ({ beforeChange }: Turn | PressTurn): Promise<Reply> => {
    if (isChange) {
      await beforeChange?.({ role: 'operator', shownBy: 'watch' });
      done.push(`changed, shown by ${turns.current()?.shownBy}`);
    }
    clock.advance(250);
    turns.current()?.asked.push('jobs page=0');
    return { kind: 'text', text: 'said', ...reply } as Reply;
  };
  const conversation: Bot = {
    hear: answer,
    press: answer,
    welcome: async () => ({ kind: 'text', text: 'hello' }),
    restored: async () => undefined,
    left,
  };
  const audited = withAudit({
    conversation,
    audit: {
      async keep(entry) {
        await keep(entry);
        kept.push(entry);
      },
      async complete(entry) {
        await keep(entry);
        kept.push(entry);
      },
      async recount(entry) {
        await keep(entry);
        kept.push(entry);
      },
    },
    turns,
    meter: {
      count: (name, _by, labels) => void counted.push(`${name} ${JSON.stringify(labels)}`),
      observe: () => {},
      gauge: () => {},
    },
    clock,
    log,
    moment,
    beginWithinMs,
    sleep: async ms => void slept.push(ms),
  });
  return { audited, kept, counted, done, log, turns, clock, slept };
}

describe('conversation on record', () => {
  it('the audit record has who wrote what and what was asked, and the answer is unchanged', async () => {
    const { audited, kept, counted, turns } = open();
    const reply = await turns.run('t1', () => audited.hear({ ...somewhere, text: 'failed backups' }));
    assert.deepEqual(reply, { kind: 'text', text: 'said' });
    await audited.settled();
    assert.deepEqual(kept, [
      {
        at: monday,
        turn: 't1',
        who: { id: '29:kim', name: 'Kim', objectId: undefined },
        role: undefined,
        where: { kind: undefined, id: undefined, tenantId: undefined },
        what: { said: 'failed backups' },
        asked: ['jobs page=0'],
        ending: { kind: 'answered' },
        ms: 250,
      },
    ]);
    assert.deepEqual(counted, ['auditEntries {"outcome":"kept"}']);
  });

  it('the audit record has the verb of a press and what could be read of its data, and nothing else that a client sends', async () => {
    const { audited, kept, turns } = open();
    const deep = JSON.parse('['.repeat(6_000) + ']'.repeat(6_000));
    for (const [verb, data] of [
      ['fault.close', { v: 1, d: '0123456789abcdef', x: deep }],
      ['fault.close', { v: 1, d: deep }],
      [{ odd: true }, undefined],
    ])
      await turns.run('t1', () => audited.press({ ...somewhere, verb, data }));
    await audited.settled();
    assert.deepEqual(
      kept.map(({ what }) => what),
      [
        { pressed: 'fault.close', carried: '{"v":1,"d":"0123456789abcdef"}' },
        { pressed: 'fault.close', unreadable: true },
        { pressed: '', unreadable: true },
      ],
    );
  });

  for (const ending of [
    { kind: 'refused' },
    { kind: 'limited' },
    { kind: 'failed', problem: 'unavailable' },
  ] as AuditOutcome[])
    it(`the audit record shows that a turn was ${ending.kind}`, async () => {
      const { audited, kept } = open({ reply: { ending, role: 'viewer' } });
      await audited.hear({ ...somewhere, text: 'x' });
      await audited.settled();
      assert.deepEqual(kept[0]?.ending, ending);
      assert.equal(kept[0]?.role, 'viewer');
    });

  describe('repeated refusals', () => {
    const refusal = (isRepeated: boolean) =>
      ({ refused: { refusal: 'kim', isRepeated }, ending: { kind: 'refused' } }) as const;

    it('the audit record has one entry for repeated refusals with their number and the time of the first', async () => {
      const reply: { refused: { refusal: string; isRepeated: boolean } } = refusal(false);
      const { audited, kept, counted } = open({ reply });
      for (let count = 1; count <= 10; count += 1) {
        await audited.hear({ ...somewhere, text: `sentence ${count}` });
        Object.assign(reply, refusal(true));
        if (count === 4) await audited.settled();
      }
      await audited.settled();
      assert.deepEqual(
        kept.map(({ at, what, times }) => ({ at, what, times })),
        [4, 10].map(times => ({ at: monday, what: { said: 'sentence 1' }, times })),
      );
      assert.ok(counted.every(line => !line.includes('lost')));
    });

    it('the audit record has an entry for each button that is refused', async () => {
      const { audited, kept } = open({ reply: refusal(true) });
      for (const verb of ['fault.close', 'digest.off', 'fault.close'])
        await audited.press({ ...somewhere, verb, data: {} });
      await audited.settled();
      assert.deepEqual(
        kept.map(({ times }) => times),
        [2, undefined],
      );
    });

    it('the audit record begins another entry for a refusal after an answer', async () => {
      const { audited, kept } = open({ reply: refusal(false) });
      for (let count = 0; count < 2; count += 1) {
        await audited.hear({ ...somewhere, text: 'x' });
        await audited.settled();
      }
      assert.deepEqual(
        kept.map(({ times }) => times),
        [undefined, undefined],
      );
    });
  });

  it('the bot answers though the audit record fails, and reports it in the log and the count, without the user’s words', async () => {
    const { audited, counted, log, turns } = open({
      keep: () => Promise.reject(new StoreError('unavailable', 'the disk is full')),
    });
    const reply = await turns.run('t1', () => audited.hear({ ...somewhere, text: 'my words' }));
    assert.equal(reply.kind, 'text');
    await audited.settled();
    assert.deepEqual(counted, ['auditEntries {"outcome":"lost"}']);
    assert.equal(log.lines.length, 1);
    assert.equal(log.lines[0]?.fields.turn, 't1');
    assert.doesNotMatch(JSON.stringify(log.lines), /my words/);
  });

  it('the bot does not delay an answer for the audit record, and is settled when it has all entries', async () => {
    let letGo = () => {};
    const { audited, kept } = open({ keep: () => new Promise<void>(resolve => (letGo = resolve)) });
    await audited.hear({ ...somewhere, text: 'x' });
    assert.equal(kept.length, 0, 'answered, and not yet kept');
    let isSettled = false;
    const settled = audited.settled().then(() => {
      isSettled = true;
    });
    await Promise.resolve();
    assert.equal(isSettled, false);
    letGo();
    await settled;
    assert.equal(kept.length, 1);
  });

  it('the audit record has a change as begun before it is made, and its end right after it, whatever else is gathered', async () => {
    const { audited, kept, counted, done, turns } = open({ isChange: true });
    await turns.run('t1', () => audited.hear({ ...somewhere, text: 'unwatch all' }));
    await new Promise(resolve => setImmediate(resolve));
    const common = { at: monday, turn: 't1', role: 'operator', what: { said: 'unwatch all' } };
    const [first, second, ...more] = kept;
    assert.deepEqual(more, []);
    assert.deepEqual(
      { ...first, ...common, asked: [] },
      { ...first, ...common, ending: { kind: 'begun', outcome: 'unknown' }, ms: 0 },
    );
    assert.deepEqual(second, {
      ...first,
      asked: ['jobs page=0'],
      ending: { kind: 'answered' },
      ms: 250,
    });
    assert.deepEqual(done, ['changed, shown by watch']);
    assert.deepEqual(counted, ['auditEntries {"outcome":"kept"}']);
  });

  for (const [what, trouble] of Object.entries({
    'the store refuses its entry': { keep: () => Promise.reject(new StoreError('refused', 'no')) },
    'the store does not answer in time': {
      keep: () => new Promise<void>(() => {}),
      beginWithinMs: 1,
    },
  }))
    it(`the bot makes no change if ${what}, and says why`, async () => {
      const { audited, done, turns } = open({ isChange: true, ...trouble });
      const answer = turns.run('t1', () => audited.press({ ...somewhere, verb: 'watch.end', data: {} }));
      await assert.rejects(answer, { name: 'NotRecordedError' });
      assert.deepEqual(done, []);
      assert.equal(turns.current()?.shownBy, undefined);
    });

  it('the audit record groups the sentences of one moment', async () => {
    let isOver = () => {};
    let moments = 0;
    const moment = () => {
      moments += 1;
      return new Promise<void>(resolve => (isOver = resolve));
    };
    const { audited, kept } = open({ moment });
    for (const text of ['a', 'b', 'c']) await audited.hear({ ...somewhere, text });
    assert.deepEqual([kept.length, moments], [0, 1]);
    isOver();
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(kept.length, 3);
    await audited.hear({ ...somewhere, text: 'd' });
    assert.equal(moments, 2, 'the next one begins a moment of its own');
    await audited.settled();
    assert.equal(kept.length, 4);
  });

  it('the audit record’s entries fit any store, whatever the user writes, presses or asks', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.constantFrom('\u0001', '"', '\\', '\ud800', '🙂').map(one => one.repeat(3_000)),
    );
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 200 }), fc.boolean(), (words, asked, isPress) => {
        const place = {
          home: words,
          id: words,
          kind: 'group',
          tenantId: words,
          serviceUrl: '',
          botId: '',
        } as const;
        const speaker = { id: words, name: words };
        const base = { ...somewhere, speaker, place: { ...place, botName: undefined } };
        const turn = isPress
          ? { ...base, verb: 'ask', data: { v: 1, q: words.slice(0, 1_000) } }
          : { ...base, text: words };
        const entry = auditEntryOf(
          turn,
          { id: 't1', asked },
          { at: monday, ms: 1, role: 'viewer', ending: { kind: 'answered' } },
        );
        assert.ok(JSON.stringify(entry).length < mostUnits);
      }),
      { numRuns: 200 },
    );
    const many = Array.from({ length: 500 }, (_, index) => `question ${index}`.padEnd(100, '.'));
    const { asked } = auditEntryOf(
      { ...somewhere, text: 'x' },
      { id: 't1', asked: many },
      { at: monday, ms: 1, role: 'viewer', ending: { kind: 'answered' } },
    );
    assert.equal(asked[0], many[0]);
    assert.equal(asked.at(-1), `and ${500 - asked.length + 1} more`);
  });
});

describe('entries of the audit record', () => {
  it('an entry of the audit record holds no text that is longer than its limit, and each text whole that is not', () => {
    const texts = fc.oneof(
      fc.nat({ max: 1_100 }).map(length => 'x'.repeat(length)),
      fc
        .tuple(fc.constantFrom('', 'x'), fc.nat({ max: 600 }))
        .map(([first, length]) => first + '🙂'.repeat(length)),
    );
    const isCut = (cut: string | undefined, whole: string, limit: number) => {
      assert.ok(cut !== undefined && cut.length <= limit, `${cut?.length} of ${limit}`);
      assert.doesNotMatch(cut, /\p{Cs}/u);
      if (whole.length <= limit) assert.equal(cut, whole);
      else assert.ok(cut.endsWith('…') && whole.startsWith(cut.slice(0, -1)) && cut.length >= limit - 1);
    };
    const end = { at: monday, ms: 1, role: 'viewer', ending: { kind: 'answered' } } as const;
    fc.assert(
      fc.property(texts, words => {
        const kind = 'group' as const;
        const names = { home: 'a', id: words, tenantId: words };
        const place = { ...names, kind, serviceUrl: '', botId: '', botName: undefined };
        const by = { ...somewhere, place, speaker: { id: words, name: words } };
        const context = { id: 't1', asked: [words] };
        const { who, where, what, asked } = auditEntryOf({ ...by, text: words }, context, end);
        isCut(who.id, words, 300);
        isCut(who.name, words, 200);
        isCut(where.id, words, 300);
        isCut(where.tenantId, words, 300);
        isCut('said' in what ? what.said : undefined, words, 1_000);
        isCut(asked[0], words, 400);
        const pressed = auditEntryOf({ ...by, verb: words, data: {} }, context, end).what;
        isCut('pressed' in pressed ? pressed.pressed : undefined, words, 60);
      }),
    );
  });
});

describe('removals of the bot on record', () => {
  const removal = { ...somewhere, home: 'a:personal', channel: undefined };
  const nothing = { digests: 0, watches: 0, rosters: 0 };
  const down = new StoreError('unavailable', 'no connection');

  it('a removal of the bot waits for a record that is slower than a user would wait for', async () => {
    let takeIt = () => {};
    const isTaken = new Promise<void>(resolve => (takeIt = resolve));
    const settings = { ...nothing, digests: 1 };
    let isDeleted = false;
    const { audited, kept } = open({
      keep: () => isTaken,
      beginWithinMs: 1,
      left: async () => {
        isDeleted = true;
        return { ending: { kind: 'answered' }, settings };
      },
    });
    const leaving = audited.left(removal);
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    assert.equal(isDeleted, false, 'nothing goes before it is on record');
    takeIt();
    assert.deepEqual(await leaving, { ending: { kind: 'answered' }, settings });
    await audited.settled();
    assert.deepEqual(
      kept.map(({ what, ending }) => [what, ending.kind]),
      [
        [{ removedFrom: 'chat', settings: undefined, why: 'removed' }, 'begun'],
        [{ removedFrom: 'chat', settings, why: 'removed' }, 'answered'],
      ],
    );
  });

  it('a removal of the bot is retried after 1, 2 and 4 s while the record cannot be written', async () => {
    let failures = 3;
    const { audited, kept, slept } = open({
      keep: async () => (failures-- > 0 ? Promise.reject(down) : undefined),
    });
    assert.equal((await audited.left(removal)).ending.kind, 'answered');
    await audited.settled();
    assert.deepEqual(slept, [1_000, 2_000, 4_000]);
    assert.equal(kept.length, 2);
  });

  it('a removal of the bot has its end on record though the store fails once between', async () => {
    let writes = 0;
    const { audited, kept } = open({ keep: async () => (++writes === 2 ? Promise.reject(down) : undefined) });
    await audited.left(removal);
    await audited.settled();
    assert.deepEqual(
      kept.map(({ ending }) => ending.kind),
      ['begun', 'answered'],
    );
  });

  it('a removal of the bot deletes nothing if it cannot be put on record, and the log has an error', async () => {
    const { audited, log } = open({
      keep: () => Promise.reject(down),
      left: () => assert.fail('nothing is on record'),
    });
    const { ending } = await audited.left(removal);
    await audited.settled();
    assert.deepEqual(ending, { kind: 'failed', problem: 'store' });
    const lines = log.lines.filter(({ level }) => level === 'error').map(({ message }) => message);
    assert.ok(lines.includes('removal not recorded, settings are kept'), lines.join());
  });

  it('a removal of the bot that Teams reports twice deletes once, and the second entry says that it was removed already', async () => {
    let digests = 1;
    const { audited, kept, clock } = open({
      left: async () => {
        const settings = { ...nothing, digests };
        await new Promise(setImmediate);
        digests = 0;
        return { ending: { kind: 'answered' }, settings };
      },
    });
    const whats = () =>
      kept
        .filter(({ ending }) => ending.kind === 'answered')
        .map(({ what }) => ({ ...what, removedFrom: '' }));
    await Promise.all([audited.left(removal), audited.left(removal)]);
    await audited.settled();
    assert.deepEqual(whats(), [
      { removedFrom: '', settings: { ...nothing, digests: 1 }, why: 'removed' },
      { removedFrom: '', settings: nothing, isAgain: true, why: 'removed' },
    ]);
    clock.advance(10 * 60_000);
    await audited.left(removal);
    await audited.settled();
    const another = { removedFrom: '', settings: nothing, why: 'removed' };
    assert.deepEqual(whats()[2], another, 'that was another removal');
  });
});
