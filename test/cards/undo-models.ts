import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import {
  nothingToUndoCard,
  type Undone,
  undoneCard,
  undoPreviewCard,
  withUndoButton,
} from '../../src/features/undo/card.ts';
import { changeId } from '../../src/features/undo/records.ts';
import { digestCards } from './digest-models.ts';
import { faultCards, hostilePerson, kim, lee } from './fault-models.ts';
import { british, noAsides, now } from './models.ts';

const minute = 60_000;
const reader = { ...british, zone: 'Europe/Berlin' };
const id = changeId(now - 5 * minute, '0123456789abcdef01234567');
const made = { by: lee, at: now - 5 * minute };

function undone(texts: readonly string[], changes: Partial<Undone> = {}): AdaptiveCard {
  const usual = { made, undone: { by: kim, at: now }, texts, isPartly: false, answeredAt: now };
  return undoneCard({ ...usual, ...changes }, reader);
}

const drawn = (cards: Readonly<Record<string, () => AdaptiveCard>>, name: string): AdaptiveCard => {
  const make = cards[name];
  if (!make) throw new Error(`no golden card ${name}`);
  return make();
};

export const undoCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'undone-watch': () => undone(['Exchange is watched again']),
  'undone-several': () =>
    undone(
      [
        'The digest daily at 08:00 is set again',
        'The digest weekdays at 07:30 is paused again until Tue 24 Nov, 08:00 (Europe/Berlin)',
        'Exchange and Teams are watched again',
      ],
      { made: { by: kim, at: now - 5 * minute }, isPartly: true },
    ),
  'undone-hostile': () => undone(['No one is on call'], { made: { by: hostilePerson, at: now - minute } }),
  'undo-preview': () =>
    undoPreviewCard({ made, id }, ['The digest daily at 08:00 is set again'], noAsides, reader, now),
  'undo-nothing': () => nothingToUndoCard(noAsides),
  'undo-digest-set': () => withUndoButton(drawn(digestCards, 'digests-set'), id),
  'undo-watch-ended': () => withUndoButton(drawn(faultCards, 'watches-ended'), id),
};
