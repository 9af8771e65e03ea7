import { createHash } from 'node:crypto';
import type { Change } from '../../domain/change.ts';
import { dutyTimes } from '../../domain/duty-order.ts';
import type { Place } from '../../domain/place.ts';
import type { ServiceRecords } from '../../domain/service-records.ts';
import type { Targets } from '../../domain/targets.ts';
import type { Digests } from '../digest/commands.ts';
import { touchedBy } from '../digest/touched.ts';
import type { OnCall } from '../incidents/on-call/on-call.ts';
import type { WatchOrders } from '../incidents/watch/commands.ts';
import type { Standing } from './texts.ts';

interface StandingParts {
  readonly digests: Digests;
  readonly orders: Pick<WatchOrders, 'show'>;
  readonly duties: Pick<OnCall, 'get'>;
  readonly targets: Targets;
  readonly records: Pick<ServiceRecords, 'all'>;
}

/**
 * What a change bears on as it stands now, and `seen`, which differs if the change would do something else, or do it in
 * another conversation.
 */
export interface Seen {
  readonly standing: Standing;
  readonly seen: string;
}

/**
 * Reads how what a change bears on stands now, and changes nothing. Only targets and retirements have no place.
 *
 * @throws StoreError
 */
export async function standingOf(
  { digests, orders, duties, targets, records }: StandingParts,
  change: Change,
  place: Place | undefined,
): Promise<Seen> {
  if (change.kind === 'target') {
    const before = (await targets.all())[change.service];
    return seenAs({ ...change, before }, [before]);
  }
  if (change.kind === 'retire') {
    const before = (await records.all())[change.service]?.retired;
    return seenAs({ ...change, before }, [before?.at ?? null]);
  }
  if (!place) throw new Error('a change of a conversation came without one');
  const seenHere = (standing: Standing, key: readonly unknown[]) =>
    seenAs(standing, [place.home, place.id, ...key]);
  switch (change.kind) {
    case 'digest': {
      const { answeredAt, digests: all } = await digests.obey({ what: 'show' }, place, undefined);
      const touched = touchedBy(change.order, all, answeredAt);
      const key = touched.map(({ id, paused, when }) => [
        id,
        paused?.until ?? null,
        paused !== undefined,
        when,
      ]);
      return seenHere({ ...change, digests: all, touched }, key);
    }
    case 'watch': {
      const { watches } = await orders.show(place);
      const { services } = change.order;
      const touched = watches
        .filter(watch => services.length === 0 || watch.services.some(one => services.includes(one)))
        .map(watch => ({
          watch,
          left: services.length === 0 ? [] : watch.services.filter(one => !services.includes(one)),
        }));
      return seenHere(
        { ...change, watches, touched },
        touched.map(({ watch }) => watch.id),
      );
    }
    case 'duty': {
      const duty = await duties.get(place);
      const { order } = change;
      const key =
        order.what === 'off' ? [duty?.first?.id, duty?.fallback?.id] : [duty?.[dutyTimes[order.what].field]];
      return seenHere({ ...change, duty }, key);
    }
  }
}

function seenAs(standing: Standing, key: readonly unknown[]): Seen {
  const seen = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16);
  return { standing, seen };
}
