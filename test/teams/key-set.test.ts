import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { KeySetError, type SigningKeys } from '../../src/teams/fetch-keys.ts';
import { createKeySet } from '../../src/teams/key-set.ts';
import { fakeClock, hour, recordingLog } from '../support/fakes.ts';

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const setOf = (...ids: readonly string[]): SigningKeys =>
  new Map(ids.map(id => [id, { key: publicKey, endorsements: [] }]));
const settled = () => new Promise(resolve => setImmediate(resolve));

function open() {
  const [clock, log] = [fakeClock(), recordingLog()];
  const fetches: { give(...ids: readonly string[]): void; fail(): void; readonly signal: AbortSignal }[] = [];
  const waits: { readonly ms: number; end(): void }[] = [];
  const keys = createKeySet({
    clock,
    log,
    sleep: () => new Promise(() => {}),
    later: ms => new Promise<void>(resolve => waits.push({ ms, end: resolve })),
    fetchKeys: signal =>
      new Promise((resolve, reject) => {
        fetches.push({
          give: (...ids) => resolve(setOf(...ids)),
          fail: () => reject(new KeySetError('HTTP 503')),
          signal,
        });
      }),
  });
  return { clock, log, fetches, waits, keys };
}

describe('signing keys of the channel', () => {
  it('the signing keys are fetched at the start, and refreshed every hour although no message comes', async () => {
    const { fetches, waits, keys } = open();
    keys.start();
    fetches[0]?.give('a');
    await settled();
    assert.deepEqual(
      waits.map(({ ms }) => ms),
      [hour],
    );
    waits[0]?.end();
    await settled();
    fetches[1]?.give('b');
    await settled();
    assert.equal(waits[1]?.ms, hour);
    assert.equal(typeof (await keys.find('b')), 'object');
  });

  it('the signing keys are requested every 5 seconds until there are some, and every minute while there are old ones', async () => {
    const { fetches, waits, keys } = open();
    keys.start();
    fetches[0]?.fail();
    await settled();
    waits[0]?.end();
    await settled();
    fetches[1]?.give('a');
    await settled();
    waits[1]?.end();
    await settled();
    fetches[2]?.fail();
    await settled();
    assert.deepEqual(
      waits.map(({ ms }) => ms),
      [5_000, hour, 60_000],
    );
    assert.equal(typeof (await keys.find('a')), 'object');
  });

  it('the signing keys are fetched once at a time, however many ask', async () => {
    const { fetches, keys } = open();
    keys.start();
    const finding = [keys.find('a'), keys.find('a'), keys.find('x')];
    assert.equal(fetches.length, 1);
    fetches[0]?.give('a');
    const [first, second, third] = await Promise.all(finding);
    assert.deepEqual([typeof first, typeof second, third], ['object', 'object', 'unknown']);
    assert.equal(fetches.length, 1);
  });

  it('the signing keys are not fetched by the hour while a message has them fetched already', async () => {
    const { clock, fetches, waits, keys } = open();
    keys.start();
    fetches[0]?.give('a');
    await settled();
    clock.advance(hour);
    const asked = keys.find('new');
    waits[0]?.end();
    await settled();
    assert.equal(fetches.length, 2);
    fetches[1]?.give('a', 'new');
    assert.equal(typeof (await asked), 'object');
  });

  it('the signing keys count an id as missing only if their set was fetched after the id was asked for', async () => {
    const { clock, fetches, keys } = open();
    keys.start();
    fetches[0]?.give('a');
    await settled();
    clock.advance(30_000);
    const asked = keys.find('new');
    fetches[1]?.fail();
    assert.equal(await asked, 'unknown');
    clock.advance(30_000);
    const again = keys.find('new');
    fetches[2]?.give('a', 'new');
    assert.equal(typeof (await again), 'object');
  });

  it('the signing keys are logged once an hour while they cannot be fetched, and once when they can again', async () => {
    const { clock, log, fetches, waits, keys } = open();
    keys.start();
    for (let minute = 0; minute < 130; minute++) {
      fetches.at(-1)?.fail();
      await settled();
      clock.advance(60_000);
      waits.at(-1)?.end();
      await settled();
    }
    fetches.at(-1)?.give('a');
    await settled();
    assert.deepEqual(
      log.lines.map(({ level, fields }) => [level, fields]),
      [
        ['warn', { why: 'HTTP 503', keys: 0 }],
        ['warn', { why: 'HTTP 503', keys: 0 }],
        ['warn', { why: 'HTTP 503', keys: 0 }],
        ['info', { keys: 1 }],
      ],
    );
  });

  it('the signing keys are no longer fetched when the bot stops, which is logged as no failure', async () => {
    const { log, fetches, keys } = open();
    keys.start();
    keys.close();
    assert.equal(fetches[0]?.signal.aborted, true);
    fetches[0]?.fail();
    await settled();
    assert.deepEqual(log.lines, []);
  });
});
