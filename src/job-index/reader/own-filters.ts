import { type Service, services } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { unitKey, unitOf, withUnit } from '../read-state.ts';
import { askUnit } from './ask-unit.ts';
import { isConfused } from './begin-anew.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { timetable } from './timetable.ts';
import { openWindow } from './window.ts';

const hourMs = 3_600_000;
const { rangeMs, everyMs } = timetable.ownFilters;
/** While a filter is ignored, to see when it's honoured again. */
const confusedEveryMs = hourMs;

/**
 * Reads the last hours of each service by its own filter every few hours, whatever is known of them already: a service
 * counts as seen only by its own answers, and two services that list the same job show that the filter is ignored.
 */
export function createOwnFilters(context: ReaderContext): ReaderTask {
  const { clock, requests, steady, state, update, backOff } = context;
  const keyOf = (service: Service) => unitKey('backup', service);

  /** Those that failed lately come last, so that they hold up no other. */
  const due = (now: EpochMs) => {
    const isEager = isConfused(state());
    return services
      .toSorted((a, b) => backOff.failures(keyOf(a)) - backOff.failures(keyOf(b)))
      .filter(service => {
        const { checkedAt, unread } = unitOf(state(), keyOf(service));
        // What is still to be read by service is no reason to read it twice.
        return (
          (isEager || unread.every(({ to }) => to < now - rangeMs)) &&
          isOlder(checkedAt, isEager ? confusedEveryMs : everyMs, now) &&
          backOff.mayTry(keyOf(service))
        );
      });
  };

  return {
    name: 'own-filters',
    isDue: now => due(now).length > 0,
    async run() {
      for (const service of due(clock.now())) {
        if (!steady.hasLeft()) return;
        const now = clock.now();
        const span = openWindow(now - rangeMs - context.clockDifferenceMs());
        const read = await askUnit(context, { type: 'backup', service }, () =>
          requests.readWhole({ type: 'backup', service, state: undefined, span }, steady),
        );
        if (read?.isWhole) update(withUnit(state(), keyOf(service), { checkedAt: now }));
      }
    },
  };
}
