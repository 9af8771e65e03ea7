import assert from 'node:assert/strict';
import { readAtTexts } from '../../src/cards/doubt-texts.ts';
import { whenBrief, whenNear } from '../../src/cards/moments.ts';
import { timesFor } from '../../src/cards/times.ts';
import { coverageCard } from '../../src/features/coverage/card.ts';
import { digestCard } from '../../src/features/digest/card.ts';
import { statusCard } from '../../src/features/status/card.ts';
import { message } from './digest-models.ts';
import { textOf } from './elements.ts';
import { british, covered, fine, health, hour, noAsides, now, tallyOf } from './models.ts';

const day = 24 * hour;
const minute = 60_000;
const times = timesFor('Europe/Berlin', british, now);
/** Where it's 02:05 on Tuesday. */
const zone = 'Pacific/Auckland';

describe('moments in a sentence', () => {
  it('a moment is “at” a time of the same day, and “on” another day', () => {
    assert.equal(whenNear(now - hour, now, times), 'at 13:05');
    assert.equal(whenNear(now - day, now, times), 'on Sun 22 Nov, 14:05');
    const american = timesFor('Europe/Berlin', { locale: 'en-US' }, now);
    assert.equal(whenNear(now - hour, now, american), 'at 1:05 PM');
    assert.equal(whenNear(now - day, now, american), 'on Sun, Nov 22, 2:05 PM');
  });

  it('a moment in brief is “at” a time of today, and “on” any other day', () => {
    assert.equal(whenBrief(now - hour, times), 'at 13:05');
    assert.equal(whenBrief(now - day, times), 'on Sun 14:05');
    assert.equal(whenBrief(now - 30 * day, times), 'on Sat 24 Oct');
  });

  it('AvePoint was last read “on” another day', () => {
    assert.deepEqual(readAtTexts(now - hour, now, times), ['AvePoint was last read at 13:05.']);
    assert.deepEqual(readAtTexts(now - day, now, times), ['AvePoint was last read on Sun 22 Nov, 14:05.']);
  });

  it('a digest that comes a day late says on which day it was due, and on which day services were failing', () => {
    const composedAt = message(undefined).composedAt + day;
    const { question: _, ...answer } = health({ exchange: fine, teams: tallyOf({ failed: 1 }) });
    const report = {
      ...answer,
      question: { span: message(undefined).span, services: [], told: undefined },
      earlier: [],
      longest: undefined,
      causes: undefined,
      news: undefined,
      isByTime: false,
      pauses: [],
      isWhole: true,
      readAt: now,
    };
    const text = textOf(digestCard(message(report, { composedAt, lateMs: day })));
    assert.match(text, /Sent 1 d late: it was due on Mon 08:00\./);
    assert.match(text, /Teams was failing on Mon 08:00/);
  });

  it('a run that didn’t start yesterday was due “on” that day', () => {
    const missed = [{ service: 'onedrive', dueAt: now - 3 * hour, before: undefined }] as const;
    const question = { ...covered().question, zone };
    const coverage = textOf(coverageCard(covered({ question, missed }), noAsides, british));
    assert.match(coverage, /OneDrive didn’t start on Mon 23:05\./);

    const asked = { ...health({}).question, zone };
    const expected = { kind: 'expected', at: now - 3 * hour } as const;
    const answer = health({ exchange: fine, teams: tallyOf({}) }, { question: asked }, expected);
    const status = textOf(statusCard(answer, noAsides, british));
    assert.match(status, /Teams: nothing ran, though a run was due on Mon 23:05\b/);
    const today = health(
      { exchange: fine, teams: tallyOf({}) },
      { question: asked },
      { kind: 'expected', at: now - 30 * minute },
    );
    assert.match(
      textOf(statusCard(today, noAsides, british)),
      /Teams: nothing ran, though a run was due at 01:35\b/,
    );
  });
});
