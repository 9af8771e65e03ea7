import type { ConversationRef } from '../../src/domain/place.ts';
import { everyDay } from '../../src/domain/recurrence.ts';
import type { WholeSends } from '../support/whole-sends.ts';

export const kim = { id: '29:kim', name: 'Kim' };
const lee = { id: '29:lee', name: 'Lee' };
/** Every day at 08:00 UTC. */
export const when = { days: everyDay, hour: 8, minute: 0, zone: 'UTC' };
export const exchange = {
  services: ['exchange'],
  inARow: 1,
  isPartialIncluded: false,
  quiet: undefined,
} as const;

/** Sets a daily digest, a watch of Exchange, and who is on call, Kim and then Lee. */
export async function setAll({ digests, watching }: WholeSends, place: ConversationRef): Promise<void> {
  const wish = { when, services: [], onlyProblems: false };
  await digests.obey({ what: 'set', wish }, place, 'en-GB');
  await watching.orders.save(exchange, place, { zone: 'UTC', locale: 'en-GB', by: kim });
  await watching.duties.obey({ what: 'set', first: kim, fallback: lee }, place, kim);
}
