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
import { aFault, at, aWatch, ran, told } from '../given.ts';
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
  told(aFault('exchange', [ran('a', -60, 0)], overrides), 1);
/** After one more run failed, which the card shows. */
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
/** After its clean run, which the card shows. */
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
/** What is due, and in which minute; 0 for at once. */
function due(incident: Incident) {
  const next = nextStep(incident);
  return next && [next.step, next.at === 0 ? 0 : (next.at - at(0)) / minute];
}

describe('the first thing to be done for a fault', () => {
  it('is to post it at once, or when the quiet hours that it began in end', () => {
    const runs = [ran('a', -60, 500)];
    assert.deepEqual(due(aFault('exchange', runs)), ['post', 0]);
    assert.deepEqual(due(aFault('exchange', runs, {}, aWatch({ quiet }))), ['post', morning]);
    assert.deepEqual(due(aFault('exchange', runs, { overAt: at(600) }, aWatch({ quiet }))), [
      'post',
      morning,
    ]);
  });

  it('is nothing once it is told, as long as nothing changes', () => {
    assert.equal(due(once()), undefined);
    assert.equal(due(once({ quiet, call: { ...call, isEscalated: true } })), undefined);
  });

  it('is an edit, at once and before all else, where the card does not show what is so', () => {
    const behind = (incident: Incident) => due(withCardChange(incident, {}));
    assert.deepEqual(behind(once({ quiet })), ['edit', 0]);
    assert.deepEqual(behind(snoozed(failedAgain(once({ call }), 40), 41, 300)), ['edit', 0]);
    assert.deepEqual(behind(recovered(once(), 20)), ['edit', 0]);
    assert.deepEqual(behind(recovered(told(once(), 5), 20)), ['edit', 0]);
  });
});

describe('a reply about further failures', () => {
  it('is due half an hour after the last word, at once where that is over', () => {
    assert.equal(replyEveryMs, 30 * minute);
    const again = failedAgain(once(), 10);
    assert.deepEqual(due(again), ['reply', 31]);
    const told = { ...again, telling: { ...again.telling, toldRuns: 2, lastSaidAt: at(31) } };
    assert.equal(due(told), undefined);
    assert.deepEqual(due(failedAgain(told, 32)), ['reply', 61]);
    const late = failedAgain(told, 300);
    assert.ok((nextStep(late)?.at ?? 0) <= at(300));
  });

  it('waits for the end of the quiet hours in which the failure was seen, however long ago the last word was', () => {
    assert.deepEqual(due(failedAgain(once({ quiet }), night + 1)), ['reply', morning]);
    assert.deepEqual(due(failedAgain(once({ quiet }), night - 1, night + 1)), ['reply', morning]);
    assert.deepEqual(due(failedAgain(told(once({ quiet }), night - 10), night - 5)), ['reply', morning]);
    assert.notDeepEqual(due(failedAgain(once({ quiet }), night - 2)), ['reply', morning]);
  });

  it('waits for the end of a snooze, and of the quiet hours that it ends in', () => {
    const again = failedAgain(once({ quiet }), 10);
    assert.deepEqual(due(snoozed(again, 11, 71)), ['edit', 71]);
    assert.deepEqual(due(shown(snoozed(again, 11, 71), 71)), ['reply', 71]);
    assert.deepEqual(due(shown(snoozed(again, 11, 500), 500)), ['reply', morning]);
  });

  it('is none once the fault is over', () => {
    const over = recovered(failedAgain(once(), 10), 20);
    assert.deepEqual(due({ ...over, telling: { ...over.telling, isAllClearTold: true } }), [
      'archive',
      20 + 3 * day,
    ]);
  });
});

describe('an escalation', () => {
  it('is due at its time while nobody has the fault and it lasts', () => {
    assert.deepEqual(due(once({ call })), ['escalation', 16]);
    const deed = { by: kim, at: at(2) };
    assert.equal(due(once({ call: { ...call, isEscalated: true } })), undefined);
    for (const taken of [{ acknowledged: deed }, { assigned: deed }])
      assert.deepEqual(due(once({ call, ...taken })), ['reminder', 2 + 24 * 60]);
    assert.notEqual(nextStep(recovered(once({ call }), 10))?.step, 'escalation');
  });

  it('is due where nobody was on duty, too: who is by then is called', () => {
    const nobody = { ...call, who: undefined, fallback: undefined };
    assert.deepEqual(due(once({ call: nobody })), ['escalation', 16]);
  });

  it('waits for the end of a snooze and of quiet hours', () => {
    assert.deepEqual(due(shown(snoozed(once({ call }), 2, 62), 62)), ['escalation', 62]);
    assert.deepEqual(due(once({ quiet, call: { ...call, escalateAt: at(night) } })), ['escalation', morning]);
    assert.deepEqual(due(once({ quiet, call: { ...call, escalateAt: at(night - 1) } })), [
      'escalation',
      night - 1,
    ]);
  });

  it('comes before or after a reply, as their times do', () => {
    assert.deepEqual(due(failedAgain(once({ call }), 10)), ['escalation', 16]);
    assert.deepEqual(due(failedAgain(once({ call: { ...call, escalateAt: at(45) } }), 10)), ['reply', 31]);
  });
});

describe('the end of a snooze', () => {
  it('edits the card once, in quiet hours too, and not where the fault is over', () => {
    const asleep = snoozed(once({ quiet }), 2, 500);
    assert.deepEqual(due(asleep), ['edit', 500]);
    assert.deepEqual(due(shown(asleep, 499)), ['edit', 500]);
    assert.equal(due(shown(asleep, 500)), undefined);
    assert.deepEqual(due(recovered(asleep, 100)), ['archive', 100 + 3 * day]);
  });
});

describe('the all-clear', () => {
  it('is due at once, or when the quiet hours in which the end was seen are over', () => {
    assert.deepEqual(due(recovered(once({ quiet }), 100)), ['allClear', 0]);
    assert.deepEqual(due(recovered(once({ quiet }), 500)), ['allClear', morning]);
    assert.deepEqual(due(recovered(once({ quiet }), night - 1, night)), ['allClear', morning]);
    assert.deepEqual(due(recovered(once({ quiet }), morning - 1, morning)), ['allClear', 0]);
  });

  it('is told once', () => {
    const over = recovered(once(), 100);
    assert.equal(due({ ...over, telling: { ...over.telling, isAllClearTold: true } })?.[0], 'archive');
    const green = told(recovered(aFault('exchange', [ran('a', -60, 0)]), 20), 25);
    assert.equal(due(green)?.[0], 'archive');
  });

  it('is none for what somebody closed, nor where it was snoozed for longer', () => {
    const closed = shown(withCardChange(once(), { closed: { by: kim, at: at(9) }, overAt: at(9) }), 9);
    assert.deepEqual(due(closed), ['archive', 9 + 3 * day]);
    assert.equal(due(recovered(snoozed(once(), 2, 101), 100))?.[0], 'archive');
    assert.equal(due(recovered(snoozed(once(), 2, 100), 100))?.[0], 'allClear');
  });
});

describe('a fault that is over', () => {
  it('is put away three days later, told or silent', () => {
    assert.deepEqual(due(aFault('exchange', [ran('a', 0, 1)], { isSilent: true, overAt: at(9) })), [
      'archive',
      9 + 3 * day,
    ]);
  });

  it('that was seen late is put away three days after that: its runs are remembered as long', () => {
    const [failure, clean] = [ran('a', 0, 1, 'failed', 2_000), ran('c', 2, 3, 'finished', 2_000)];
    assert.deepEqual(due(told(aFault('exchange', [failure, clean]), 2_001)), ['archive', 2_000 + 3 * day]);
  });
});
