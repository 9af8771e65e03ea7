import assert from 'node:assert/strict';
import { actionText } from '../../../../src/features/incidents/card/action-texts.ts';
import { closeQuestion } from '../../../../src/features/incidents/card/close-question.ts';
import type { IncidentAction } from '../../../../src/features/incidents/incident/action.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import { reportText } from '../../../../src/features/incidents/report/text.ts';
import { recordOf } from '../../../../src/features/incidents/report/timeline.ts';
import { failing, fault, recovery, trouble } from '../../../cards/fault-models.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type Scene } from '../support.ts';

let scene: Scene;
const now = async () => (await scene.faultsOf())[0] as Incident;
const press = async (act: IncidentAction, by = kim) => {
  const answer = await scene.act(act, (await now()).id, by);
  return actionText(answer, act, { locale: 'en-GB', zone: 'Europe/Berlin', speaker: by }, scene.clock.now());
};

beforeEach(async () => {
  scene = openScene();
  await scene.watch();
  scene.world.plant(run('exchange', monday, 'failed', minute));
  await scene.pass(5 * minute);
});

describe('notes of an incident', () => {
  it('a note is in the record and the report, with who wrote it and when', async () => {
    assert.equal(await press({ what: 'note', note: 'restarted *the* job' }), 'Note added.');
    const report = reportText(recordOf(await now(), scene.clock.now()), { locale: 'en-GB' });
    assert.match(report, /14:10 Kim: restarted .*the.* job/);
  });

  it('a note that is pressed twice is added once', async () => {
    await press({ what: 'note', note: 'restarted' });
    assert.equal(await press({ what: 'note', note: 'restarted' }), 'You’ve added this note already.');
    assert.equal((await now()).notes?.length, 1);
    assert.equal(await press({ what: 'note', note: 'restarted' }, lee), 'Note added.');
  });

  it('an empty note and one that is too long are refused, and change nothing', async () => {
    const before = await now();
    assert.equal(await press({ what: 'note', note: '' }), 'Write a note first.');
    assert.match(
      await press({ what: 'note', note: 'x'.repeat(501) }),
      /room for 500 characters; this one has 501/,
    );
    assert.match(await press({ what: 'close', note: 'x'.repeat(501) }), /Nothing was changed/);
    assert.deepEqual(await now(), before);
  });

  it('a note that was typed beside Close goes along', async () => {
    await press({ what: 'close', note: 'false alarm' });
    const { closed, notes } = await now();
    assert.deepEqual([closed?.by, notes?.map(({ text }) => text)], [kim, ['false alarm']]);
  });

  it('once there is no room, a note is refused, none is lost, and the record stays far below the store’s limit', async () => {
    let count = 0;
    for (; ; count += 1) {
      const answer = await press({ what: 'note', note: `${count} ${'"'.repeat(490)}` });
      if (answer !== 'Note added.') {
        assert.match(answer, new RegExp(`no room for another note: it has ${count} already`));
        break;
      }
    }
    const incident = await now();
    assert.equal(incident.notes?.length, count);
    assert.ok(count >= 4);
    assert.ok(JSON.stringify(incident).length < 25_000);
  });

  it('owners that change again and again leave the record far below the store’s limit, and the first one on it', async () => {
    for (let n = 0; n < 200; n += 1) {
      const { assigned } = await now();
      await press({ what: 'takeOver', from: assigned?.at }, n % 2 === 0 ? kim : lee);
      scene.clock.advance(minute);
    }
    const { events } = await now();
    assert.ok(JSON.stringify(await now()).length < 25_000);
    assert.equal(
      recordOf(await now(), scene.clock.now()).toAcknowledgeMs,
      (events.find(({ what }) => what === 'assigned')?.at ?? 0) - (events[0]?.at ?? 0),
    );
  });
});

describe('ending a snooze', () => {
  it('anyone ends a snooze, and a second press says who did', async () => {
    await press({ what: 'snooze', length: '4h' }, kim);
    const { snoozed } = await now();
    assert.equal(await press({ what: 'unsnooze', snoozedAt: snoozed?.at ?? 0 }, lee), 'No longer snoozed.');
    assert.equal((await now()).snoozed, undefined);
    assert.match(
      await press({ what: 'unsnooze', snoozedAt: snoozed?.at ?? 0 }, kim),
      /^Lee ended the snooze at/,
    );
  });

  it('a snooze that the card didn’t show isn’t ended', async () => {
    await press({ what: 'snooze', length: '1h' }, kim);
    const { snoozed } = await now();
    await press({ what: 'snooze', length: '4h' }, lee);
    scene.clock.advance(minute);
    await press({ what: 'snooze', length: 'tomorrow' }, lee);
    assert.match(
      await press({ what: 'unsnooze', snoozedAt: snoozed?.at ?? 0 }),
      /^Lee snoozed it again at .* Press again to end that\.$/,
    );
    assert.ok((await now()).snoozed);
  });

  it('the messages that a snooze held back are sent at once', async () => {
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    await press({ what: 'snooze', length: '4h' });
    await scene.pass(hour);
    assert.deepEqual(scene.replies(), []);
    await press({ what: 'unsnooze', snoozedAt: (await now()).snoozed?.at ?? 0 });
    await scene.pass(2 * minute);
    assert.deepEqual(
      scene.replies().map(({ message }) => message.kind),
      ['escalation'],
    );
  });
});

describe('the question before an incident is closed', () => {
  it('names the services that haven’t had a good backup since, and asks nothing if all had one', () => {
    const question = (...recovered: readonly boolean[]) =>
      closeQuestion(
        fault(
          failing(
            ...recovered.map((isBack, index) =>
              trouble(undefined, {
                service: index === 0 ? 'exchange' : 'teams',
                recovery: isBack ? recovery : undefined,
              }),
            ),
          ),
        ),
      );
    assert.equal(question(false), 'No good backup of Exchange since the failure. Close anyway?');
    assert.equal(question(true, false), 'No good backup of Teams since the failure. Close anyway?');
    assert.equal(question(true, true), undefined);
  });
});
