import assert from 'node:assert/strict';
import { collection, createLastQuestions, isOver } from '../../../src/bot/follow-up/last-questions.ts';
import { StoreError } from '../../../src/domain/store.ts';
import { createForgetting } from '../../../src/schedule/forget-old.ts';
import { channel } from '../../features/incidents/support.ts';
import { fakeClock, recordingLog } from '../../support/fakes.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const place = channel;
const kim = { place, objectId: 'kim', zone: 'UTC', locale: 'en-GB' } as const;
const page = { verb: 'jobs.page', data: { v: 1, p: 0 } };

function open(store = createMemoryStore()) {
  const [clock, log] = [fakeClock(), recordingLog()];
  return { store, clock, log, last: createLastQuestions({ store, clock, log }) };
}

describe('last questions', () => {
  it('the last question is known to another instance as soon as it’s written, and after a restart', async () => {
    const { store, clock, log, last } = open();
    last.remember(kim, { sentence: 'failed backups today', list: { page, jobIds: ['FB1'] } });
    await last.settled();
    const other = createLastQuestions({ store, clock, log });
    assert.deepEqual(await other.of(kim), {
      ...{ sentence: 'failed backups today', at: clock.now() },
      list: { page, jobIds: ['FB1'] },
    });
  });

  it('of two instances the later question counts', async () => {
    const { store, clock, log, last } = open();
    const other = createLastQuestions({ store, clock, log });
    last.remember(kim, { sentence: 'failed backups today' });
    await last.settled();
    clock.advance(1_000);
    other.remember(kim, { sentence: 'status' });
    await other.settled();
    assert.equal((await last.of(kim))?.sentence, 'status');
  });

  it('the last question is forgotten after 15 minutes', async () => {
    const { clock, last } = open();
    last.remember(kim, { sentence: 'status' });
    clock.advance(15 * 60_000 - 1);
    assert.equal((await last.of(kim))?.sentence, 'status');
    clock.advance(1);
    assert.equal(await last.of(kim), undefined);
  });

  it('another user, conversation or thread has another last question', async () => {
    const { last } = open();
    last.remember(kim, { sentence: 'status' });
    const others = [
      { ...kim, objectId: 'lee' },
      { ...kim, place: { ...place, id: '19:b' } },
      { ...kim, thread: '1' },
      { ...kim, objectId: undefined },
      { ...kim, place: undefined },
    ];
    for (const other of others) assert.equal(await last.of(other), undefined);
  });

  it('another page keeps the question', async () => {
    const { last } = open();
    last.remember(kim, { sentence: 'failed backups today' });
    last.remember(kim, { list: { page, jobIds: [] } });
    assert.deepEqual(
      [(await last.of(kim))?.sentence, (await last.of(kim))?.list?.page],
      ['failed backups today', page],
    );
  });

  it('the last question of this instance counts though the store fails, and the failure is logged', async () => {
    const failing = async () => {
      throw new StoreError('unavailable', 'x');
    };
    const { last, log } = open({ ...createMemoryStore(), get: failing, put: failing });
    last.remember(kim, { sentence: 'status' });
    await last.settled();
    assert.equal((await last.of(kim))?.sentence, 'status');
    assert.deepEqual(
      log.lines.map(({ message }) => message),
      ['last question not stored', 'last question unread'],
    );
  });

  it('a record that can’t be read is no question', async () => {
    const { store, clock, log, last } = open();
    last.remember(kim, { sentence: 'status' });
    await last.settled();
    const [record] = await store.list('lastQuestions', 'all', { limit: 1 });
    assert.ok(record);
    await store.put(
      { collection: 'lastQuestions', partition: 'all', key: record.key },
      { sentence: 7, at: 'x' },
    );
    assert.equal(await createLastQuestions({ store, clock, log }).of(kim), undefined);
  });

  it('the stored record names neither the user nor the conversation', async () => {
    const { store, last } = open();
    last.remember(kim, { sentence: 'status' });
    await last.settled();
    const [record] = await store.list('lastQuestions', 'all', { limit: 1 });
    assert.doesNotMatch(JSON.stringify(record), /kim|19:/);
  });

  it('questions are removed from the store once nobody can go on from them', async () => {
    const { store, clock, last } = open();
    const walk = (name: string) => store.all(name);
    const forgetting = createForgetting({ collection, isOver, walk, store, clock });
    last.remember(kim, { sentence: 'status' });
    await last.settled();
    clock.advance(16 * 60_000);
    last.remember({ ...kim, objectId: 'lee' }, { sentence: 'status' });
    await last.settled();
    await forgetting.go();
    assert.equal((await store.list('lastQuestions', 'all', { limit: 9 })).length, 1);
  });
});
