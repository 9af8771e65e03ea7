import assert from 'node:assert/strict';
import { askLink } from '../../../../src/cards/common-buttons.ts';
import { services } from '../../../../src/domain/job.ts';
import { againLink, showLink } from '../../../../src/features/incidents/find/buttons.ts';
import { buttonsOf, textOf, textsOf, titlesOf } from '../../../cards/elements.ts';
import {
  acknowledged,
  at,
  blind,
  failing,
  fault as incident,
  recovered,
  stopped,
  stops,
  stuck,
  trouble,
  watch,
} from '../../../cards/fault-models.ts';
import { lastWeek, listed, over, question } from '../../../cards/incident-list-models.ts';
import { british } from '../../../cards/models.ts';

const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    incident({ id: `6a2b3c4d5e70${String(index).padStart(4, '0')}`, ...recovered }),
  );

describe('the list of incidents', () => {
  it('an empty list of incidents covers only what is watched, and is never green', () => {
    for (const card of [listed([], { watches: [] }), listed([], { question: question(lastWeek) })])
      assert.doesNotMatch(JSON.stringify(card), /"good"|✓/i);
    assert.match(
      textOf(listed([], { watches: [] })),
      /^No open incidents\nNone ended[\s\S]*Nothing is watched/,
    );
    const card = listed([], { question: question({ ...lastWeek, services: ['teams'] }), watches: [watch()] });
    assert.deepEqual(textsOf(card), [
      'No incidents on record · Teams',
      'Mon 16 – Sun 22 Nov (Europe/Berlin)',
      'Watched here: Exchange (set Mon 23 Nov).',
      'Teams isn’t watched here.',
    ]);
  });

  it('the list counts the open incidents in its title, and those that ended in the last days below it', () => {
    const text = textOf(listed([incident({ acknowledged }), ...over]));
    assert.match(text, /^1 open incident\n8 incidents ended in the last 7 days, the latest first\.\n/);
    assert.match(
      text,
      /^✕ Exchange Online: 3 backups failed\nSince Mon 23 Nov, 02:00 \(Europe\/Berlin\)\nKim Weber acknowledged it at 02:14$/m,
    );
  });

  it('the list says how each incident ended, and only a clean run has the sign of one', () => {
    const text = textOf(listed(over));
    for (const line of [
      '✓ Recovered after 18 h 5 min · 3 backups failed',
      'Closed by Kim Weber, not recovered · 2 backups failed',
      'Not announced: it was over when quiet hours ended · Times in Europe/Berlin',
      '✕ It failed after 9 h 12 min',
      'Backups of OneDrive started again',
      'Data was back after 3 h',
      '? Counts neither as failed nor as clean',
      'No longer watched, not recovered · 1 backup failed',
    ])
      assert.ok(text.split('\n').includes(line), `${line} in\n${text}`);
    assert.equal(text.match(/✓/g)?.length, 2);
  });

  it('the list counts all runs of several services', () => {
    const wide = incident(failing(trouble(), trouble(undefined, { service: 'teams' })));
    assert.match(
      textOf(listed([wide])),
      /^✕ Backups of 2 services are failing\nSince Mon 23 Nov, 02:00 \(Europe\/Berlin\) · 6 failures$/m,
    );
  });

  it('each row of the list names the zone of its times, unless it is the reader’s own', () => {
    for (const one of [
      incident(),
      incident(blind()),
      incident(stuck()),
      incident(stopped()),
      incident(stopped(stops)),
      ...over,
    ]) {
      assert.match(textOf(listed([one])), /Europe\/Berlin/, one.about.kind);
      const own = listed([one], {}, { ...british, ownZone: 'Europe/Berlin' });
      assert.doesNotMatch(textOf(own), /Europe\/Berlin/, one.about.kind);
    }
  });

  it('the list shows when incidents that quiet hours hold back are reported', () => {
    const telling = { ...incident().telling, said: undefined };
    const held = incident({ heldUntil: at(30), telling });
    const textAt = (one: typeof held, answeredAt: number) => textOf(listed([one], { answeredAt }));
    assert.match(textAt(held, at(23)), /^Held back until Tue 24 Nov, 06:00: quiet hours$/m);
    assert.match(textAt(held, at(31)), /^Unacknowledged$/m);
    assert.doesNotMatch(textAt(incident({ heldUntil: at(30) }), at(23)), /quiet/);
  });

  it('a long list has pages, whose buttons carry the question as it was resolved', () => {
    const asked = question({ ...lastWeek, services: [...services.slice(0, 2)] });
    const pageOf = (pageIndex: number) => listed(many(23), { question: asked, pageIndex });
    assert.match(textOf(pageOf(0)), /^1–10 of 23 · page 1 of 3$/m);
    assert.match(textOf(pageOf(2)), /^21–23 of 23 · page 3 of 3$/m);
    const [older, newer, refresh] = buttonsOf(pageOf(1));
    assert.deepEqual(titlesOf(pageOf(2)).slice(0, 2), ['Newer', 'Refresh']);
    assert.deepEqual(showLink.decode(older?.data, at(24)), { question: asked, pageIndex: 2 });
    assert.deepEqual(showLink.decode(newer?.data, at(24)), { question: asked, pageIndex: 0 });
    assert.deepEqual(againLink.decode(refresh?.data, at(24)), asked);
  });

  it('a button of the list with a value that no card has is refused', () => {
    const { data } = showLink.encode({ question: question(lastWeek), pageIndex: 0 });
    assert.ok(showLink.decode(data, at(24)));
    for (const forged of [
      { p: -1 },
      { p: 501 },
      { a: 2 },
      { f: 9e15 },
      { z: 'Mars' },
      { o: 'x' },
      { u: undefined },
    ])
      assert.equal(showLink.decode({ ...data, ...forged }, at(24)), undefined, JSON.stringify(forged));
  });

  it('a window before the archive says that its incidents are deleted, and not that there were none', () => {
    const old = question({ span: { from: at(-420 * 24), to: at(-410 * 24) }, spanWords: 'x' });
    assert.match(textOf(listed([], { question: old })), /^Incidents of that time are deleted\n/);
    const partly = question({ span: { from: at(-420 * 24), to: at(0) }, spanWords: 'x' });
    assert.match(
      textOf(listed(many(1), { question: partly })),
      /those before .* are gone, so this list may lack some/,
    );
  });

  it('two incidents of one service have reports with different titles', () => {
    const titles = JSON.stringify(listed(over)).match(/"title":"Report on[^"]*"/g) ?? [];
    assert.equal(titles.length, over.length);
    assert.equal(new Set(titles).size, over.length);
  });

  it('a list of open incidents leads to those of the last days', () => {
    const card = listed([], { question: question({ isOpenOnly: true }) });
    assert.deepEqual(
      buttonsOf(card).flatMap(({ data, title }) =>
        askLink.decode(data, 0) ? [[title, askLink.decode(data, 0)]] : [],
      ),
      [['Last 7 days', 'incidents last 7 days']],
    );
  });
});
