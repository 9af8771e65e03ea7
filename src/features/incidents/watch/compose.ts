import type { Service } from '../../../domain/job.ts';
import type { ClockTime, QuietHours, WatchSpec } from '../../../domain/watch-order.ts';
import { namesInWords } from '../../../language/compose.ts';
import { writeTime } from '../../../language/wall-clock.ts';

/** The sentence that sets exactly this watch, said by somebody in `zone`. */
export function composeWatch(
  { services, inARow, quiet, isPartialIncluded }: WatchSpec,
  zone: string,
): string {
  return [
    services.length === 0 ? 'watch all backups' : `watch ${namesInWords(services)}`,
    inARow === 2 ? 'twice in a row' : '',
    quiet ? quietText(quiet, zone) : '',
    isPartialIncluded ? 'including partial' : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** The sentence that ends the watches of these services; all of them if none is named. */
export function composeUnwatch(services: readonly Service[]): string {
  return services.length === 0 ? 'unwatch everything' : `unwatch ${namesInWords(services)}`;
}

function quietText({ from, to, zone }: QuietHours, own: string): string {
  const text = `quiet ${timeText(from)} to ${timeText(to)}`;
  return zone === own ? text : `${text} ${zone}`;
}

function timeText(time: ClockTime): string {
  return writeTime({ ...time, second: 0 });
}
