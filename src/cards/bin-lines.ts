import type { BinCount } from '../domain/bin.ts';
import { plural } from '../domain/plural.ts';
import { type ExecuteAction, execute } from './actions.ts';
import { restoreLink } from './common-buttons.ts';

/** Returns "2 digests, 1 alert". */
export function binCountText({ digests, rosters, watches }: BinCount): string {
  const words = [
    countText(digests, 'digest', 'digests'),
    countText(watches, 'alert', 'alerts'),
    countText(rosters, 'on-call list', 'on-call lists'),
  ];
  return words.filter(word => word !== '').join(', ');
}

function countText(count: number, one: string, other: string): string {
  return count === 0 ? '' : `${count} ${plural(count, one, other)}`;
}

/** Returns the lines of a card about settings in the bin; none if there are no such settings. */
export function binTexts(binned: BinCount | undefined): readonly string[] {
  return binned ? [`Earlier settings can be restored: ${binCountText(binned)}.`] : [];
}

export function binActions(binned: BinCount | undefined): readonly ExecuteAction[] {
  return binned ? [execute('Restore settings', restoreLink.encode({}))] : [];
}
