import assert from 'node:assert/strict';
import { pageCard } from '../../../src/features/job-list/card.ts';
import { createListCard } from '../../../src/features/job-list/card-cache.ts';
import type { PageAnswer } from '../../../src/jobs/answers.ts';
import { british, noAsides, page } from '../../cards/models.ts';

describe('a job-list card that several users ask for at the same moment', () => {
  const answer = page();
  const same = (changes: Partial<PageAnswer> = {}): PageAnswer => ({ ...answer, ...changes });

  it('a job-list card is drawn once for all users who ask for it at the same moment', () => {
    const draw = createListCard();
    const first = draw(same(), noAsides, british);
    assert.deepEqual(first, pageCard(answer, noAsides, british));
    assert.equal(draw(same(), noAsides, { ...british }), first);
  });

  const others: readonly [string, Parameters<typeof pageCard>][] = [
    ['another list of the same jobs', [same({ jobs: [...answer.jobs] }), noAsides, british]],
    ['another page', [same({ pageIndex: 7 }), noAsides, british]],
    ['another question', [same({ question: { ...answer.question, zone: 'UTC' } }), noAsides, british]],
    ['another locale', [same(), noAsides, { locale: 'de-DE' }]],
    ['a note beside it', [same(), { notes: [{ kind: 'tooLong', limit: 7 }], offers: [] }, british]],
    ['an offer beside it', [same(), { notes: [], offers: [{ label: 'x', sentence: 'x' }] }, british]],
    ['a later second', [same({ answeredAt: answer.answeredAt + 1_000 }), noAsides, british]],
    ['a warning on it', [same({ changed: !answer.changed }), noAsides, british]],
  ];
  for (const [what, other] of others)
    it(`a job-list card is drawn anew for ${what}`, () => {
      const draw = createListCard();
      const first = draw(same(), noAsides, british);
      assert.notEqual(draw(...other), first);
      assert.deepEqual(draw(...other), pageCard(...other));
    });
});
