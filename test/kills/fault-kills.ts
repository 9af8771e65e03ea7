import assert from 'node:assert/strict';
import type { Person } from '../../src/domain/person.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import type { Incident } from '../../src/features/incidents/incident/incident.ts';
import { createWatches } from '../../src/features/incidents/watch/watches.ts';
import { createConversationStore } from '../../src/store/places.ts';
import type { StoreReader } from '../../src/store/whole-store.ts';
import type { Came } from '../support/channel-end.ts';
import { type KilledProcesses, recordsOf, throughKills } from './killed-processes.ts';

export interface FaultKillPlan extends KilledProcesses {
  readonly conversations: number;
}

export interface FaultKillResult {
  /** What was posted or replied, in order; edits are left out. */
  readonly taken: readonly Told[];
  readonly inDoubt: ReadonlySet<string>;
  readonly kills: number;
  readonly stops: number;
  readonly endedAfterStop: number;
  /** As the store has them at the end. */
  readonly edits: number;
}

/** A fault's card or, after it, the all-clear: a text. */
interface Told {
  readonly place: string;
  readonly isCard: boolean;
  /** The all-clear does, and a card that comes again after the recovery: then no other all-clear follows. */
  readonly isRecoveryTold: boolean;
  readonly isAgain: boolean;
}

const kim: Person = { id: '29:kim', name: 'Kim' };

/**
 * Reports a failure and its recovery to many conversations by processes that are killed and stopped at random moments.
 */
export async function faultsThroughKills(plan: FaultKillPlan): Promise<FaultKillResult> {
  const { conversations } = plan;
  const ids = Array.from({ length: conversations }, (_, index) => `f${index}`);
  let hasRecovered = false;

  async function all(store: StoreReader): Promise<readonly Incident[]> {
    return (await recordsOf(store, 'faults')) as Incident[];
  }

  const run = (state: number) => {
    const now = Date.now();
    return { service: 1, startedAt: now - 2_000, endedAt: now - 1_000, state };
  };

  const { taken, ...survived } = await throughKills(plan, {
    messages: 2 * conversations,
    lease: 'watcher',
    async prepare(store, serviceUrl, simulator) {
      simulator.plant(run(3));
      const [places, watches] = [createConversationStore(store), createWatches(store)];
      for (const id of ids) {
        const place: ConversationRef = {
          home: id,
          id,
          kind: 'personal',
          tenantId: 'tenant-1',
          serviceUrl,
          botId: '28:bot',
          botName: undefined,
        };
        await places.keep(place);
        await watches.put({
          place: { home: id, id },
          kind: 'personal',
          id: Buffer.from(id).toString('hex').padStart(12, '0'),
          services: ['exchange'],
          inARow: 1,
          isPartialIncluded: false,
          quiet: undefined,
          zone: 'UTC',
          locale: 'en-GB',
          createdAt: Date.now(),
          createdBy: kim,
          isEnding: false,
        });
      }
    },
    inDoubt: async store =>
      (await all(store)).filter(({ telling }) => telling.begun.length > 0).map(({ place }) => place.id),
    hasCome(taken, simulator) {
      const told = taken.flatMap(toldIn);
      const isAll = (some: readonly Told[]) => new Set(some.map(({ place }) => place)).size === conversations;
      if (!hasRecovered && isAll(told)) {
        hasRecovered = true;
        simulator.plant(run(2));
      }
      return isAll(told.filter(({ isRecoveryTold }) => isRecoveryTold));
    },
    isRecorded: async store =>
      (await all(store)).every(
        ({ overAt, telling }) =>
          overAt !== undefined &&
          telling.begun.length === 0 &&
          telling.isAllClearTold &&
          telling.shown === telling.revision,
      ),
  });
  return {
    ...survived,
    taken: taken.flatMap(toldIn),
    edits: taken.filter(({ method }) => method === 'PUT').length,
  };
}

function toldIn({ method, conversation, text }: Came): readonly Told[] {
  if (method !== 'POST') return [];
  return [
    {
      place: conversation,
      isCard: text.includes('AdaptiveCard'),
      isRecoveryTold: text.includes('recovered'),
      isAgain: /may be a duplicate/.test(text),
    },
  ];
}

/**
 * Checks that no message is missed, that each duplicate is marked as one, that every card turns green, and that no
 * process ended by itself after a stop.
 */
export function assertAllTold(
  { taken, inDoubt, edits, endedAfterStop }: FaultKillResult,
  conversations: number,
): void {
  assert.equal(endedAfterStop, 0, 'processes ended by themselves after a stop');
  const placesOf = (some: readonly Told[]) => new Set(some.map(({ place }) => place));
  const of = (isCard: boolean) => taken.filter(one => one.isCard === isCard);
  assert.equal(placesOf(of(true)).size, conversations, 'no failure is missed');
  const recoveries = taken.filter(({ isRecoveryTold }) => isRecoveryTold);
  assert.equal(placesOf(recoveries).size, conversations, 'no recovery is missed');
  for (const some of [of(true), of(false)])
    for (const place of placesOf(some)) {
      const [, ...later] = some.filter(one => one.place === place);
      assert.ok(
        later.every(({ isAgain }) => isAgain),
        `${place} was told again without a mark`,
      );
      if (later.length > 0) assert.ok(inDoubt.has(place), `${place} was told twice though it was recorded`);
    }
  const greenAtOnce = placesOf(recoveries.filter(({ isCard }) => isCard)).size;
  assert.ok(edits >= conversations - greenAtOnce, `${edits} edits`);
}
