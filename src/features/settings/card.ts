import { type Execute, execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import type { BinCount } from '../../domain/bin.ts';

const expand = cardTemplate(offer);

/** "2 digests, 1 watch" */
function binCountText({ digests, rosters, watches }: BinCount): string {
  const words = [
    countText(digests, 'digest', 'digests'),
    countText(watches, 'watch', 'watches'),
    countText(rosters, 'on-call list', 'on-call lists'),
  ];
  return words.filter(word => word !== '').join(', ');
}

function countText(count: number, one: string, many: string): string {
  return count === 0 ? '' : count === 1 ? `1 ${one}` : `${count} ${many}`;
}

/** What a card says if there are settings from before; nothing without them. */
export function binTexts(binned: BinCount | undefined): readonly string[] {
  return binned ? [`There are settings from before: ${binCountText(binned)}.`] : [];
}

export function binActions(binned: BinCount | undefined): readonly Execute[] {
  return binned ? [execute('Bring them back', { verb: 'settings.restore' })] : [];
}

/** Where a team or a channel is there again. */
export function bringBackCard(binned: BinCount): AdaptiveCard {
  return expand({
    title: 'Bring back what was set here?',
    lines: binTexts(binned).map(text => ({ text })),
    actions: binActions(binned),
  });
}

/** After settings were brought back. */
export function broughtBackCard(count: BinCount): AdaptiveCard {
  const text = binCountText(count);
  return expand({
    title: text === '' ? 'There is nothing left to bring back' : '✓ The settings are back',
    lines: text === '' ? [] : [{ text: `Brought back: ${text}.` }],
    actions: [
      execute('Digests here', { verb: 'ask', sentence: 'digest' }),
      execute('Watches here', { verb: 'ask', sentence: 'watch' }),
    ],
  });
}

/** What the presser alone is told. */
export function restoredText(count: BinCount): string {
  const text = binCountText(count);
  return text === '' ? nothingToRestoreText : `Brought back: ${text}.`;
}

export const nothingToRestoreText = 'There is nothing left to bring back here.';
