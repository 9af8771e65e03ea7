import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { cardText, textInstead } from '../../src/cards/card-text.ts';
import { faultCards } from './fault-models.ts';
import { goldenCards } from './golden-cards.ts';

type Node = Readonly<Record<string, unknown>>;

/** Every text that a card shows, except on buttons and charts, and what a table calls its rows. */
function shownIn(part: unknown): readonly string[] {
  // A text can't be filled in, so the choices of an input aren't part of it.
  if (/^Input\./.test(String((part as { type?: unknown } | undefined | null)?.type))) return [];
  if (Array.isArray(part)) return part.flatMap(shownIn);
  if (typeof part !== 'object' || part === null) return [];
  const { type, text, title, value, data, selectAction, msteams, ...rest } = part as Node;
  if (type === 'Action.ShowCard' && JSON.stringify(rest).includes('"type":"Input.')) return [];
  if (String(type).startsWith('Chart.')) return [];
  if (type === 'Table') {
    const [heads, ...rows] = rowsOf(part as Node);
    return shownIn([heads?.slice(1), rows]);
  }
  const own = type === 'TextRun' ? [String(text)] : [];
  // A mention notifies no one in a plain text.
  if (type === 'TextBlock') own.push(String(text).replaceAll(/<at>([^<>]*)<\/at>/g, '$1'));
  const fact = type === undefined && title !== undefined ? [String(title), String(value)] : [];
  return [...own, ...fact, ...Object.values(rest).flatMap(shownIn)];
}

function rowsOf({ rows }: Node): readonly (readonly Node[])[] {
  return (rows as readonly { readonly cells: readonly Node[] }[]).map(({ cells }) => cells);
}

const cardOf = (body: readonly object[], actions: readonly object[] = []): AdaptiveCard => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  actions,
});
const line = (text: string) => ({ type: 'TextBlock', text });
const button = (title: string, verb: string, data: object = {}) => ({
  type: 'Action.Execute',
  title,
  verb,
  data,
});

describe('plain text of a card', () => {
  for (const [name, make] of Object.entries(goldenCards)) {
    const made = make() as AdaptiveCard | { readonly text: string };
    if (!('body' in made)) continue;
    it(`the plain text of a card has every text of the card “${name}”, at most 20,000 bytes of it`, () => {
      const text = cardText(made);
      for (const part of text.includes('The rest doesn’t fit') ? [] : shownIn([made.body, made.actions]))
        assert.ok(text.includes(part), `${part} is missing in\n${text}`);
      assert.doesNotMatch(text, /undefined|\[object/);
      assert.ok(Buffer.byteLength(JSON.stringify(text)) < 20_500);
    });
  }

  it('the plain text of a table has a line for each row, each number with its column’s head', () => {
    const cell = (text: string) => ({ type: 'TableCell', items: [line(text)] });
    const rows = [
      ['Service', 'Failed', 'Finished'],
      ['Exchange', '3', '5'],
    ].map(cells => ({ type: 'TableRow', cells: cells.map(cell) }));
    const [first] = cardText(cardOf([{ type: 'Table', firstRowAsHeaders: true, rows }])).split('\n');
    assert.equal(first, 'Exchange: Failed 3 · Finished 5');
  });

  it('the plain text of a card names the sentences that do what its buttons would have done', () => {
    const text = cardText(
      cardOf(
        [line('Two digests')],
        [
          button('All', 'ask', { q: 'failed backups today' }),
          button('Pause', 'digest.pause', { d: '0123456789ab' }),
          button('Next', 'jobs.page', {}),
        ],
      ),
    );
    assert.match(text, /without buttons.*\nYou can type “failed backups today”, “pause digest”\.$/s);
  });

  it('the plain text of a preview says that nothing is saved, and how to get its Save button', () => {
    const text = cardText(cardOf([line('Watch Exchange?')], [button('Save', 'watch.save')]));
    assert.match(text, /Nothing is saved yet.*Send your sentence again/);
  });

  it('the plain text of an incident still mentions each person that its card mentions, however long the card is', () => {
    let called = 0;
    for (const [name, make] of Object.entries(faultCards)) {
      const card = make();
      const { entities = [] } = card.msteams as { entities?: readonly object[] };
      const instead = textInstead(card);
      assert.ok(instead.kind === 'text');
      assert.deepEqual(instead.mentions, entities, name);
      called += entities.length;
    }
    assert.ok(called > 0);
  });

  it('the plain text of a card is never longer than 20,000 bytes as JSON, whatever lines it has', () => {
    const lines = fc.array(
      fc.record({
        sign: fc.constantFrom('x', 'ü', '🙂', '"', '\u0001'),
        length: fc.nat({ max: 3_000 }),
      }),
      { maxLength: 30 },
    );
    const sentences = fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 9 });
    fc.assert(
      fc.property(lines, sentences, (made, asked) => {
        const body = made.map(({ sign, length }) => line(sign.repeat(length)));
        const text = cardText(
          cardOf(
            body,
            asked.map(q => button('Ask', 'ask', { q })),
          ),
        );
        assert.ok(Buffer.byteLength(JSON.stringify(text)) <= 20_000);
      }),
    );
  });

  it('the plain text of a card is cut at the end of a line, and says so, if it is too long for a message', () => {
    const lines = Array.from({ length: 400 }, (_, at) => line(`${at} ${'ü'.repeat(40)}.`));
    const text = cardText(cardOf(lines));
    assert.ok(Buffer.byteLength(JSON.stringify(text)) <= 20_500, String(Buffer.byteLength(text)));
    const kept = text.split('\n').filter(part => /^\d/.test(part));
    assert.ok(kept.length > 100 && kept.length < 400);
    for (const part of kept) assert.match(part, /^\d+ ü{40}\.$/);
    assert.match(text, /The rest doesn’t fit.*ask for less.*\n\nTeams didn’t take/s);
  });
});
