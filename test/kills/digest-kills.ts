import assert from 'node:assert/strict';
import { againText } from '../../src/cards/words.ts';
import type { Subscription } from '../../src/features/digest/subscription.ts';
import type { StoreReader } from '../../src/store/whole-store.ts';
import { seedDigests } from '../support/seed-digests.ts';
import { type KilledProcesses, recordsOf, throughKills } from './killed-processes.ts';

export interface KillPlan extends KilledProcesses {
  readonly digests: number;
}

export interface KillResult {
  /** Conversations in the order in which messages were taken. */
  readonly taken: readonly { readonly place: string; readonly isAgain: boolean }[];
  /** Conversations whose message was begun and not recorded when a process was killed or stopped. */
  readonly inDoubt: ReadonlySet<string>;
  readonly kills: number;
  readonly stops: number;
  readonly endedAfterStop: number;
}

/** Has digests delivered by processes that are killed and stopped at random moments, until all of them are recorded. */
export async function deliverThroughKills(plan: KillPlan): Promise<KillResult> {
  const { digests } = plan;
  const dueAt = Math.floor(Date.now() / 60_000) * 60_000;
  const { taken, ...survived } = await throughKills(plan, {
    messages: digests,
    lease: 'sender',
    prepare: (store, serviceUrl) => seedDigests(store, { count: digests, dueAt, serviceUrl }),
    async inDoubt(store) {
      const all = await everything(store);
      return all.filter(({ begun }) => begun.length > 0).map(({ place }) => place.id);
    },
    hasCome: taken => new Set(taken.map(({ conversation }) => conversation)).size >= digests,
    async isRecorded(store) {
      const all = await everything(store);
      return all.length === digests && all.every(one => one.begun.length === 0 && one.toldUntil === dueAt);
    },
  });
  return {
    taken: taken.map(({ conversation, text }) => ({
      place: conversation,
      isAgain: text.includes(againText),
    })),
    ...survived,
  };
}

async function everything(store: StoreReader): Promise<readonly Subscription[]> {
  return (await recordsOf(store, 'digests')) as Subscription[];
}

/**
 * Checks that nothing is lost, that each duplicate is marked as one, and that no process ended by itself after a stop.
 */
export function assertOnceEach({ taken, inDoubt, endedAfterStop }: KillResult, digests: number): void {
  assert.equal(endedAfterStop, 0, 'processes ended by themselves after a stop');
  const byPlace = new Map<string, boolean[]>();
  for (const { place, isAgain } of taken) byPlace.set(place, [...(byPlace.get(place) ?? []), isAgain]);
  assert.equal(byPlace.size, digests, 'nothing is lost');
  for (const [place, marks] of byPlace) {
    if (marks.length === 1) continue;
    assert.ok(
      marks.slice(1).every(isAgain => isAgain),
      `${place} came again without saying so`,
    );
    assert.ok(inDoubt.has(place), `${place} came twice though its first was recorded`);
  }
}
