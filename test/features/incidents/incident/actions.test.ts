import assert from 'node:assert/strict';
import type { IncidentAction } from '../../../../src/features/incidents/incident/action.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import { snoozeEnd } from '../../../../src/features/incidents/incident/try-action.ts';
import { recordOf } from '../../../../src/features/incidents/report/timeline.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { channel, kim, lee, minute, openScene, run, type Scene } from '../support.ts';

const berlin = 'Europe/Berlin';
const other = { ...channel, id: '19:other' };

describe('the buttons of an incident', () => {
  let scene: Scene;
  let incident: Incident;
  const now = async () => (await scene.faultsOf())[0] as Incident;

  beforeEach(async () => {
    scene = openScene();
    await scene.watch();
    await scene.watch({}, other);
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    incident = await now();
  });

  const acts: readonly IncidentAction[] = [
    { what: 'acknowledge' },
    { what: 'takeOver' },
    { what: 'snooze', length: '1h' },
    { what: 'close' },
  ];

  for (const act of acts) {
    it(`if two users press ${act.what} at the same time, one of them was first`, async () => {
      const answers = await Promise.all([scene.act(act, incident.id, kim), scene.act(act, incident.id, lee)]);
      assert.deepEqual(answers.map(({ kind }) => kind).sort(), ['before', 'done']);
      const [done, before] = answers.toSorted((a, b) => (a.kind < b.kind ? 1 : -1));
      assert.ok(done?.kind === 'done' && before?.kind === 'before');
      const winner = answers[0]?.kind === 'done' ? kim : lee;
      assert.deepEqual(before.stamp.by, winner);
      assert.equal((await now()).events.filter(({ what }) => what !== 'told').length, 1);
    });

    it(`a second press does no more: ${act.what}`, async () => {
      await scene.act(act, incident.id, kim);
      const after = await now();
      const again = await scene.act(act, incident.id, kim);
      assert.equal(again.kind, 'before');
      assert.deepEqual(await now(), after);
    });

    it(`a press does nothing once the incident is over: ${act.what}`, async () => {
      scene.world.plant(run('exchange', monday + 10 * minute, 'finished', minute));
      await scene.pass(20 * minute);
      const over = await now();
      assert.ok(over.overAt);
      assert.equal((await scene.act(act, incident.id, lee)).kind, 'over');
      assert.deepEqual(await now(), over);
    });

    it(`a press does nothing with an unknown id, or one of another channel: ${act.what}`, async () => {
      const [theirs] = await scene.faultsOf(other);
      assert.ok(theirs);
      for (const id of ['0000000000000000', 'ffffffffffffffff', theirs.id])
        assert.equal((await scene.act(act, id)).kind, 'unknown', id);
      assert.deepEqual((await scene.faultsOf(other))[0], theirs);
      assert.deepEqual(await now(), incident);
    });
  }

  it('a press on an archived incident is answered with that it is over', async () => {
    await scene.act({ what: 'close' }, incident.id);
    await scene.pass(4 * 24 * hour, hour);
    assert.deepEqual(await scene.faultsOf(), []);
    assert.equal((await scene.act({ what: 'acknowledge' }, incident.id)).kind, 'over');
  });

  it('a press changes the card for everyone, by an edit', async () => {
    await scene.act({ what: 'acknowledge' }, incident.id, lee);
    await scene.pass(minute);
    const edit = scene.said.at(-1);
    assert.equal(edit?.how, 'edit');
    assert.equal(edit?.id, incident.telling.said?.id);
    assert.deepEqual(edit?.message.incident.acknowledged?.by, lee);
    assert.equal(scene.said.filter(({ place }) => place === other.id).length, 1, 'and no other card');
  });

  it('a snooze until 8:00 ends at the next eight in the morning of the user’s zone', () => {
    const at = (day: number, hours: number, minutes = 0) => Date.UTC(2026, 10, day, hours - 1, minutes);
    assert.equal(snoozeEnd('1h', at(23, 14), berlin), at(23, 15));
    assert.equal(snoozeEnd('4h', at(23, 14), berlin), at(23, 18));
    assert.equal(snoozeEnd('tomorrow', at(23, 14), berlin), at(24, 8));
    assert.equal(snoozeEnd('tomorrow', at(23, 3), berlin), at(23, 8));
    assert.equal(snoozeEnd('tomorrow', at(23, 6, 30), berlin), at(23, 8));
    assert.equal(snoozeEnd('tomorrow', at(23, 8), berlin), at(24, 8));
  });

  it('a snooze is extended by a longer one, and not shortened by a shorter one', async () => {
    await scene.act({ what: 'snooze', length: '1h' }, incident.id, kim);
    assert.equal((await scene.act({ what: 'snooze', length: '4h' }, incident.id, lee)).kind, 'done');
    assert.equal((await scene.act({ what: 'snooze', length: '1h' }, incident.id, kim)).kind, 'before');
  });
});

describe('the report of an incident', () => {
  it('a report lists the events in the order of time, with the time to acknowledge', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + 2 * hour, 'failed', minute),
      run('exchange', monday + 4 * hour, 'finished', minute),
    );
    await scene.pass(10 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'acknowledge' }, incident?.id ?? '', lee);
    await scene.pass(5 * hour);
    const [over] = await scene.faultsOf();
    assert.ok(over);
    const record = recordOf(over, scene.clock.now());
    assert.deepEqual(
      record.lines.map(line => (line.kind === 'event' ? line.event.what : line.kind)),
      ['failed', 'told', 'called', 'acknowledged', 'failed', 'recovered'],
    );
    assert.equal(record.toAcknowledgeMs, 9 * minute);
    assert.equal(record.leftOut, 0);
  });

  it('a report counts the failures that it doesn’t list', async () => {
    const scene = openScene();
    await scene.watch();
    for (let n = 0; n < 100; n += 1)
      scene.world.plant(run('exchange', monday + n * 10 * minute, 'failed', minute));
    await scene.pass(20 * hour, 10 * minute);
    const [incident] = await scene.faultsOf();
    assert.ok(incident);
    const record = recordOf(incident, scene.clock.now());
    const failed = record.lines.filter(({ kind }) => kind === 'failed').length;
    assert.equal(failed + record.leftOut, 100);
    assert.ok(JSON.stringify(incident).length < 25_000);
  });
});
