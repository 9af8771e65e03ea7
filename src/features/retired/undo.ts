import { isOrAre } from '../../cards/retired-words.ts';
import { nameOf } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import type { Retirement, ServiceRecords } from '../../domain/service-records.ts';
import { everywhere, type Undoable } from '../undoable.ts';

/**
 * How Undo retires a service again, or expects it again. The rest of its record changes with each backup, so the
 * retirement itself is its version.
 */
export function createUndoableRetired(
  records: Pick<ServiceRecords, 'all' | 'replaceRetired'>,
): Undoable<Retirement> {
  return {
    rank: 1,

    async read() {
      const all = await records.all();
      return services.flatMap(service => {
        const retired = all[service]?.retired;
        return retired ? [{ place: everywhere, id: service, value: retired, version: '' }] : [];
      });
    },

    setting: retired => retired,

    bringBack: ({ change: { id, before }, current }) =>
      records.replaceRetired(id as Service, before, current?.value),

    name: ({ id }) => `whether ${nameOf(id as Service)} ${isOrAre(id as Service)} retired`,

    texts: changes =>
      changes.map(
        ({ id, before }) =>
          `${nameOf(id as Service)} ${isOrAre(id as Service)} ${before ? 'retired' : 'expected'} again`,
      ),
  };
}
