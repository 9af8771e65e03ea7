import assert from 'node:assert/strict';
import { createAccess } from '../../../src/access/access.ts';
import { createBot } from '../../../src/bot/bot.ts';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import type { CardAction } from '../../../src/cards/button-link.ts';
import type { ConversationRef } from '../../../src/domain/place.ts';
import type { Store } from '../../../src/domain/store.ts';
import type { Reply } from '../../../src/features/turn.ts';
import type { IndexView } from '../../../src/job-index/view.ts';
import { createJobs } from '../../../src/jobs/jobs.ts';
import { idOf, noneGiven } from '../../access/people.ts';
import { type Action, buttonsOf, objectsIn, textOf } from '../../cards/elements.ts';
import { fakeClock, fakeSource, recordingLog, unreadIndex } from '../../support/fakes.ts';
import { keeping } from '../../support/keeping.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createWatchedStore } from '../../support/watched-store.ts';

export const minute = 60_000;

export interface User {
  readonly speaker: { readonly id: string; readonly name: string };
  readonly objectId: string;
}

const userOf = (name: string, index: number): User => ({
  speaker: { id: `29:${name.toLowerCase()}`, name },
  objectId: idOf(index),
});
export const [ada, kim, lee, vic] = [userOf('Ada', 1), userOf('Kim', 2), userOf('Lee', 3), userOf('Vic', 4)];

export const channel: ConversationRef = {
  home: 'team-1',
  id: '19:alerts',
  kind: 'channel',
  tenantId: 'tenant-1',
  serviceUrl: 'http://127.0.0.1:1/',
  botId: '28:bot',
  botName: 'Backup Watch',
};
export const general: ConversationRef = { ...channel, id: 'team-1' };
export const personal: ConversationRef = { ...channel, home: 'a:ada', id: 'a:ada', kind: 'personal' };

function cardOf(reply: Reply): AdaptiveCard {
  assert.ok(reply.kind === 'card' || reply.kind === 'edit', JSON.stringify(reply));
  return reply.card;
}

/** What the one who pressed or wrote reads. */
export const shownBy = (reply: Reply) => (reply.kind === 'text' ? reply.text : textOf(cardOf(reply)));

/** Every button of a card, wherever it stands. */
const actionsOf = (card: AdaptiveCard) =>
  [...buttonsOf(card), ...(objectsIn(card.body) as unknown as Action[])].filter(({ verb }) => verb);

export function actionOf(reply: Reply, verb: string): CardAction {
  const found = actionsOf(cardOf(reply)).find(one => one.verb === verb);
  assert.ok(found, `${verb} on ${shownBy(reply)}`);
  return found as CardAction;
}

export const hasUndo = (reply: Reply) =>
  reply.kind !== 'text' && actionsOf(reply.card).some(({ verb }) => verb === 'change.undo');

/** A bot with its own memory; Ada is an admin, Kim and Lee are operators, Vic is a viewer. */
export function openInstance(
  store: Store,
  clock: ReturnType<typeof fakeClock>,
  index: IndexView = unreadIndex,
) {
  const log = recordingLog();
  const source = fakeSource(() => ({ jobs: [], totalCount: 0, hasMore: false }));
  const jobs = createJobs({ source, index, clock, log });
  const kept = keeping({ jobs, clock, log, store, index });
  const lists = { admin: [ada.objectId], operator: [kim.objectId, lee.objectId], viewer: [vic.objectId] };
  const access = createAccess({ lists, allowedTenantIds: [], membership: undefined, given: noneGiven });
  const conversation = createBot({ ...kept, access, jobs, clock, log, newReference: () => 'r' });
  const turn = (user: User, place: ConversationRef) => ({
    zone: 'UTC',
    locale: 'en-GB',
    place,
    speaker: user.speaker,
    objectId: user.objectId,
  });
  const say = (text: string, user = kim, place = channel, people: readonly User[] = []) =>
    conversation.hear({ ...turn(user, place), text, people: people.map(({ speaker }) => speaker) });
  const press = ({ verb, data }: CardAction, user = kim, place = channel) =>
    conversation.press({ ...turn(user, place), verb, data });
  return {
    kept,
    settingsBin: kept.settingsBin,
    subscriptions: kept.subscriptions,
    places: kept.places,
    log,
    say,
    press,
    undo: (reply: Reply, user = kim, place = channel) => press(actionOf(reply, 'change.undo'), user, place),
    /** Previews a watch and saves it. */
    async watch(text: string, user = kim, place = channel) {
      return press(actionOf(await say(text, user, place), 'watch.save'), user, place);
    },
  };
}

const settings = /^(bin|digests|watches|duty|targets|services|endNotices) /;

export function open() {
  const clock = fakeClock();
  const store = createWatchedStore();
  const one: Instance = openInstance(store, clock);
  return {
    ...one,
    clock,
    store,
    /** Another process on the same store. */
    another: () => openInstance(store, clock),
    /** What users have set, as it's stored; a watch that is ending isn't set. */
    set: () =>
      Object.fromEntries(
        Object.entries(store.contents()).filter(
          ([name, value]) => settings.test(name) && !(value as { isEnding?: boolean }).isEnding,
        ),
      ),
  };
}

/** A store that counts its requests, and that stops after so many writes as if the process had died. */
export function createFailingStore(store: Store = createMemoryStore()) {
  let left = Number.POSITIVE_INFINITY;
  const requests = new Map<string, number>();
  const count = (what: string) => requests.set(what, (requests.get(what) ?? 0) + 1);
  function write(): void {
    if (left <= 0) throw new Error('the process died');
    left -= 1;
  }
  const failing: Store = {
    ...store,
    async get(key) {
      count('reads');
      return store.get(key);
    },
    async list(...asked) {
      count('reads');
      return store.list(...asked);
    },
    async put(...asked) {
      count('writes');
      write();
      return store.put(...asked);
    },
    async remove(...asked) {
      count('writes');
      write();
      return store.remove(...asked);
    },
  };
  return {
    store: failing,
    dieAfter: (writes: number) => {
      left = writes;
    },
    revive: () => {
      left = Number.POSITIVE_INFINITY;
    },
    /** Returns the requests since it was called last. */
    counted() {
      const all = Object.fromEntries(requests);
      requests.clear();
      return all;
    },
  };
}

export type Instance = ReturnType<typeof openInstance>;
