import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { bytesOf, maxCardBytes } from '../../src/cards/size.ts';
import { notUnderstoodCard, suggestionCard } from '../../src/cards/suggestion-card.ts';
import { coverageCard } from '../../src/features/coverage/card.ts';
import { helpCard } from '../../src/features/help/card.ts';
import { jobCard } from '../../src/features/job/card.ts';
import { pageCard } from '../../src/features/job-list/card.ts';
import { helpTopics } from '../support/help.ts';
import { objectsIn } from './elements.ts';
import { goldenCards } from './golden-cards.ts';
import {
  absurdPage,
  british,
  job,
  jobAnswer,
  longestCoverage,
  longestPage,
  noAsides,
  page,
  question,
} from './models.ts';

const rowsOf = (card: AdaptiveCard) =>
  objectsIn(card.body).filter(({ type, separator }) => type === 'Container' && separator === true);
const wide = (length: number) => '漢"'.repeat(length / 2);

describe('size of a card', () => {
  for (const [name, make] of Object.entries(goldenCards)) {
    it(`a card fits into a message: ${name}`, () => assert.ok(bytesOf(make()) <= maxCardBytes));
  }

  it('the card of last good backups fits into a message with twelve services beyond limits of their own', () => {
    const id = 'M365GROUPSIB20261122000713481129934'.padEnd(100, '0');
    assert.ok(bytesOf(coverageCard(longestCoverage(id), noAsides, british)) <= maxCardBytes);
  });

  it('a card with 25 ordinary jobs fits into a message with all of them shown', () => {
    const jobs = Array.from({ length: 25 }, (_, index) => job({}, index));
    const card = pageCard(page({ question: question({ pageSize: 25 }), jobs }), noAsides, british);
    assert.equal(rowsOf(card).length, 25);
    assert.ok(bytesOf(card) <= maxCardBytes);
  });

  it('a card fits into a message by having fewer whole rows and a button for smaller pages', () => {
    const card = pageCard(absurdPage, noAsides, british);
    const rows = rowsOf(card);
    assert.ok(rows.length > 0 && rows.length < 25);
    for (const [index, row] of rows.entries())
      assert.ok(JSON.stringify(row).includes(absurdPage.jobs[index]?.id ?? '-'));
    const { n, p, c } =
      card.actions
        ?.map(action => action as { title: string; data: Record<string, unknown> })
        .find(action => action.title.endsWith('per page'))?.data ?? {};
    assert.ok(typeof n === 'number' && n <= rows.length);
    assert.equal(p, 0);
    assert.equal(c, undefined);
    assert.match(JSON.stringify(card.body), /11 more on this page didn’t fit/);
  });

  it('a card fits into a message with as many of the longest plausible rows as possible', () => {
    assert.ok(rowsOf(pageCard(longestPage, noAsides, british)).length >= 20);
  });

  it('a card fits into a message whatever is in it, and still shows a row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 0, max: 3 }), (length, errors) => {
        const text = wide(length);
        const absurd = job({
          id: wide(200),
          state: undefined,
          stateText: text,
          errors: Array.from({ length: errors }, () => ({
            message: text,
            helpUrl: `https://avepoint.com/${text}`,
            count: 1e15,
          })),
        });
        const asked = question({
          pageSize: 25,
          spanWords: wide(120),
          zone: 'America/Argentina/ComodRivadavia',
        });
        const asides = {
          notes: Array.from({ length: 100 }, () => ({
            kind: 'corrected' as const,
            written: text,
            read: text,
          })),
          offers: Array.from({ length: 20 }, () => ({ label: text, sentence: text.slice(0, 1000) })),
        };
        const card = pageCard(
          page({
            question: asked,
            jobs: Array(25).fill(absurd),
            pageIndex: 3,
            hasPrevious: true,
            changed: true,
            strays: { outsideSpan: 25, otherState: 25 },
          }),
          asides,
          british,
        );
        assert.ok(bytesOf(card) <= maxCardBytes);
        assert.ok(rowsOf(card).length > 0);
        assert.ok(
          bytesOf(
            jobCard(
              jobAnswer({
                job: absurd,
                place: { page: { question: asked, pageIndex: 3, firstTotal: 1e15 } },
              }),
              british,
            ),
          ) <= maxCardBytes,
        );
        assert.ok(bytesOf(helpCard(helpTopics, asides)) <= maxCardBytes);
        assert.ok(bytesOf(suggestionCard({ reason: text, ...asides })) <= maxCardBytes);
        assert.ok(bytesOf(notUnderstoodCard({ words: [text], ...asides })) <= maxCardBytes);
      }),
      { numRuns: 25 },
    );
  });
});
