import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { binActions, binTexts } from '../../cards/bin-lines.ts';
import { askLink, settingsLink } from '../../cards/common-buttons.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { helpAction, starterActions, whatForText } from '../../cards/starters.ts';
import { cardTemplate } from '../../cards/template.ts';
import { capitalised } from '../../cards/words.ts';
import type { BinCount } from '../../domain/bin.ts';
import type { ConversationRef } from '../../domain/place.ts';
import type { HelpTopic } from '../../domain/reading.ts';
import help from './card.json' with { type: 'json' };
import { groupsOf } from './topics.ts';

const expand = cardTemplate(help);

/** Examples of a topic that are buttons; the others stand below as words to type. */
const buttonsPerTopic = 3;
/** Some clients cut a longer title off. */
const longestTitle = 40;

/**
 * Draws everything that users can ask: a line for each group of topics, which unfolds their examples. The notes and offers
 * are those of the answered sentence.
 */
export function helpCard(topics: readonly HelpTopic[], asides: Asides): AdaptiveCard {
  return expand({
    title: 'What you can ask',
    lines: [...noteTexts(asides.notes), 'Ask in your own words, or tap a topic for examples.'].map(text => ({
      text,
    })),
    groups: groupsOf(topics).map(({ title, topics }, index) => ({
      title,
      toggle: `Show or hide examples: ${title}`,
      id: `topic-${index}`,
      topics: topics.map(topic => topicOf(topic, topics.length > 1)),
    })),
    actions: ranked([...suggestionActions(asides.offers), ...starterActions()]),
  });
}

/**
 * Draws the bot's first message in a conversation: what it's for, how it's spoken to, and the first steps. `kind` is
 * undefined if the conversation isn't known.
 */
export function welcomeCard(kind: ConversationRef['kind'] | undefined, binned?: BinCount): AdaptiveCard {
  const isAlone = kind === 'personal';
  return expand({
    title: 'Backup Watch',
    lines: [
      whatForText,
      'I can also alert you when a backup fails, call who is on call, and send a digest every morning.',
      ...binTexts(binned),
      isAlone
        ? 'Ask in your own words, or tap one of these.'
        : 'Mention me in each message here, for example “@Backup Watch failed backups today”.',
    ].map(text => ({ text })),
    groups: [],
    actions: ranked([
      ...binActions(binned),
      ...(isAlone ? [] : [execute(setUpTitles[kind ?? 'group'], settingsLink)]),
      execute('Status', askLink.encode('status')),
      ...(isAlone ? firstSteps : []),
      helpAction(),
    ]),
  });
}

/** Both open a preview: nothing is set before it's saved. */
const firstSteps = [
  execute('Alert me when a backup fails', askLink.encode('watch all backups')),
  execute('Send me a digest every morning', askLink.encode('digest daily at 08:00')),
];

const setUpTitles = {
  personal: 'Settings',
  group: 'Set up this chat',
  channel: 'Set up this channel',
} as const;

function topicOf({ title, examples }: HelpTopic, isTitled: boolean) {
  const buttons = examples.filter(({ length }) => length <= longestTitle).slice(0, buttonsPerTopic);
  return {
    titles: isTitled ? [{ title }] : [],
    examples: actionsFor(buttons).map(action => ({ action })),
    others: othersText(examples.filter(example => !buttons.includes(example))),
  };
}

function actionsFor(sentences: readonly string[]) {
  return suggestionActions(sentences.map(sentence => ({ label: capitalised(sentence), sentence })));
}

function othersText(sentences: readonly string[]): readonly { readonly text: string }[] {
  if (sentences.length === 0) return [];
  return [{ text: `Also: ${sentences.map(sentence => `“${clipped(sentence, 60)}”`).join(', ')}` }];
}
