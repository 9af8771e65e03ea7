import { createHash } from 'node:crypto';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { EpochMs } from '../domain/time.ts';
import { decodeAction, isReplacing } from '../features/index.ts';

/**
 * Returns a short mark of a button that may replace its card, the same for a card's button and for what a client sends
 * back. Returns undefined for every other button, and for data that no button of the bot carries.
 */
export function markOfPress(verb: unknown, data: unknown, now: EpochMs): string | undefined {
  const pressed = isReplacing(verb) ? decodeAction(verb, data, now) : undefined;
  if (!pressed) return undefined;
  const text = JSON.stringify(pressed.packed);
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** Returns the marks of all such buttons on a card. */
export function marksOn(card: AdaptiveCard, now: EpochMs): readonly string[] {
  const marks = new Set<string>();
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { type, verb, data } = part as Readonly<Record<string, unknown>>;
    const mark = type === 'Action.Execute' ? markOfPress(verb, data, now) : undefined;
    if (mark !== undefined) marks.add(mark);
    for (const inner of Object.values(part)) look(inner);
  };
  look([card.body, card.actions]);
  return [...marks];
}
