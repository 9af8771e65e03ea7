import { z } from 'zod';
import { buttonLimits, fitsButton } from './button-fields.ts';
import { type ButtonLink, buttonLink } from './button-link.ts';

/** Reads a sentence as if it was typed; one that would change something opens a preview instead. */
export const askLink: ButtonLink<string> = buttonLink({
  verb: 'ask',
  fields: { q: z.string().max(buttonLimits.sentenceLength).refine(fitsButton) },
  toFields: sentence => ({ q: sentence }),
  fromFields: ({ q }) => q,
});

/** Opens all that is set in the conversation. */
export const settingsLink = askLink.encode('settings');

export const helpLink: ButtonLink<Record<never, never>> = emptyLink('help');

/** Makes the link of a button that carries nothing. */
export function emptyLink(verb: string): ButtonLink<Record<never, never>> {
  return buttonLink({ verb, fields: {}, toFields: () => ({}), fromFields: () => ({}) });
}

/** Brings back what was set in this conversation before. */
export const restoreLink = emptyLink('settings.restore');
