import { askLink } from '../../../cards/common-buttons.ts';
import { noOrderCard } from '../../../cards/suggestion-card.ts';
import { command } from '../../feature.ts';
import { permissions } from '../../permission.ts';
import type { Request } from '../../request.ts';
import { card, type Reply } from '../../turn.ts';
import { onCallCard } from './card.ts';
import { alone, type OnCallChangeParts, onCallChange } from './change.ts';
import { type OnCallCommand, duty as read } from './read.ts';
import { onCallPhrases, words } from './words.ts';

async function show(
  _: OnCallCommand,
  { asides, place }: Request,
  { duties }: OnCallChangeParts,
): Promise<Reply> {
  if (!place || place.kind === 'personal') return card(noOrderCard({ reason: alone, ...asides }));
  return card(onCallCard({ done: 'shown', duty: await duties.get(place) }, asides));
}

const timing = ['escalate after 10 minutes', 'remind after 12 hours'];

/** "on call @Kim, then @Lee": who is called when a backup fails, and how soon the next one is. */
export const onCall = {
  words,
  help: [
    {
      title: 'On call',
      examples: ['on call', ...timing],
      orders: timing,
      gives: 'who is called for incidents, and who next',
    },
  ],
  knownWords: onCallPhrases.words,
  readings: [{ rank: 'setting', read }],
  commands: [
    command({
      kind: 'duty',
      permission: ({ order }: OnCallCommand) =>
        order.what === 'show' ? permissions.look : onCallChange.permission,
      retry: ({ order }: OnCallCommand) => (order.what === 'show' ? askLink.encode('on call') : undefined),
      order: ({ order }: OnCallCommand) =>
        order.what === 'show'
          ? undefined
          : {
              shown: { kind: 'duty', order: { what: 'show' } },
              change: { kind: onCallChange, change: order },
            },
      run: show,
    }),
  ],
  changes: [onCallChange],
} as const;
