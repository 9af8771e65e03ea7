import { createHash } from 'node:crypto';
import type { EpochMs } from '../domain/time.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { type Press, packPress, unpackPress } from './press.ts';

/** The presses after which the pressed card shows everybody what is set now. */
const replacing: ReadonlySet<Press['verb']> = new Set<Press['verb']>([
  ...(['digest.pause', 'digest.resume', 'digest.off'] as const),
  ...(['watch.save', 'watch.cancel', 'watch.end'] as const),
  ...(['change.save', 'subscriptions.end', 'settings.restore'] as const),
]);

/**
 * Returns a short mark of a button that may replace its card, the same for what a card has and for what a client sends back;
 * undefined for every other button, and for what no button of ours carries.
 */
export function markOfPress(verb: unknown, data: unknown, now: EpochMs): string | undefined {
  const press = unpackPress(verb, data, now);
  if (!press || !replacing.has(press.verb)) return undefined;
  const text = JSON.stringify(packPress(press));
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
