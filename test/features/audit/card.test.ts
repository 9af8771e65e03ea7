import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesOf, maxCardBytes } from '../../../src/cards/size.ts';
import { auditCard, auditPage, unfinishedPage } from '../../cards/audit-models.ts';
import { buttonsOf, objectsIn, textOf, titlesOf } from '../../cards/elements.ts';
import { british, hostileTexts, noAsides } from '../../cards/models.ts';
import { anEntry } from '../../support/audit.ts';
import { aQuestion, hour, monday } from '../../support/fakes.ts';
import { type Press, packPress, unpackPress } from '../../support/press.ts';

const draw = (changes: Partial<typeof auditPage> = {}) =>
  auditCard({ ...auditPage, ...changes }, noAsides, british);

describe('the card of the audit record', () => {
  it('the audit card has a sentence for each entry: who did what, when, how it ended; ids and requests are details', () => {
    const text = textOf(draw());
    for (const words of [
      'Last 24 hours, to Mon 14:05 (Europe/Berlin)',
      'Entries from Sun 22 Nov, 14:05 to Mon 23 Nov, 14:05 (Europe/Berlin).',
      '1–5 · page 1, newest first',
      'Lee Wong',
      'operator · channel',
      'Mon 23 Nov, 13:05 · 19:0123456789abcdef@thread.tacv2 · 0.0 s',
      'pressed “Acknowledge” · 0123456789abcdef',
      'wrote “failed backups today”',
      '14:04 ·\n✓\nanswered',
      '✕\nrefused',
      '✕\nover the limit',
      '△\nfailed: rate-limited',
      'size=100 · and 3 more',
    ])
      assert.ok(text.includes(words), `${words} in\n${text}`);
  });

  it('the audit card distinguishes an edited message from a new one', () => {
    const said = { said: 'digest off', isEdited: true } as const;
    assert.match(textOf(draw({ entries: [anEntry({ what: said })] })), /edited a message to “digest off”/);
  });

  it('the audit card shows how often equal requests were refused, and no number if it was once', () => {
    const ended = (times?: number) =>
      textOf(draw({ entries: [anEntry({ ending: { kind: 'refused' }, ms: 0, ...(times && { times }) })] }));
    assert.match(ended(10), /✕\nrefused 10 times/);
    assert.match(ended(1), /✕\nrefused\n/);
    assert.match(ended(), /✕\nrefused\n/);
  });

  it('the audit card shows a press by its button and subject, and one that is not the bot’s as it came', () => {
    const said = (pressed: string, carried: string) =>
      textOf(draw({ entries: [anEntry({ what: { pressed, carried } })] }));
    const packed = (press: Press) => {
      const { verb, data } = packPress(press);
      return said(verb, JSON.stringify(data));
    };
    const page = { question: aQuestion(), pageIndex: 1, firstTotal: 30 };
    const wish = { services: [], inARow: 1, isPartialIncluded: false, quiet: undefined } as const;
    assert.match(packed({ verb: 'jobs.page', page }), /pressed “Turn to” · page 2\n/);
    const lead = 'whether';
    assert.match(packed({ verb: 'jobs.page', page: { ...page, lead } }), /pressed “Turn to” · page 2\n/);
    assert.match(packed({ verb: 'jobs.again', question: page.question, lead }), /pressed “Refresh”\n/);
    assert.match(packed({ verb: 'jobs.job', page, jobId: 'FB1' }), /pressed “Details” · FB1\n/);
    assert.match(packed({ verb: 'ask', sentence: 'running jobs' }), /pressed “running jobs”\n/);
    assert.match(packed({ verb: 'watch.save', wish }), /pressed “Save watch” · all services\n/);
    const id = '0123456789abcdef';
    const change = { kind: 'target', service: 'exchange', targetMs: 12 * hour } as const;
    assert.match(
      packed({ verb: 'change.save', change, seen: id }),
      /pressed “Save” · Set the backup-age limit of Exchange to 12 h\n/,
    );
    assert.match(packed({ verb: 'fault.snooze', id, length: '4h' }), /“Snooze” · 4h · 0123456789abcdef\n/);
    assert.match(said('jobs.page', '{"v":1,'), /pressed an unknown button: jobs\.page \{"v":1,/);
    assert.match(said('evil', '{}'), /pressed an unknown button: evil \{\}/);
    assert.match(said('', ''), /pressed an unknown button:\n/);
  });

  it('the audit card shows a change without a recorded end with an unknown outcome and without a duration', () => {
    const text = textOf(draw({ entries: unfinishedPage.entries.slice(0, 1) }));
    assert.match(text, /pressed “Stop watching” · 0123456789ab\n/);
    assert.match(text, /△\nstarted, outcome unknown/);
    assert.doesNotMatch(text, /✓|0\.0 s/);
  });

  it('the audit card shows an unreadable press by its verb', () => {
    const said = (pressed: string) =>
      textOf(draw({ entries: [anEntry({ what: { pressed, unreadable: true } })] }));
    assert.match(said('watch.end'), /pressed a button that I couldn’t read: watch\.end\n/);
    assert.match(said(''), /pressed a button that I couldn’t read\n/);
  });

  it('the audit card still shows presses of older versions, with fields that clients added, or cut short', () => {
    const old = textOf(draw({ entries: unfinishedPage.entries.slice(2) }));
    assert.match(old, /pressed “End digest” · 0123456789ab\n/);
    assert.match(old, /pressed an unknown button: ask \{"v":1,"q":"failed backups of exchange/);
  });

  it('the audit card has buttons only for pages that exist, and mentions the export if it can’t show all entries', () => {
    assert.deepEqual(titlesOf(draw()), ['Next', 'Refresh']);
    assert.deepEqual(titlesOf(draw({ pageIndex: 1 })), ['Previous', 'Next', 'Refresh']);
    assert.deepEqual(titlesOf(draw({ hasNext: false })), ['Refresh']);
    assert.doesNotMatch(textOf(draw()), /npm run audit/);
    const last = draw({ pageIndex: 199 });
    assert.deepEqual(titlesOf(last), ['Previous', 'Refresh']);
    assert.match(textOf(last), /2,000 entries.*npm run audit/);
    assert.match(textOf(draw({ hasNext: false, isCutShort: true })), /npm run audit/);
  });

  it('the audit card’s buttons return its question unchanged, with its original window even a day later', () => {
    const question = { ...auditPage.question, who: 'Kim "K" Larsen', spanWords: 'last 24 hours' };
    const [next, again] = buttonsOf(draw({ question }));
    assert.ok(next && again);
    const later = monday + 24 * hour;
    assert.deepEqual(unpackPress(next.verb, next.data, later), {
      verb: 'audit.show',
      page: { question, pageIndex: 1 },
    });
    assert.deepEqual(unpackPress(again.verb, again.data, later), { verb: 'audit.again', question });
  });

  it('the bot reads no button of the audit card that it could not have made', () => {
    const { question } = auditPage;
    const { verb, data } = packPress({ verb: 'audit.show', page: { question, pageIndex: 199 } });
    assert.ok(unpackPress(verb, data, monday));
    for (const forged of [
      { p: 200 },
      { p: -1 },
      { p: 0.5 },
      { p: undefined },
      { k: '' },
      { k: 'x'.repeat(61) },
      { k: 7 },
      { f: undefined },
      { u: 1 },
      { u: (monday + 24 * hour) / 1_000 },
      { z: 'Nowhere' },
      { v: 2 },
    ])
      assert.equal(unpackPress(verb, { ...data, ...forged }, monday), undefined, JSON.stringify(forged));
  });

  it('the audit card shows names and sentences as plain text, and fits into a message, whatever they are', () => {
    const texts = fc.oneof(
      fc.constantFrom(
        ...hostileTexts,
        ...['ﷺ', '"', '\\', '🙂', '\u0001', 'ä'].map(one => one.repeat(1_000)),
      ),
      fc.string({ unit: 'binary', maxLength: 1_000 }),
    );
    const property = fc.property(fc.array(texts, { minLength: 6, maxLength: 6 }), parts => {
      const [who = '', id = '', said = '', carried = '', asked = '', problem = ''] = parts;
      const entry = anEntry({
        who: { id, name: who, objectId: undefined },
        where: { kind: 'channel', id, tenantId: undefined },
        what: carried.length % 2 === 0 ? { said } : { pressed: said, carried },
        asked: [asked, asked],
        ending: { kind: 'failed', problem },
      });
      const zone = 'America/Argentina/ComodRivadavia';
      const question = { ...auditPage.question, zone, who: who.slice(0, 60) || undefined };
      const card = draw({ question, pageIndex: 198, entries: Array(10).fill(entry) });
      assert.ok(bytesOf(card) <= maxCardBytes, String(bytesOf(card)));
      const rendered = objectsIn(card).filter(({ type }) => type === 'TextBlock');
      for (const { text } of rendered)
        assert.match(String(text), /^(Audit record|△ Older entries|1,981–1,990 ·|Details ›)/);
      assert.ok(!textOf(card).includes('{{'), 'what a client would expand');
    });
    fc.assert(property, { numRuns: 150 });
  });
});
