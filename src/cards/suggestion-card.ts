import type { UnsupportedReason } from '../domain/reading.ts';
import { execute, maxActions, suggestionActions } from './actions.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { helpLink } from './common-buttons.ts';
import { type Asides, listed, noteTexts } from './notes.ts';
import { clipped } from './plain.ts';
import { cardTemplate } from './template.ts';
import offer from './templates/offer.json' with { type: 'json' };

const expand = cardTemplate(offer);

/** Draws the answer to a sentence that can't be answered: why, and what to ask instead. */
export function suggestionCard({
  reason,
  about,
  offers,
  notes,
}: Asides & { readonly reason: string; readonly about?: UnsupportedReason | undefined }): AdaptiveCard {
  const own = about && titles[about];
  // A title is Markdown, so it must have nothing that the user wrote.
  const isOurs = about !== undefined && !reason.includes('“');
  const [first = '', rest = ''] = own === undefined && isOurs ? sentencesOf(reason) : [];
  const title = own ?? (first === '' ? 'I can’t answer that' : first);
  const lines = first === '' ? [reason] : [rest].filter(Boolean);
  return cardOf(title, [...lines.map(line => clipped(line, 400)), ...noteTexts(notes)], offers);
}

/** Returns the first sentence, and the rest. */
function sentencesOf(text: string): readonly [string, string] {
  const end = text.indexOf('. ');
  return end < 0 ? [text.replace(/\.$/, ''), ''] : [text.slice(0, end), text.slice(end + 2)];
}

const titles: Partial<Record<UnsupportedReason, string>> = {
  act: 'I can only look',
  elsewhere: 'I can’t do that',
  file: 'I can’t do that',
  settings: 'That is set in a sentence of its own',
  period: 'Which period do you mean?',
  followUp: 'Please ask the whole question',
  words: 'I didn’t understand that',
};

/** Draws the answer to an order that can't be carried out as it stands: why, and what to order instead. */
export function noOrderCard({ reason, offers, notes }: Asides & { readonly reason: string }): AdaptiveCard {
  return cardOf('Nothing is changed yet', [clipped(reason, 400), ...noteTexts(notes)], offers);
}

/**
 * Draws the answer to a message of which not enough was understood: the unknown words, what the bot is for, and the
 * nearest questions.
 */
export function notUnderstoodCard({
  words,
  offers,
  notes,
}: Asides & { readonly words: readonly string[] }): AdaptiveCard {
  const unknown = words.length === 0 ? [] : [`I don’t know ${listed(words)}, so I haven’t searched.`];
  const scope = 'I answer questions about backup jobs: how they are, what failed and why, what is running.';
  return cardOf('I didn’t understand that', [...unknown, ...noteTexts(notes), scope], offers);
}

function cardOf(title: string, lines: readonly string[], offers: Asides['offers']): AdaptiveCard {
  return expand({
    title,
    lines: lines.map(text => ({ text })),
    actions: [...suggestionActions(offers).slice(0, maxActions - 1), execute('Help', helpLink.encode({}))],
  });
}
