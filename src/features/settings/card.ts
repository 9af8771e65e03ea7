import { execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { binActions, binCountText, binTexts } from '../../cards/bin-lines.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import type { BinCount } from '../../domain/bin.ts';

const expand = cardTemplate(offer);

/** Offers to bring settings back, if a team or a channel is there again. */
export function bringBackCard(binned: BinCount): AdaptiveCard {
  return expand({
    title: 'Bring back what was set here?',
    lines: binTexts(binned).map(text => ({ text })),
    actions: binActions(binned),
  });
}

/** Says which settings were brought back. */
export function broughtBackCard(count: BinCount): AdaptiveCard {
  const text = binCountText(count);
  return expand({
    title: text === '' ? 'There is nothing left to bring back' : '✓ The settings are back',
    lines: text === '' ? [] : [{ text: `Brought back: ${text}.` }],
    actions: [
      execute('Digests here', askLink.encode('digest')),
      execute('Watches here', askLink.encode('watch')),
    ],
  });
}

/** Says the same to the user who pressed. */
export function restoredText(count: BinCount): string {
  const text = binCountText(count);
  return text === '' ? nothingToRestoreText : `Brought back: ${text}.`;
}

export const nothingToRestoreText = 'There is nothing left to bring back here.';
