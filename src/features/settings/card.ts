import { execute, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { binActions, binCountText } from '../../cards/bin-lines.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import type { BinCount } from '../../domain/bin.ts';

const expand = cardTemplate(offer);

/** Offers to restore settings if a team or a channel is there again. */
export function bringBackCard(binned: BinCount): AdaptiveCard {
  return expand({
    title: 'Restore the earlier settings?',
    lines: [{ text: `${binCountText(binned)}. Nothing has changed yet.` }],
    actions: ranked(binActions(binned)),
  });
}

/** Says which settings were restored. */
export function broughtBackCard(count: BinCount): AdaptiveCard {
  const text = binCountText(count);
  return expand({
    title: text === '' ? 'Nothing left to restore' : '✓ The settings are back',
    lines: text === '' ? [] : [{ text: `${text}.` }],
    actions: ranked([
      execute('Digests', askLink.encode('digest')),
      execute('Alerts', askLink.encode('watch')),
    ]),
  });
}

/** Says the same to the user who pressed. */
export function restoredText(count: BinCount): string {
  const text = binCountText(count);
  return text === '' ? nothingToRestoreText : `Restored: ${text}.`;
}

export const nothingToRestoreText = 'There’s nothing left to restore here.';
