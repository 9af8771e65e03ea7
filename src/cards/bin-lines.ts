import type { BinCount } from '../domain/bin.ts';
import { type ExecuteAction, execute } from './actions.ts';
import { restoreLink } from './common-buttons.ts';

/** Returns "2 digests, 1 watch". */
export function binCountText({ digests, rosters, watches }: BinCount): string {
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

/** Returns the lines of a card about settings in the bin; none if there are no such settings. */
export function binTexts(binned: BinCount | undefined): readonly string[] {
  return binned ? [`There are settings from before: ${binCountText(binned)}.`] : [];
}

export function binActions(binned: BinCount | undefined): readonly ExecuteAction[] {
  return binned ? [execute('Bring them back', restoreLink.encode({}))] : [];
}
