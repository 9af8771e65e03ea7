import assert from 'node:assert/strict';
import { actionText } from '../../../../src/features/incidents/card/action-texts.ts';
import type { ActionResult, IncidentAction } from '../../../../src/features/incidents/incident/action.ts';
import type { ActionStamp } from '../../../../src/features/incidents/incident/events.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import {
  acknowledged,
  at,
  blind,
  hostilePerson,
  fault as incident,
  kim,
  lee,
  recovered,
} from '../../../cards/fault-models.ts';

const reader = { locale: 'en-GB', zone: 'Europe/Berlin' };
const say = (answer: ActionResult, act: IncidentAction, now = at(14)) => actionText(answer, act, reader, now);
const done = (act: IncidentAction, changes: Partial<Incident> = {}) =>
  say({ kind: 'done', incident: incident(changes) }, act);
const earlier = (act: IncidentAction, stamp: ActionStamp, changes: Partial<Incident> = {}) =>
  say({ kind: 'before', stamp, incident: incident(changes) }, act);
const snooze = { what: 'snooze', length: 'tomorrow' } as const;

describe('the reply to a press on an incident’s button', () => {
  it('a press on an incident’s button is answered with what was done', () => {
    assert.equal(done({ what: 'acknowledge' }), 'Acknowledged. Lee won’t be called.');
    assert.equal(done({ what: 'takeOver' }), 'You’ve taken over. Lee won’t be called.');
    assert.equal(done({ what: 'close' }), 'Closed. Another failure opens a new incident.');
    assert.equal(done({ what: 'close' }, blind()), 'Closed.');
    assert.equal(
      done(snooze, { snoozed: { by: kim, at: at(14), until: at(32) } }),
      'Snoozed until Tue 24 Nov, 08:00 (Europe/Berlin).',
    );
  });

  it('acknowledging names the person who would have been called next, if there was one', () => {
    const call = incident().call;
    assert.ok(call);
    assert.equal(done({ what: 'acknowledge' }, { call: undefined }), 'Acknowledged.');
    assert.equal(done({ what: 'acknowledge' }, { call: { ...call, fallback: undefined } }), 'Acknowledged.');
    assert.equal(done({ what: 'acknowledge' }, { call: { ...call, isEscalated: true } }), 'Acknowledged.');
  });

  it('a press that came second is answered with who was first, and when', () => {
    assert.equal(
      earlier({ what: 'acknowledge' }, acknowledged, { acknowledged }),
      'Kim Weber acknowledged it at 02:14.',
    );
    const assigned = { by: lee, at: at(2, 20) };
    assert.equal(earlier({ what: 'takeOver' }, assigned, { assigned }), 'Lee took it at 02:20.');
    assert.equal(earlier({ what: 'acknowledge' }, assigned, { assigned }), 'Lee took it at 02:20.');
    const snoozed = { by: kim, at: at(2), until: at(30) };
    assert.equal(earlier(snooze, snoozed, { snoozed }), 'Kim Weber has snoozed it until Tue 24 Nov, 06:00.');
    const closed = { by: kim, at: at(5) };
    assert.equal(
      earlier({ what: 'close' }, closed, { closed, overAt: at(5) }),
      'Kim Weber closed it at 05:00.',
    );
    assert.doesNotMatch(earlier({ what: 'acknowledge' }, { by: hostilePerson, at: at(3) }), /[<*[\]&\n]/);
  });

  it('a press is answered with the reason if there is nothing to do any more, or no such incident', () => {
    const over: ActionResult = { kind: 'over', incident: incident(recovered) };
    assert.equal(say(over, { what: 'close' }), 'This incident ended at 20:05.');
    assert.equal(say(over, { what: 'close' }, at(30)), 'This incident ended on Mon 23 Nov, 20:05.');
    assert.equal(say({ kind: 'unknown' }, snooze), 'There’s no such incident in this conversation.');
  });

  it('the reply to a press has its times in the user’s zone', () => {
    const tokyo = { locale: 'en-GB', zone: 'Asia/Tokyo' };
    const answer: ActionResult = {
      kind: 'before',
      stamp: acknowledged,
      incident: incident({ acknowledged }),
    };
    assert.equal(
      actionText(answer, { what: 'acknowledge' }, tokyo, at(14)),
      'Kim Weber acknowledged it at 10:14.',
    );
  });
});
