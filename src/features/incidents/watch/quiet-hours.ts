import type { QuietHours } from '../../../domain/watch-order.ts';
import type { WatchParts } from './fill-slots.ts';
import { quietOf, turned, usual } from './read-quiet.ts';

/** The quiet hours of a watch, or why they cannot be kept and what may have been meant. */
export type Hours =
  | { readonly quiet: QuietHours | undefined }
  | { readonly reason: string; readonly instead: readonly QuietHours[] };

/** What the times and zones of a sentence come to. */
export function hoursOf({ quiet, ranges, zones }: WatchParts, own: string): Hours {
  const [zone = own, otherZone] = zones;
  if (otherZone !== undefined) return { reason: 'Quiet hours can have only one time zone.', instead: [] };
  const said = quiet.filter(range => range !== undefined);
  const [first, second] = [...said, ...ranges];
  if (!first) {
    if (quiet.length > 0) return { reason: 'From when to when should it be quiet?', instead: usual(zone) };
    if (zones.length === 0) return { quiet: undefined };
    return {
      reason: 'A time zone is only for quiet hours. From when to when should it be quiet?',
      instead: usual(zone),
    };
  }
  if (second) {
    const each = [...said, ...ranges].map(range => quietOf(range, zone));
    const instead = each.flatMap(read => ('quiet' in read ? [read.quiet] : []));
    return { reason: 'A watch can have one stretch of quiet hours.', instead };
  }
  const read = quietOf(first, zone);
  if (quiet.length > 0 || !('quiet' in read)) return read;
  return {
    reason: 'Should it be quiet during those hours, or outside them?',
    instead: [read.quiet, turned(read.quiet)],
  };
}
