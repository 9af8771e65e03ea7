import { execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { clipped } from '../../cards/plain.ts';
import { maxCardBytes } from '../../cards/size.ts';
import type { CardLocale } from '../../cards/times.ts';
import { lookOf } from '../../cards/words.ts';
import type { JobAnswer } from '../../jobs/answers.ts';
import { findLink } from './buttons.ts';
import { jobCard } from './card.ts';

/** Bytes of each job besides its own card: its container and its button. */
const aroundBytes = 700;

/**
 * Draws several jobs in one card, in the order of the sentence: each as on its own card, with as many errors as its
 * share of a message has room for, and a button that opens it alone.
 */
export function jobsCard(answers: readonly JobAnswer[], reader: CardLocale): AdaptiveCard {
  const share = maxCardBytes / answers.length - aroundBytes;
  const title = `${answers.length} jobs`;
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: title,
    msteams: { width: 'Full' },
    body: [
      { type: 'TextBlock', text: title, style: 'heading', size: 'Medium', weight: 'Bolder', wrap: true },
      { type: 'RichTextBlock', spacing: 'None', inlines: [{ type: 'TextRun', text: endsText(answers) }] },
      ...answers.map(answer => ({
        type: 'Container',
        separator: true,
        spacing: 'Medium',
        items: [...jobCard(answer, reader, { maxBytes: share }).body, ...openOf(answer)],
      })),
    ],
  };
}

/** Returns "2 failed, 1 not found". */
function endsText(answers: readonly JobAnswer[]): string {
  const ends = answers.map(({ job }) => (job ? lookOf(job).word.toLowerCase() : 'not found'));
  return [...new Set(ends)].map(end => `${ends.filter(one => one === end).length} ${end}`).join(', ');
}

function openOf({ place, jobId }: JobAnswer): readonly object[] {
  if (!('search' in place)) return [];
  const open = execute(clipped(`Open job ${jobId}`, 40), findLink.encode(place.search));
  return [{ type: 'ActionSet', actions: [open] }];
}
