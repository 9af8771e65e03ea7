import assert from 'node:assert/strict';
import { services } from '../../../src/domain/job.ts';
import { StoreError } from '../../../src/domain/store.ts';
import { failingSubject } from '../../../src/features/incidents/detect/evaluate.ts';
import {
  type Incident,
  serviceFailures,
  withCardChange,
} from '../../../src/features/incidents/incident/incident.ts';
import { withFurtherRuns } from '../../../src/features/incidents/incident/service-failure.ts';
import { openConversation } from './conversation.ts';
import { at, failed, place, ran, reported } from './given.ts';
import { kim, lee, minute } from './support.ts';

const hour = 60;
const single = () => failed('exchange', 0);
const card = () => reported(single(), 1);
const behind = () => withCardChange(card(), {});
const kinds = (said: readonly { how: string; message: { kind: string } }[]) =>
  said.map(({ how, message }) => `${how} ${message.kind}`);

describe('an outdated card', () => {
  it('an outdated card is edited in its place, once', async () => {
    const here = await openConversation(behind());
    await here.visit();
    await here.visit();
    assert.deepEqual(
      here.said.map(({ how, id }) => [how, id]),
      [['edit', (await here.incident()).telling.said?.id]],
    );
    assert.equal((await here.incident()).telling.shownAt, at(2 * hour));
  });

  it('an outdated card is edited again after an edit that failed, whatever its outcome was', async () => {
    for (const answer of [
      { kind: 'closed' },
      { kind: 'failed', mayHaveArrived: false },
      { kind: 'failed', mayHaveArrived: true },
    ] as const) {
      const here = await openConversation(behind());
      const before = await here.incident();
      const [ending, tries] = await here.tried(answer);
      assert.deepEqual(
        [ending, kinds(tries)],
        [answer.kind === 'closed' ? 'closed' : 'retry', ['edit card']],
      );
      assert.deepEqual(await here.incident(), before);
      await here.visit();
      assert.deepEqual([kinds(here.said), here.said[0]?.message.isAgain], [['edit card'], false]);
    }
  });

  it('an outdated card isn’t edited if the instance can’t send', async () => {
    const here = await openConversation(behind());
    await here.visit(() => false);
    assert.deepEqual(here.said, []);
  });

  it('a deleted card is posted anew with the current state; both cards lead to the incident', async () => {
    const call = { who: kim, fallback: lee, at: at(1), escalateAt: at(900), isEscalated: false };
    const here = await openConversation(
      withCardChange({ ...card(), call }, { acknowledged: { by: lee, at: at(3) } }),
    );
    await here.incidents.tie(place, 'm-old', (await here.incident()).id);
    here.answer = ({ how }) => (how === 'edit' ? { kind: 'missing' } : undefined);
    assert.equal(await here.visit(), 'done');
    const after = await here.incident();
    assert.deepEqual(kinds(here.said), ['post card']);
    assert.equal(after.telling.said?.id, 'm1');
    assert.deepEqual([after.call, after.events.map(({ what }) => what)], [call, ['told']]);
    assert.deepEqual(here.said[0]?.message.incident.acknowledged?.by, lee);
    for (const id of ['m1', 'm-old']) assert.equal((await here.incidents.inThread(place, id))?.id, after.id);
  });

  it('a card is edited again in the same visit if a user presses while it is being edited', async () => {
    const here = await openConversation(behind());
    const { id } = await here.incident();
    here.answer = async () => {
      if (!(await here.incident()).acknowledged)
        await here.deeds.act({ what: 'acknowledge' }, id, place, kim, 'UTC');
      return undefined;
    };
    await here.visit();
    assert.deepEqual(
      here.said.map(({ message }) => message.incident.acknowledged?.by),
      [undefined, kim],
    );
  });
});

describe('a visit of the notifier', () => {
  it('a visit sends the current state: not what was read before a user changed it', async () => {
    const here = await openConversation(single());
    const { save } = here.incidents;
    let isFirst = true;
    here.incidents.save = async (incident, before) => {
      if (isFirst && incident.telling.begun.length > 0) {
        isFirst = false;
        await here.deeds.act({ what: 'close' }, incident.id, place, kim, 'UTC');
      }
      return save.call(here.incidents, incident, before);
    };
    await here.visit();
    assert.deepEqual(
      here.said.map(({ message }) => message.incident.closed?.by),
      [kim],
    );
  });

  it('a visit sends all that is due in order: edits first, and no reply within half an hour of another', async () => {
    const [trouble] = serviceFailures(card());
    assert.ok(trouble);
    const about = failingSubject([
      withFurtherRuns(trouble, [ran('b', 60, 61), ran('c', 70, 71)], () => undefined),
    ]);
    const call = { who: kim, fallback: lee, at: at(1), escalateAt: at(16), isEscalated: false };
    const called = { what: 'called', who: kim, at: at(1) } as const;
    const before = { ...card(), call, events: [...card().events, called] };
    const here = await openConversation(withCardChange(before, { about }));
    await here.duties.obey({ what: 'set', first: kim, fallback: lee }, place, undefined);
    assert.equal(await here.visit(), 'done');
    assert.deepEqual(kinds(here.said), ['edit card', 'reply escalation', 'edit card']);
    here.clock.advance(30 * minute);
    await here.visit();
    const { message } = here.said[3] ?? {};
    assert.ok(message?.kind === 'failedAgain' && message.more === 2);
    const after = await here.incident();
    assert.equal(after.telling.toldRuns, 3);
    assert.deepEqual(
      after.events.map(({ what }) => what),
      ['told', 'called', 'escalated'],
    );
    assert.equal(after.call?.isEscalated, true);
  });

  it('a visit posts the card once if the thread can’t be tied to its incident, and logs that', async () => {
    const here = await openConversation(single());
    here.incidents.tie = () => Promise.reject(new StoreError('unavailable', 'no connection'));
    await here.visit();
    await here.visit();
    assert.deepEqual(kinds(here.said), ['post card']);
    assert.equal((await here.incident()).telling.said?.id, 'm1');
    assert.ok(here.log.lines.some(({ level }) => level === 'warn'));
  });

  it('a visit posts the card once if the store fails after Teams has accepted it, while the process lives', async () => {
    const here = await openConversation(single());
    const { update } = here.incidents;
    here.incidents.update = () => Promise.reject(new StoreError('unavailable', 'no connection'));
    assert.equal(await here.visit(), 'retry');
    assert.deepEqual((await here.incident()).telling.begun, ['post']);
    await assert.rejects(here.visit(), StoreError);
    here.incidents.update = update;
    await here.visit();
    assert.deepEqual(kinds(here.said), ['post card']);
    const { telling } = await here.incident();
    assert.deepEqual([telling.begun, telling.said?.id], [[], 'm1']);
  });

  it('a visit stops at the message before which the instance can’t send any more', async () => {
    const here = await openConversation(single(), failed('teams', 3));
    await here.visit(() => here.said.length === 0);
    assert.deepEqual(kinds(here.said), ['post card']);
    await here.visit();
    assert.equal(here.said.length, 2);
  });

  it('a visit goes on with the next incident if one message fails, and is to be made again', async () => {
    const here = await openConversation(single(), failed('teams', 3));
    const { id } = await here.incident();
    here.answer = ({ message }) =>
      message.incident.id === id ? { kind: 'failed', mayHaveArrived: false } : undefined;
    assert.equal(await here.visit(), 'retry');
    assert.deepEqual(
      here.said.map(({ message }) => serviceFailures(message.incident)[0]?.service),
      ['teams'],
    );
  });

  it('a visit calls the person who is on call by then, and the fallback after their time; no one if it is over', async () => {
    const over = failed('teams', 0, true);
    const here = await openConversation(single(), over);
    await here.duties.obey({ what: 'set', first: kim, fallback: lee }, place, kim);
    await here.duties.obey({ what: 'escalateAfter', ms: 5 * minute }, place, kim);
    await here.visit();
    const cards = here.said.map(({ message }) => (message.kind === 'card' ? message.who : undefined));
    assert.deepEqual(cards.toSorted(), [kim, undefined]);
    const { call, events } = await here.incident();
    assert.deepEqual(call, { who: kim, fallback: lee, at: at(120), escalateAt: at(125), isEscalated: false });
    assert.deepEqual(
      events.map(({ what }) => what),
      ['told', 'called'],
    );
    assert.deepEqual(
      (await here.incident(over.id)).events.map(({ what }) => what),
      ['told'],
    );
    here.clock.advance(5 * minute);
    await here.visit();
    assert.ok(here.said.some(({ message }) => message.kind === 'escalation' && message.who.id === lee.id));
  });

  it('a visit merges four services before anything is sent, and leaves no single one behind', async () => {
    const four = services.slice(0, 4).map((service, n) => failed(service, n));
    const here = await openConversation(...four);
    await here.visit();
    assert.deepEqual(
      here.said.map(({ message }) => serviceFailures(message.incident).length),
      [4],
    );
    const left: readonly Incident[] = (await here.incidents.ofPlace(place)).map(({ value }) => value);
    assert.deepEqual(
      left.map(incident => serviceFailures(incident).length),
      [4],
    );
    assert.equal((await here.incidents.pointers('faults', at(120), 10)).length, 0);
  });

  it('a visit is silent about what was over when its quiet hours were, and archives it after three days', async () => {
    const here = await openConversation(failed('exchange', 0, true, { heldUntil: at(100) }));
    const { id } = await here.incident();
    await here.visit();
    assert.deepEqual([here.said, (await here.incident()).isSilent], [[], true]);
    here.clock.advance(3 * 24 * hour * minute);
    await here.visit();
    assert.deepEqual([here.said, await here.incidents.ofPlace(place)], [[], []]);
    assert.equal((await here.incidents.find(place, id))?.id, id);
  });
});
