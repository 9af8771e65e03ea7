import { execute, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { binActions, binTexts } from '../../cards/bin-lines.ts';
import { helpLink } from '../../cards/common-buttons.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { cardTemplate } from '../../cards/template.ts';
import { capitalised } from '../../cards/words.ts';
import type { BinCount } from '../../domain/bin.ts';
import type { HelpTopic } from '../../domain/reading.ts';
import help from './card.json' with { type: 'json' };

const expand = cardTemplate(help);

/** Examples of a topic that are buttons; the others stand below as words to type. */
const buttonsPerTopic = 4;
/** Some clients cut a longer title off. */
const longestTitle = 40;

/**
 * Draws everything that users can ask, with examples to tap. The notes and offers are those of the answered sentence.
 */
export function helpCard(topics: readonly HelpTopic[], asides: Asides): AdaptiveCard {
  return expand({
    title: 'What you can ask',
    lines: [...noteTexts(asides.notes), 'Write it in your own words, or tap an example.'].map(text => ({
      text,
    })),
    topics: topics.map(({ title, examples }) => {
      const buttons = examples.filter(({ length }) => length <= longestTitle).slice(0, buttonsPerTopic);
      return {
        title,
        examples: actionsFor(buttons).map(action => ({ action })),
        others: othersText(examples.filter(example => !buttons.includes(example))),
      };
    }),
    actions: suggestionActions(asides.offers),
  });
}

/** Draws the bot's first message in a chat: what it's for, three examples, and where to find more. */
export function welcomeCard(topics: readonly HelpTopic[], binned?: BinCount): AdaptiveCard {
  // One of each topic shows more of what users can ask than three of the first; short ones fit a phone.
  const examples = topics.slice(0, 3).flatMap(topic => shortest(topic.examples));
  return expand({
    title: 'Hello, this is Backup Watch',
    lines: [
      { text: 'Ask me which Microsoft 365 backups failed, ran or are running, and read the answer here.' },
      { text: 'Write it in your own words, or tap an example.' },
      ...binTexts(binned).map(text => ({ text })),
    ],
    topics: [],
    actions: [...binActions(binned), ...actionsFor(examples), execute('What else?', helpLink.encode({}))],
  });
}

function actionsFor(sentences: readonly string[]) {
  return suggestionActions(sentences.map(sentence => ({ label: capitalised(sentence), sentence })));
}

function othersText(sentences: readonly string[]): readonly { readonly text: string }[] {
  if (sentences.length === 0) return [];
  return [{ text: `also: ${sentences.map(sentence => `“${clipped(sentence, 60)}”`).join(', ')}` }];
}

function shortest(sentences: readonly string[]): readonly string[] {
  return [...sentences].sort((a, b) => a.length - b.length).slice(0, 1);
}
