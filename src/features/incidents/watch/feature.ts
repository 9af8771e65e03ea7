import type { Asides } from '../../../cards/notes.ts';
import { noOrderCard } from '../../../cards/suggestion-card.ts';
import type { ConversationRef } from '../../../domain/place.ts';
import type { Clock } from '../../../domain/time.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import { wishWords } from '../../../language/wishes.ts';
import { button, command } from '../../feature.ts';
import { permissions } from '../../permission.ts';
import type { Request } from '../../request.ts';
import { card, outdated, type Reply, text } from '../../turn.ts';
import {
  cancelLink,
  endLink,
  openFormLink,
  pauseLink,
  previewLink,
  resumeLink,
  saveLink,
  type WatchForm,
  type WatchPause,
} from './buttons.ts';
import { noPlace, watchChange } from './change.ts';
import { watchFormCard, watchOf } from './form.ts';
import { type WatchListParts, watchList } from './list.ts';
import { watchNotSavedCard, watchPreviewCard } from './preview-card.ts';
import { watch as read } from './read.ts';
import type { WatchCommand } from './read-parts.ts';
import { watchWish } from './read-wish.ts';
import { endedText, notSavedText, savedText } from './texts.ts';
import { watchWords, words } from './words.ts';

const noAsides: Asides = { notes: [], offers: [] };

/** The preview of a watch, or what is watched here. */
async function show({ order }: WatchCommand, request: Request, parts: WatchListParts): Promise<Reply> {
  const { asides, place, reader } = request;
  if (!place) return card(noOrderCard({ reason: noPlace, ...asides }));
  if (order.what !== 'set')
    return card(await watchList(await parts.watchOrders.show(place), place, asides, reader, parts));
  return previewOf(order.wish, place, request, parts);
}

async function previewOf(
  wish: WatchSpec,
  place: ConversationRef,
  { asides, reader, until }: Request,
  { watchOrders }: WatchListParts,
): Promise<Reply> {
  return card(watchPreviewCard(await watchOrders.preview(wish, place, reader.zone, until), asides, reader));
}

/** Shows what a sent form would set, or the form again with what is wrong. */
function previewForm(
  values: WatchForm,
  request: Request,
  parts: WatchListParts & WatchClock,
): Promise<Reply> | Reply {
  const { asides, place, reader } = request;
  if (!place) return card(noOrderCard({ reason: noPlace, ...asides }));
  const now = parts.clock.now();
  const read = watchOf(values, reader, now);
  return 'problems' in read
    ? card(watchFormCard(reader, now, values, read.problems))
    : previewOf(read.wish, place, request, parts);
}

/** Everybody in the conversation sees what has changed; the presser alone the short text. */
async function save(wish: WatchSpec, request: Request, parts: WatchListParts): Promise<Reply> {
  const { place, reader, speaker } = request;
  if (!place) return notThere;
  const { zone, settingZone = zone, locale } = reader;
  const answer = await parts.watchOrders.save(wish, place, { zone: settingZone, locale, by: speaker });
  return {
    kind: 'edit',
    isChange: true,
    card: await watchList(answer, place, noAsides, reader, parts),
    text: savedText,
  };
}

async function end(id: string, { place, reader }: Request, parts: WatchListParts): Promise<Reply> {
  if (!place) return notThere;
  const answer = await parts.watchOrders.end({ id }, place);
  return {
    kind: 'edit',
    isChange: answer.done !== 'nothingThere',
    card: await watchList(answer, place, noAsides, reader, parts),
    text: endedText(answer.done),
    ...(answer.done === 'nothingThere' ? { ending: outdated } : {}),
  };
}

async function pause(
  { id, until }: { readonly id: string | undefined; readonly until: number | undefined },
  { place, reader }: Request,
  parts: WatchListParts & WatchClock,
): Promise<Reply> {
  if (!place) return notThere;
  if (until !== undefined && until <= parts.clock.now())
    return { ...text('That time has passed.'), ending: outdated };
  const answer = await parts.watchOrders.pause(id, until, place);
  const isGone = answer.done === 'nothingThere';
  return {
    kind: 'edit',
    isChange: !isGone,
    card: await watchList(answer, place, noAsides, reader, parts),
    text: isGone ? endedText(answer.done) : until === undefined ? 'Alerts are back.' : 'Paused.',
    ...(isGone ? { ending: outdated } : {}),
  };
}

interface WatchClock {
  readonly clock: Clock;
}

const notThere: Reply = { kind: 'text', text: endedText('nothingThere'), ending: outdated };

function permissionOf({ order }: WatchCommand) {
  if (order.what === 'show') return permissions.look;
  // What it would have told is read first.
  return order.what === 'set' ? permissions.preview : watchChange.permission;
}

const detailsOf = ({ services }: WatchSpec) => (services.length > 0 ? services : ['all services']);
const replacing = { permission: watchChange.permission, isReplacing: true };
const changing = { ...replacing, shownBy: watchChange.shownBy, touches: watchChange.touches };

/** "watch exchange, twice in a row": what is watched in a conversation. */
export const watch = {
  words,
  knownWords: [...watchWords, ...wishWords],
  readings: [
    { rank: 'setting', read },
    { rank: 'wish', read: watchWish },
  ],
  commands: [
    command({
      kind: 'watch',
      permission: permissionOf,
      stores: ({ order }: WatchCommand) =>
        order.what === 'set' && order.wish.quiet !== undefined ? 'zone' : undefined,
      order({ order }: WatchCommand) {
        if (order.what === 'show') return undefined;
        const change = order.what === 'end' ? { kind: watchChange, change: order } : undefined;
        return { shown: { kind: 'watch', order: { what: 'show' } }, change };
      },
      run: show,
    }),
  ],
  buttons: [
    button(openFormLink, {
      auditTitle: 'New alert',
      permission: permissions.preview,
      run: (_, { reader }, { clock }: WatchClock) => card(watchFormCard(reader, clock.now())),
    }),
    button(previewLink, {
      auditTitle: 'Preview alert',
      permission: permissions.preview,
      run: previewForm,
    }),
    button(saveLink, {
      ...changing,
      auditTitle: 'Save watch',
      details: detailsOf,
      run: save,
    }),
    button(cancelLink, {
      ...replacing,
      auditTitle: 'Cancel',
      details: detailsOf,
      run: (wish): Reply => ({
        kind: 'edit',
        card: watchNotSavedCard(wish),
        text: notSavedText,
        isChange: false,
      }),
    }),
    button(pauseLink, {
      ...changing,
      auditTitle: 'Pause alerts',
      details: ({ id }: WatchPause) => [id ?? 'all'],
      run: pause,
    }),
    button(resumeLink, {
      ...changing,
      auditTitle: 'Resume alerts',
      details: id => [id],
      run: (id, request, parts: WatchListParts & WatchClock) =>
        pause({ id, until: undefined }, request, parts),
    }),
    button(endLink, {
      ...changing,
      auditTitle: 'Stop watching',
      details: id => [id],
      run: end,
    }),
  ],
  changes: [watchChange],
} as const;
