import { execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { clipped } from '../../cards/plain.ts';
import { maxCardBytes } from '../../cards/size.ts';
import type { CardLocale } from '../../cards/times.ts';
import type { JobAnswer } from '../../jobs/answers.ts';
import { findLink } from './buttons.ts';
import { jobCard } from './card.ts';

/** Bytes of each job besides its own card: its container and its button. */
const aroundBytes = 600;

/**
 * Draws several jobs in one card, in the order of the sentence: each as on its own card, with as many errors as its
 * share of a message has room for, and a button that opens it alone.
 */
export function jobsCard(answers: readonly JobAnswer[], reader: CardLocale): AdaptiveCard {
  const share = maxCardBytes / answers.length - aroundBytes;
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: 'Details of several jobs',
    msteams: { width: 'Full' },
    body: answers.map((answer, index) => ({
      type: 'Container',
      separator: index > 0,
      spacing: index > 0 ? 'Large' : 'None',
      items: [...jobCard(answer, reader, share).body, ...openOf(answer)],
    })),
  };
}

function openOf({ place, jobId }: JobAnswer): readonly object[] {
  if (!('search' in place)) return [];
  const open = execute(clipped(`Open ${jobId}`, 40), findLink.encode(place.search));
  return [{ type: 'ActionSet', actions: [open] }];
}
