import assert from 'node:assert/strict';
import { services } from '../../../src/domain/job.ts';
import { StoreError } from '../../../src/domain/store.ts';
import type { Incident, IncidentSubject } from '../../../src/features/incidents/incident/incident.ts';
import { secondsIn } from '../../../src/features/incidents/incident/open-incident.ts';
import type { Reply } from '../../../src/features/turn.ts';
import { buttonsOf } from '../../cards/elements.ts';
import { fault as anIncident, run, trouble } from '../../cards/fault-models.ts';
import { hour, monday } from '../../support/fakes.ts';
import { textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';
import { channel, kim } from './support.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const at = { ...reader, place: channel, speaker: kim };

describe('an incident’s buttons and questions in a conversation', () => {
  let path: WholePath;

  beforeEach(async () => {
    path = await openWholePath({ history: false });
  });

  afterEach(() => path.close());

  async function keep(about: IncidentSubject, changes: Partial<Incident> = {}): Promise<Incident> {
    const kept = anIncident({ place: { home: channel.home, id: channel.id }, about, ...changes });
    await path.watching.faults.save(kept);
    return kept;
  }
  const press = (verb: string, id: string): Promise<Reply> =>
    path.conversation.press({ ...at, verb, data: { v: 1, d: id } });
  const say = async (text: string, more: object = {}) => {
    const reply = await path.conversation.hear({ ...at, ...more, text });
    assert.ok(reply.kind === 'card');
    return textOf(reply.card);
  };
  const failingSince = (hours: number): IncidentSubject => ({
    kind: 'failing',
    troubles: [trouble([run(monday - hours * hour)])],
  });

  it('Jobs lists the failed jobs of one service in the thread', async () => {
    path.simulator.plant({ service: 1, startedAt: monday - 3 * hour, endedAt: monday - hour, state: 3 });
    const { id } = await keep(failingSince(3));
    const reply = await press('fault.jobs', id);
    assert.ok(reply.kind === 'post');
    assert.match(textOf(reply.card), /^Failed backups · Exchange Online/);
  });

  it('Jobs shows those of twelve services, and those that finished partially, side by side', async () => {
    path.simulator.plant({ service: 3, startedAt: monday - 3 * hour, endedAt: monday - hour, state: 3 });
    const many = services.map(service => trouble([run(monday - 4 * hour)], { service }));
    const wide = await keep({ kind: 'failing', troubles: many });
    const reply = await press('fault.jobs', wide.id);
    assert.ok(reply.kind === 'post');
    assert.match(textOf(reply.card), /OneDrive/);
    path.simulator.plant({ service: 1, startedAt: monday - 3 * hour, endedAt: monday - hour, state: 5 });
    const partial = trouble([run(monday - 4 * hour, { state: 'partiallyFinished' })]);
    const some = await keep({ kind: 'failing', troubles: [partial] }, { id: '6a2b3c4d00000001' });
    const both = await press('fault.jobs', some.id);
    assert.ok(both.kind === 'post');
    assert.match(textOf(both.card), /^Failed or partially finished backups · Exchange[\s\S]*◐ \nPartial/);
  });

  it('Jobs shows the one long-running job, and missing data has no jobs', async () => {
    path.simulator.plant({ id: 'IB1', service: 3, startedAt: monday - 9 * hour });
    const common = { kind: 'stuck', service: 'onedrive', usualMs: hour, ended: undefined } as const;
    const stuck = await keep({ ...common, jobId: 'IB1', startedAt: monday - 9 * hour });
    const reply = await press('fault.jobs', stuck.id);
    assert.ok(reply.kind === 'post');
    assert.match(textOf(reply.card), /IB1/);
    const blind = await keep(
      { kind: 'blind', services: [], since: monday - hour, seenAgainAt: undefined, reason: 'noAnswer' },
      { id: '6a2b3c4d00000002' },
    );
    assert.equal((await press('fault.jobs', blind.id)).kind, 'text');
  });

  it('the card stays as it is if the API or the store doesn’t answer, and the user gets a reference', async () => {
    const { id } = await keep(failingSince(3));
    path.simulator.addTrouble({ kind: 'status', status: 503 });
    const jobs = await press('fault.jobs', id);
    assert.ok(jobs.kind === 'text');
    assert.match(jobs.text, /AvePoint isn’t answering[\s\S]*Reference: ref-1/);
    path.watching.faults.update = () => Promise.reject(new StoreError('unavailable', 'secret-address'));
    const stamp = await path.conversation.press({
      ...at,
      verb: 'fault.snooze',
      data: { v: 1, d: id, l: '1h' },
    });
    assert.ok(stamp.kind === 'text');
    assert.match(stamp.text, /can’t reach my storage[\s\S]*Reference: ref-1/);
    assert.doesNotMatch(stamp.text, /secret-address/);
  });

  it('the report is of the incident whose thread it is asked in, else of the only open one, else the latest are offered', async () => {
    const first = await keep(failingSince(3));
    assert.match(await say('incident report'), /^Incident report · Exchange Online/);
    await path.watching.faults.tie(channel, '111', first.id);
    await keep(
      { kind: 'failing', troubles: [trouble([run(monday - hour)], { service: 'teams' })] },
      { id: '6a2b3c4d00000003' },
    );
    assert.match(await say('incident report'), /^2 open incidents\nWhose report do you want\?/);
    assert.match(await say('incident report', { thread: '111' }), /^Incident report · Exchange Online/);
    assert.match(await say('incidents'), /^2 open incidents/);
    assert.match(await say('incidents', { place: { ...channel, id: '19:other' } }), /^No open incidents/);
  });

  it('incidents that are over are found by period, service and as the last one, also once they are archived', async () => {
    const saved = async (hours: number, service: 'exchange' | 'teams', id: string, isPast: boolean) => {
      const failed = run(monday - hours * hour);
      const recovery = {
        startedAt: undefined,
        endedAt: failed.endedAt + hour,
        foundAt: failed.endedAt + hour,
      };
      const about = { kind: 'failing', troubles: [trouble([failed], { service, recovery })] } as const;
      const one = await keep(about, { id, overAt: recovery.endedAt });
      const stored = await path.watching.faults.get(channel, id);
      if (isPast && stored) await path.watching.faults.archive(stored, monday);
      return one;
    };
    const idAt = (hours: number, end: string) => `${secondsIn(monday - hours * hour)}0000000${end}`;
    assert.match(await say('last incident'), /^No incidents on record[\s\S]*Nothing is watched here/);
    assert.match(await say('incident report'), /^No incidents on record/);
    await saved(40 * 24, 'teams', idAt(40 * 24, '1'), true);
    await saved(30, 'exchange', idAt(30, '2'), false);
    assert.match(
      await say('incidents'),
      /^No open incidents\n1 incident ended in the last 7 days[\s\S]*✓ Recovered after 1 h/,
    );
    assert.match(
      await say('incidents last 60 days'),
      /^2 incidents\n[\s\S]*Exchange Online · [\s\S]*Teams · /,
    );
    assert.match(await say('teams incidents last 60 days'), /^1 incident · Teams\n/);
    assert.match(await say('exchange incidents today'), /^No incidents on record · Exchange\n/);
    assert.match(await say('last incident'), /^Incident report · Exchange Online/);
    assert.match(await say('last teams incident'), /^Incident report · Teams/);
    await keep(failingSince(50), { id: idAt(50, '3') });
    assert.match(await say('last incident'), /△ 1 other incident is open here now/);
    assert.match(await say('open incidents'), /^1 open incident\n(?!.*ended)/);
  });

  it('the report is offered of the latest three incidents if none is open', async () => {
    for (const hours of [10, 20, 30, 40]) {
      const id = `${secondsIn(monday - hours * hour)}0000000${hours / 10}`;
      await keep(failingSince(hours), { id, overAt: monday - (hours - 1) * hour });
    }
    const reply = await path.conversation.hear({ ...at, text: 'incident report' });
    assert.ok(reply.kind === 'card');
    assert.match(textOf(reply.card), /^No open incidents\nWhose report do you want\?/);
    const buttons =
      JSON.stringify(reply.card).match(/"fault\.report","data":\{"v":1,"d":"[0-9a-f]{15}\d/g) ?? [];
    assert.deepEqual(
      buttons.map(button => button.at(-1)),
      ['1', '2', '3'],
    );
  });

  it('Older shows the next page of the same incidents', async () => {
    for (let index = 0; index < 12; index += 1) {
      const id = `${secondsIn(monday - index * hour - hour)}00000${String(index).padStart(3, '0')}`;
      await keep(failingSince(index + 1), { id, overAt: monday - index * hour });
    }
    const reply = await path.conversation.hear({ ...at, text: 'incidents last 2 days' });
    assert.ok(reply.kind === 'card');
    const [older] = buttonsOf(reply.card);
    assert.equal(older?.title, 'Older');
    path.clock.advance(hour);
    const next = await path.conversation.press({ ...at, verb: older?.verb, data: older?.data });
    assert.ok(next.kind === 'card');
    assert.match(textOf(next.card), /^12 incidents\n[\s\S]*11–12 of 12 · page 2 of 2/);
  });

  it('a personal chat has no one on call, and no watch can be set where the bot can’t send later', async () => {
    assert.match(
      await say('on duty', { place: { ...channel, kind: 'personal' } }),
      /for channels and group chats/,
    );
    assert.match(await say('watch exchange', { place: undefined }), /needs a chat or a channel/);
  });

  it('a preview says that the last two weeks are unknown if the API doesn’t answer, and the watch can be saved all the same', async () => {
    path.simulator.addTrouble({ kind: 'status', status: 503 });
    assert.match(await say('watch exchange'), /could not be read[\s\S]*Save/);
  });

  it('the watches are deleted when the bot is removed', async () => {
    await path.watching.orders.save(
      { services: ['exchange'], inARow: 1, isPartialIncluded: false, quiet: undefined },
      channel,
      { ...reader, by: kim },
    );
    await keep(failingSince(3));
    await path.conversation.left({ ...reader, home: channel.home, channel: undefined });
    assert.deepEqual(
      [await path.watching.watches.all(), await path.watching.faults.ofPlace(channel)],
      [[], []],
    );
  });
});
