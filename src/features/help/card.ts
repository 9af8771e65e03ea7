import { ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { binActions, binTexts } from '../../cards/bin-lines.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { helpAction, starterActions, whatForText } from '../../cards/starters.ts';
import { cardTemplate } from '../../cards/template.ts';
import { capitalised } from '../../cards/words.ts';
import type { BinCount } from '../../domain/bin.ts';
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

/** Draws the bot's first message in a chat: what it's for, and what most users ask. */
export function welcomeCard(binned?: BinCount): AdaptiveCard {
  return expand({
    title: 'Backup Watch',
    lines: [whatForText, ...binTexts(binned), 'Ask in your own words, or tap a question.'].map(text => ({
      text,
    })),
    groups: [],
    actions: ranked([...binActions(binned), ...starterActions(), helpAction()]),
  });
}

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
