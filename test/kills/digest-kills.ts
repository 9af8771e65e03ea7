import assert from 'node:assert/strict';
import type { Subscription } from '../../src/digest/subscription.ts';
import { createSubscriptions } from '../../src/digest/subscriptions.ts';
import type { Store } from '../../src/domain/store.ts';
import { seedDigests, seededPlaces } from '../support/seed-digests.ts';
import { type KilledProcesses, throughKills } from './killed-processes.ts';

export interface KillPlan extends KilledProcesses {
  readonly digests: number;
}

export interface KillResult {
  /** Conversations in the order in which messages were taken. */
  readonly taken: readonly { readonly place: string; readonly isAgain: boolean }[];
  /** Conversations whose message was begun and not recorded when a process was killed. */
  readonly inDoubt: ReadonlySet<string>;
  readonly kills: number;
}

/** Has digests delivered by processes that are killed at random moments, until all of them are recorded. */
export async function deliverThroughKills(plan: KillPlan): Promise<KillResult> {
  const { digests } = plan;
  const dueAt = Math.floor(Date.now() / 60_000) * 60_000;
  const { taken, inDoubt, kills } = await throughKills(plan, {
    messages: digests,
    prepare: (store, serviceUrl) => seedDigests(store, { count: digests, dueAt, serviceUrl }),
    async inDoubt(store) {
      const all = await everything(store, digests);
      return all.filter(({ begun }) => begun.length > 0).map(({ place }) => place.id);
    },
    hasCome: taken => new Set(taken.map(({ conversation }) => conversation)).size >= digests,
    async isRecorded(store) {
      const all = await everything(store, digests);
      return all.every(({ begun, toldUntil }) => begun.length === 0 && toldUntil === dueAt);
    },
  });
  return {
    taken: taken.map(({ conversation, text }) => ({
      place: conversation,
      isAgain: text.includes('Again: '),
    })),
    inDoubt,
    kills,
  };
}

async function everything(store: Store, digests: number): Promise<readonly Subscription[]> {
  const subscriptions = createSubscriptions(store);
  const all = await Promise.all(seededPlaces(digests).map(place => subscriptions.ofPlace(place)));
  return all.flat().map(({ value }) => value);
}

/** Nothing is lost, and what came twice was in doubt and says so. */
export function assertOnceEach({ taken, inDoubt }: KillResult, digests: number): void {
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
