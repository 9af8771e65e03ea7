import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { root } from '../../scripts/root.ts';
import { jobCard } from '../../src/features/job/card.ts';
import { pageCard } from '../../src/features/job-list/card.ts';
import { objectsIn } from './elements.ts';
import { goldenCards } from './golden-cards.ts';
import { british, hostileTexts, job, jobAnswer, noAsides, page } from './models.ts';

const templates = new URL('src/cards/templates/', root);
const ours = readdirSync(templates).flatMap(
  name => readFileSync(new URL(name, templates), 'utf8').match(/\$\{[^}]*\}/g) ?? [],
);

describe('every golden card', () => {
  for (const [name, make] of Object.entries(goldenCards)) {
    it(`the golden card ${name} is an Adaptive Card 1.5 for any client, with every name of its template filled in`, () => {
      const card = make();
      const text = JSON.stringify(card);
      assert.equal(card.version, '1.5');
      assert.ok(card.fallbackText);
      assert.ok(!('refresh' in card));
      const { entities: _, ...msteams } = card.msteams as { entities?: unknown };
      assert.deepEqual(msteams, { width: 'Full' });
      for (const expression of ours) assert.ok(!text.includes(expression), expression);
      assert.deepEqual(JSON.parse(text), card, 'nothing undefined');
      for (const element of objectsIn(card))
        assert.ok(!Object.values(element).some(value => value === null || value === undefined));
    });

    it(`the golden card ${name} has six buttons at the most in one place`, () => {
      for (const { actions } of objectsIn(make())) assert.ok(!Array.isArray(actions) || actions.length <= 6);
    });
  }
});

describe('text from data', () => {
  /** The texts that a client reads as Markdown, and the addresses that it opens. */
  const rendered = (card: object) =>
    objectsIn(card)
      .flatMap(({ type, text, title, value, url, fallbackText }) => [
        type === 'TextBlock' ? text : undefined,
        type === undefined ? [title, value] : undefined,
        url,
        fallbackText,
      ])
      .join('\n');

  for (const hostile of hostileTexts) {
    const absurd = job({
      id: hostile,
      state: undefined,
      stateText: hostile,
      errors: [{ message: hostile, helpUrl: hostile, count: 1 }],
    });

    it(`text from data is only shown where no client reads Markdown: ${JSON.stringify(hostile.slice(0, 20))}`, () => {
      for (const card of [
        pageCard(page({ jobs: [absurd] }), noAsides, british),
        jobCard(jobAnswer({ job: absurd }), british),
      ]) {
        assert.doesNotMatch(rendered(card), /evil|secret|DATE|<at>|gnp|red/);
      }
    });
  }

  it('text from data is neither expanded nor lost, whatever it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[$`'"\\{}a-z()+ .]{1,60}$/), message => {
        const card = pageCard(
          page({ jobs: [job({ errors: [{ message: `x${message}x`, helpUrl: undefined, count: 1 }] })] }),
          noAsides,
          british,
        );
        const shown = objectsIn(card).map(({ text }) => text);
        const expected = `x${message}x`.replace(/ +/g, ' ').replace(/\{(?=\{)/g, '{ ');
        assert.ok(shown.includes(expected));
      }),
    );
  });
});
