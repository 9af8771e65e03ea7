import assert from 'node:assert/strict';
import { narrowingLimits } from '../../src/domain/narrowing.ts';
import { askAgain } from '../../src/features/ask-again.ts';
import { hour, monday } from '../support/fakes.ts';

const zone = 'Europe/Berlin';
const later = monday + 5 * hour;

describe('a question that is asked again', () => {
  it('a question that is asked again covers the last 24 hours if the user gave no period', () => {
    const question = { span: { from: monday - 24 * hour, to: monday }, spanWords: undefined, zone };
    assert.deepEqual(askAgain(question, later)?.question.span, { from: later - 24 * hour, to: later });
  });

  it('a question that is asked again retains a window that no words gave, such as the other side of a comparison', () => {
    const question = {
      span: { from: monday - 40 * hour, to: monday - 26 * hour },
      spanWords: undefined,
      zone,
    };
    assert.deepEqual(askAgain(question, later)?.question.span, question.span);
  });

  it('a question that is asked again looks for the latest jobs up to now, as far back as before', () => {
    const { reachMs } = narrowingLimits;
    const question = { span: { from: monday - reachMs, to: monday }, spanWords: undefined, zone };
    assert.deepEqual(askAgain(question, later)?.question.span, { from: later - reachMs, to: later });
  });

  it('a question that is asked again reads the words of its period anew', () => {
    const question = { span: { from: monday - 2 * hour, to: monday }, spanWords: 'last 2 hours', zone };
    assert.deepEqual(askAgain(question, later)?.question.span, { from: later - 2 * hour, to: later });
  });
});
