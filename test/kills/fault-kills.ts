import assert from 'node:assert/strict';
import type { Person } from '../../src/domain/person.ts';
import type { Place } from '../../src/domain/place.ts';
import type { Store } from '../../src/domain/store.ts';
import type { Fault } from '../../src/faults/fault.ts';
import { createFaults } from '../../src/faults/faults.ts';
import { createWatches } from '../../src/faults/watches.ts';
import { createPlaces } from '../../src/store/places.ts';
import { type KilledProcesses, throughKills } from './killed-processes.ts';

export interface FaultKillPlan extends KilledProcesses {
  readonly conversations: number;
}

export interface FaultKillResult {
  /** What was posted or replied, in order; edits are left out. */
  readonly taken: readonly {
    readonly place: string;
    readonly isAllClear: boolean;
    readonly isAgain: boolean;
  }[];
  readonly inDoubt: ReadonlySet<string>;
  readonly kills: number;
  /** As the store has them at the end. */
  readonly edits: number;
}

const kim: Person = { id: '29:kim', name: 'Kim' };

/** A failure and then its recovery, told to so many conversations by processes that are killed at random moments. */
export async function faultsThroughKills(plan: FaultKillPlan): Promise<FaultKillResult> {
  const { conversations } = plan;
  const ids = Array.from({ length: conversations }, (_, index) => `f${index}`);
  let hasRecovered = false;

  async function all(store: Store): Promise<readonly Fault[]> {
    const faults = createFaults(store);
    const kept = await Promise.all(ids.map(id => faults.ofPlace({ home: id, id })));
    return kept.flat().map(({ value }) => value);
  }

  const run = (state: number) => {
    const now = Date.now();
    return { service: 1, startedAt: now - 2_000, endedAt: now - 1_000, state };
  };

  const survived = await throughKills(plan, {
    messages: 2 * conversations,
    async prepare(store, serviceUrl, simulator) {
      simulator.plant(run(3));
      const [places, watches] = [createPlaces(store), createWatches(store)];
      for (const id of ids) {
        const place: Place = {
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
      const said = taken.filter(({ method }) => method === 'POST');
      const told = new Set(said.map(({ conversation }) => conversation));
      if (!hasRecovered && told.size === conversations) {
        hasRecovered = true;
        simulator.plant(run(2));
      }
      const cleared = said.filter(({ text }) => isAllClear(text)).map(({ conversation }) => conversation);
      return new Set(cleared).size === conversations;
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
    taken: survived.taken
      .filter(({ method }) => method === 'POST')
      .map(({ conversation, text }) => ({
        place: conversation,
        isAllClear: isAllClear(text),
        isAgain: /Again:|may have come before/.test(text),
      })),
    inDoubt: survived.inDoubt,
    kills: survived.kills,
    edits: survived.taken.filter(({ method }) => method === 'PUT').length,
  };
}

/** The all-clear is a text; a card has attachments. */
function isAllClear(text: string): boolean {
  return !text.includes('AdaptiveCard') && text.includes('recovered');
}

/** None is missed, and what came twice was in doubt and says so; every card turns green. */
export function assertAllTold({ taken, inDoubt, edits }: FaultKillResult, conversations: number): void {
  for (const isAllClear of [false, true]) {
    const byPlace = new Map<string, boolean[]>();
    for (const { place, isAgain } of taken.filter(one => one.isAllClear === isAllClear))
      byPlace.set(place, [...(byPlace.get(place) ?? []), isAgain]);
    assert.equal(byPlace.size, conversations, 'none is missed');
    for (const [place, marks] of byPlace) {
      assert.ok(marks.slice(1).every(Boolean), `${place} was told again without a mark`);
      if (marks.length > 1) assert.ok(inDoubt.has(place), `${place} was told twice though it was recorded`);
    }
  }
  assert.ok(edits >= conversations, `${edits} edits`);
}
