import assert from 'node:assert/strict';
import type { QuietHours } from '../../../../src/domain/watch-order.ts';
import { failingSubject } from '../../../../src/features/incidents/detect/evaluate.ts';
import {
  type Incident,
  serviceFailures,
  withCardChange,
} from '../../../../src/features/incidents/incident/incident.ts';
import { nextStep, replyEveryMs } from '../../../../src/features/incidents/incident/next-step.ts';
import { withFurtherRuns } from '../../../../src/features/incidents/incident/service-failure.ts';
import { anIncident, at, aWatch, ran, reported } from '../given.ts';
import { kim, lee, minute } from '../support.ts';

const day = 24 * 60;
/** From 22:00 to 06:00 in Berlin: at(475) to at(955). */
const quiet: QuietHours = {
  from: { hour: 22, minute: 0 },
  to: { hour: 6, minute: 0 },
  zone: 'Europe/Berlin',
};
const [night, morning] = [475, 955];

const once = (overrides: Partial<Incident> = {}) =>
  reported(anIncident('exchange', [ran('a', -60, 0)], overrides), 1);
/** The incident after one more failed run, which the card shows. */
function failedAgain(incident: Incident, minutes: number, found = minutes): Incident {
  const [trouble] = serviceFailures(incident);
  const runs = [ran(`f${minutes}`, minutes - 1, minutes, 'failed', found)];
  return shown(
    trouble
      ? withCardChange(incident, { about: failingSubject([withFurtherRuns(trouble, runs, () => undefined)]) })
      : incident,
    found,
  );
}
/** The incident after its clean run, which the card shows. */
function recovered(incident: Incident, minutes: number, found = minutes): Incident {
  const recovery = { startedAt: at(minutes - 1), endedAt: at(minutes), foundAt: at(found) };
  const about = failingSubject(serviceFailures(incident).map(trouble => ({ ...trouble, recovery })));
  return shown(withCardChange(incident, { about, overAt: at(minutes) }), found);
}
const shown = (incident: Incident, minutes: number): Incident => ({
  ...incident,
  telling: { ...incident.telling, shown: incident.telling.revision, shownAt: at(minutes) },
});
const snoozed = (incident: Incident, from: number, until: number) =>
  shown({ ...incident, snoozed: { by: kim, at: at(from), until: at(until) } }, from);
const call = { who: kim, fallback: lee, at: at(1), escalateAt: at(16), isEscalated: false };
/** The next step and its minute; 0 for at once. */
function due(incident: Incident) {
  const next = nextStep(incident);
  return next && [next.step, next.at === 0 ? 0 : (next.at - at(0)) / minute];
}

describe('the next step of an incident', () => {
  it('the first step is the post, at once or when the quiet hours in which it began end', () => {
    const runs = [ran('a', -60, 500)];
    assert.deepEqual(due(anIncident('exchange', runs)), ['post', 0]);
    assert.deepEqual(due(anIncident('exchange', runs, {}, aWatch({ quiet }))), ['post', morning]);
    assert.deepEqual(due(anIncident('exchange', runs, { overAt: at(600) }, aWatch({ quiet }))), [
      'post',
      morning,
    ]);
  });

  it('there is no step after the post, as long as nothing changes', () => {
    assert.equal(due(once()), undefined);
    assert.equal(due(once({ quiet, call: { ...call, isEscalated: true } })), undefined);
  });

  it('an edit is due at once and before all else if the card is outdated', () => {
    const behind = (incident: Incident) => due(withCardChange(incident, {}));
    assert.deepEqual(behind(once({ quiet })), ['edit', 0]);
    assert.deepEqual(behind(snoozed(failedAgain(once({ call }), 40), 41, 300)), ['edit', 0]);
    assert.deepEqual(behind(recovered(once(), 20)), ['edit', 0]);
    assert.deepEqual(behind(recovered(reported(once(), 5), 20)), ['edit', 0]);
  });
});

describe('a reply about further failures', () => {
  it('a reply is due half an hour after the last message, or at once if that is over', () => {
    assert.equal(replyEveryMs, 30 * minute);
    const again = failedAgain(once(), 10);
    assert.deepEqual(due(again), ['reply', 31]);
    const reported = { ...again, telling: { ...again.telling, toldRuns: 2, lastSaidAt: at(31) } };
    assert.equal(due(reported), undefined);
    assert.deepEqual(due(failedAgain(reported, 32)), ['reply', 61]);
    const late = failedAgain(reported, 300);
    assert.ok((nextStep(late)?.at ?? 0) <= at(300));
  });

  it('a reply waits for the end of the quiet hours in which the failure was found, however old the last message is', () => {
    assert.deepEqual(due(failedAgain(once({ quiet }), night + 1)), ['reply', morning]);
    assert.deepEqual(due(failedAgain(once({ quiet }), night - 1, night + 1)), ['reply', morning]);
    assert.deepEqual(due(failedAgain(reported(once({ quiet }), night - 10), night - 5)), ['reply', morning]);
    assert.notDeepEqual(due(failedAgain(once({ quiet }), night - 2)), ['reply', morning]);
  });

  it('a reply waits for the end of a snooze, and of the quiet hours in which that ends', () => {
    const again = failedAgain(once({ quiet }), 10);
    assert.deepEqual(due(snoozed(again, 11, 71)), ['edit', 71]);
    assert.deepEqual(due(shown(snoozed(again, 11, 71), 71)), ['reply', 71]);
    assert.deepEqual(due(shown(snoozed(again, 11, 500), 500)), ['reply', morning]);
  });

  it('no reply is due once the incident is over', () => {
    const over = recovered(failedAgain(once(), 10), 20);
    assert.deepEqual(due({ ...over, telling: { ...over.telling, isAllClearTold: true } }), [
      'archive',
      20 + 3 * day,
    ]);
  });
});

describe('an escalation', () => {
  it('an escalation is due at its time while the incident has no owner and lasts', () => {
    assert.deepEqual(due(once({ call })), ['escalation', 16]);
    const stamp = { by: kim, at: at(2) };
    assert.equal(due(once({ call: { ...call, isEscalated: true } })), undefined);
    for (const taken of [{ acknowledged: stamp }, { assigned: stamp }])
      assert.deepEqual(due(once({ call, ...taken })), ['reminder', 2 + 24 * 60]);
    assert.notEqual(nextStep(recovered(once({ call }), 10))?.step, 'escalation');
  });

  it('an escalation is due with an empty roster, too: it calls the person who is on call by then', () => {
    const nobody = { ...call, who: undefined, fallback: undefined };
    assert.deepEqual(due(once({ call: nobody })), ['escalation', 16]);
  });

  it('an escalation waits for the end of a snooze and of quiet hours', () => {
    assert.deepEqual(due(shown(snoozed(once({ call }), 2, 62), 62)), ['escalation', 62]);
    assert.deepEqual(due(once({ quiet, call: { ...call, escalateAt: at(night) } })), ['escalation', morning]);
    assert.deepEqual(due(once({ quiet, call: { ...call, escalateAt: at(night - 1) } })), [
      'escalation',
      night - 1,
    ]);
  });

  it('an escalation comes before or after a reply, as their times do', () => {
    assert.deepEqual(due(failedAgain(once({ call }), 10)), ['escalation', 16]);
    assert.deepEqual(due(failedAgain(once({ call: { ...call, escalateAt: at(45) } }), 10)), ['reply', 31]);
  });
});

describe('the end of a snooze', () => {
  it('the end of a snooze edits the card once, in quiet hours too, and not if the incident is over', () => {
    const asleep = snoozed(once({ quiet }), 2, 500);
    assert.deepEqual(due(asleep), ['edit', 500]);
    assert.deepEqual(due(shown(asleep, 499)), ['edit', 500]);
    assert.equal(due(shown(asleep, 500)), undefined);
    assert.deepEqual(due(recovered(asleep, 100)), ['archive', 100 + 3 * day]);
  });
});

describe('the all-clear', () => {
  it('the all-clear is due at once, or when the quiet hours in which the end was found are over', () => {
    assert.deepEqual(due(recovered(once({ quiet }), 100)), ['allClear', 0]);
    assert.deepEqual(due(recovered(once({ quiet }), 500)), ['allClear', morning]);
    assert.deepEqual(due(recovered(once({ quiet }), night - 1, night)), ['allClear', morning]);
    assert.deepEqual(due(recovered(once({ quiet }), morning - 1, morning)), ['allClear', 0]);
  });

  it('the all-clear is sent once', () => {
    const over = recovered(once(), 100);
    assert.equal(due({ ...over, telling: { ...over.telling, isAllClearTold: true } })?.[0], 'archive');
    const green = reported(recovered(anIncident('exchange', [ran('a', -60, 0)]), 20), 25);
    assert.equal(due(green)?.[0], 'archive');
  });

  it('no all-clear is due for a closed incident, nor for one that is over before its snooze ends', () => {
    const closed = shown(withCardChange(once(), { closed: { by: kim, at: at(9) }, overAt: at(9) }), 9);
    assert.deepEqual(due(closed), ['archive', 9 + 3 * day]);
    assert.equal(due(recovered(snoozed(once(), 2, 101), 100))?.[0], 'archive');
    assert.equal(due(recovered(snoozed(once(), 2, 100), 100))?.[0], 'allClear');
  });
});

describe('archiving an incident', () => {
  it('an incident that is over is archived three days later, announced or silent', () => {
    assert.deepEqual(due(anIncident('exchange', [ran('a', 0, 1)], { isSilent: true, overAt: at(9) })), [
      'archive',
      9 + 3 * day,
    ]);
  });

  it('an incident that was found late is archived three days after that: its runs stay in the history as long', () => {
    const [failure, clean] = [ran('a', 0, 1, 'failed', 2_000), ran('c', 2, 3, 'finished', 2_000)];
    assert.deepEqual(due(reported(anIncident('exchange', [failure, clean]), 2_001)), [
      'archive',
      2_000 + 3 * day,
    ]);
  });
});
