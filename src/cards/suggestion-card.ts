import type { UnsupportedReason } from '../domain/reading.ts';
import { type ExecuteAction, maxActions, ranked, suggestionActions } from './actions.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { type Asides, listed, noteTexts } from './notes.ts';
import { clipped } from './plain.ts';
import { type OpenAction, portalActions } from './portal-link.ts';
import { helpAction, starterActions, starters, whatForText } from './starters.ts';
import { cardTemplate } from './template.ts';
import offer from './templates/offer.json' with { type: 'json' };

const expand = cardTemplate(offer);

/** Draws the answer to a sentence that can't be answered: why, and what to ask instead. */
export function suggestionCard({
  reason,
  about,
  portalUrl,
  offers,
  notes,
}: Asides & {
  readonly reason: string;
  readonly about?: UnsupportedReason | undefined;
  /** The address of AvePoint's portal; undefined if it isn't set. */
  readonly portalUrl?: string | undefined;
}): AdaptiveCard {
  // A title is Markdown, so it must have nothing that the user wrote.
  const isOurs = about !== undefined && !reason.includes('“');
  // Without a word of the user's, the reason isn't that one wasn't understood.
  const own = about && (about === 'words' && isOurs ? undefined : titles[about]);
  const [first = '', rest = ''] = own === undefined && isOurs ? sentencesOf(reason) : [];
  const title = own ?? (first === '' ? 'I can’t answer that' : first);
  const lines = first === '' ? [reason] : [rest].filter(Boolean);
  const links = portalActions(portalUrl, [reason]);
  return cardOf(title, [...lines.map(line => clipped(line, 400)), ...noteTexts(notes)], offers, links);
}

/** Returns the first sentence, and the rest. */
function sentencesOf(text: string): readonly [string, string] {
  const end = text.indexOf('. ');
  return end < 0 ? [text.replace(/\.$/, ''), ''] : [text.slice(0, end), text.slice(end + 2)];
}

const titles: Partial<Record<UnsupportedReason, string>> = {
  act: 'I can only report',
  elsewhere: 'I can’t do that',
  file: 'I can’t do that',
  settings: 'Alerts and digests',
  period: 'Which period do you mean?',
  followUp: 'I can’t tell what that goes on from',
  words: 'I didn’t understand that',
};

/** Draws what a language model takes a sentence for: questions to tap, none of which was asked. */
export function didYouMeanCard(offers: Asides['offers']): AdaptiveCard {
  const line =
    'A language model suggested these questions. I haven’t searched yet: tap the one that you meant.';
  return cardOf('Did you mean one of these?', [line], offers);
}

/** Draws the answer to a command that can't be carried out as it stands: why, and what to send instead. */
export function noOrderCard({ reason, offers, notes }: Asides & { readonly reason: string }): AdaptiveCard {
  return cardOf('I haven’t changed anything yet', [clipped(reason, 400), ...noteTexts(notes)], offers);
}

/**
 * Draws the answer to a message of which not enough was understood: the unknown words, what the bot is for, and the
 * questions that most users have. The nearest ones are in the menu.
 */
export function notUnderstoodCard({
  words,
  offers,
  notes,
}: Asides & { readonly words: readonly string[] }): AdaptiveCard {
  const unknown = words.length === 0 ? [] : [`I don’t know ${listed(words)}, so I haven’t searched.`];
  const asked = Object.values(starters);
  const nearest = suggestionActions(offers.filter(({ sentence }) => !asked.includes(sentence)));
  return drawn(
    'I didn’t understand that',
    [...unknown, ...noteTexts(notes), whatForText],
    [...starterActions(), helpAction(), ...nearest],
  );
}

/** Links come first: they lead to what was asked for, and don't open from a menu. */
function cardOf(
  title: string,
  lines: readonly string[],
  offers: Asides['offers'],
  links: readonly OpenAction[] = [],
): AdaptiveCard {
  const suggested = suggestionActions(offers).slice(0, maxActions - 1 - links.length);
  return drawn(title, lines, [...links, ...suggested, helpAction()]);
}

function drawn(
  title: string,
  lines: readonly string[],
  actions: readonly (ExecuteAction | OpenAction)[],
): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions: ranked(actions) });
}
