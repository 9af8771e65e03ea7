import { inMs } from '../../domain/time.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { openWindow } from './window.ts';

const dayMs = 24 * 3_600_000;
const rangeMs = 7 * dayMs;
const requestMs = 30_000;
/** Another name of one of the others. */
const primary = 'PrimaryGeoLocation';

/**
 * Asks each documented location once a day whether it has backups. If several have, each is read for itself from then on, so
 * that a service is judged in each of them. Only the current shape knows locations.
 */
export function createLocationSurvey(context: ReaderContext, known: readonly string[]): ReaderTask {
  const { clock, writer, source, steady, location, state, update, log } = context;

  /** The id of one of the latest backups there; undefined if there is none. */
  async function oneJobIn(name: string): Promise<string | undefined> {
    steady.spend();
    const { jobs } = await source.page(
      {
        type: 'backup',
        service: undefined,
        state: undefined,
        span: openWindow(clock.now() - rangeMs),
        location: name,
        pageIndex: 0,
        pageSize: 1,
      },
      inMs(requestMs, clock),
    );
    return jobs[0] && (jobs[0].id ?? name);
  }

  return {
    name: 'location-survey',
    isDue: now => location === undefined && known.length > 0 && isOlder(state().surveyedAt, dayMs, now),
    async run() {
      const now = clock.now();
      const found = new Map<string, string>();
      if (await source.canFindJob(inMs(requestMs, clock))) {
        for (const name of known.filter(one => one !== primary)) {
          if (!context.mayGoOn()) return;
          const id = await oneJobIn(name);
          if (id !== undefined) found.set(name, id);
        }
      }
      update({ surveyedAt: now });
      if (found.size < 2) return;
      if (new Set(found.values()).size < found.size) {
        log.warn({}, 'locations are not told apart: lists of different locations begin with the same job');
        return;
      }
      log.info({ locations: [...found.keys()] }, 'several locations have backups; each is read for itself');
      writer.readByLocation([...found.keys()]);
    },
  };
}
