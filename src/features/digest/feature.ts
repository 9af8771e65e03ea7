import { askLink } from '../../cards/common-buttons.ts';
import type { Asides } from '../../cards/notes.ts';
import { noOrderCard } from '../../cards/suggestion-card.ts';
import type { DigestChange, DigestOrder, DigestSpec } from '../../domain/digest-order.ts';
import type { ConversationRef } from '../../domain/place.ts';
import type { Clock, EpochMs } from '../../domain/time.ts';
import type { PreviewChange } from '../change.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, outdated, type Reply, text } from '../turn.ts';
import {
  type DigestForm,
  endLink,
  exampleLink,
  nowLink,
  openFormLink,
  pauseLink,
  pauseUntilLink,
  previewLink,
  resumeLink,
} from './buttons.ts';
import { digestCard } from './card.ts';
import { digestChange, noPlace } from './change.ts';
import type { Done } from './commands.ts';
import { digestFormCard, digestOf } from './form.ts';
import { type DigestListParts, digestList } from './list.ts';
import { type DigestCommand, digest as read } from './read.ts';
import { recurrenceWords } from './read-days.ts';
import { digestMove } from './read-move.ts';
import { digestWish } from './read-wish.ts';
import { orderWords, words } from './words.ts';

const noAsides: Asides = { notes: [], offers: [] };
const noneHere: Reply = { ...text('No digests here.'), ending: outdated };

/** Reports one digest, or lists them to choose from. */
async function reportNow(
  place: ConversationRef,
  id: string | undefined,
  { reader, until }: Request,
  parts: DigestListParts,
): Promise<Reply> {
  const message = await parts.digests.now(place, id, reader, until);
  if (message) return card(digestCard(message));
  const answer = await parts.digests.obey({ what: 'show' }, place, reader.locale);
  return card(await digestList(answer, place, noAsides, reader, parts));
}

async function show({ order }: DigestCommand, request: Request, parts: DigestListParts): Promise<Reply> {
  const { asides, place, reader } = request;
  if (!place) return card(noOrderCard({ reason: noPlace, ...asides }));
  if (order.what === 'now') return reportNow(place, undefined, request, parts);
  const answer = await parts.digests.obey({ what: 'show' }, place, reader.locale);
  return card(await digestList(answer, place, asides, reader, parts));
}

/** All users of the conversation see what has changed; only the one who pressed sees the short text. */
const act =
  (what: 'pause' | 'resume' | 'off') =>
  async (id: string, { place, reader }: Request, parts: DigestListParts, until?: EpochMs): Promise<Reply> => {
    if (!place) return noneHere;
    const answer = await parts.digests.act(what, id, place, until);
    return {
      kind: 'edit',
      isChange: answer.done !== 'nothingThere',
      card: await digestList(answer, place, noAsides, reader, parts),
      text: doneText(answer.done),
      ...(answer.done === 'nothingThere' ? { ending: outdated } : {}),
    };
  };

function doneText(done: Done): string {
  switch (done) {
    case 'paused':
      return 'Paused.';
    case 'resumed':
      return 'Resumed.';
    case 'off':
      return 'Turned off.';
    default:
      return 'That digest is no longer set.';
  }
}

/** The preview stays as it is, so the example is posted beneath it. */
async function postExample(
  { services }: { readonly services: DigestSpec['services'] },
  { reader, until }: Request,
  { digests }: DigestListParts,
): Promise<Reply> {
  const message = await digests.example(services, reader, until);
  return { kind: 'post', card: digestCard(message), text: 'An example is below.' };
}

interface DigestFormParts extends DigestListParts {
  readonly previewChange: PreviewChange;
  readonly clock: Clock;
}

/** Shows what a sent form would set, or the form again with what is wrong. */
function previewForm(values: DigestForm, request: Request, parts: DigestFormParts): Promise<Reply> | Reply {
  const now = parts.clock.now();
  const read = digestOf(values, request.reader, now);
  if ('problems' in read) return card(digestFormCard(request.reader, now, values, read.problems));
  return parts.previewChange({ kind: digestChange, change: { what: 'set', wish: read.wish } }, request);
}

function isChange(order: DigestOrder): order is DigestChange {
  return order.what !== 'show' && order.what !== 'now';
}

function permissionOf({ order }: DigestCommand) {
  if (order.what === 'show') return permissions.look;
  return order.what === 'now' ? permissions.ask : digestChange.permission;
}

const ofOne = { details: (id: string) => [id] };
const changing = {
  ...ofOne,
  permission: digestChange.permission,
  shownBy: digestChange.shownBy,
  touches: digestChange.touches,
  isReplacing: true,
};

/** "digest weekdays at 7:30": the morning report, as the users of a conversation set it. */
export const digest = {
  words,
  help: [
    {
      title: 'Daily digest',
      examples: [
        'digest daily at 08:00',
        'digest weekdays at 7:30 only problems',
        'digest',
        'digest pause until monday',
        'digest off',
      ],
      gives: 'a digest in this chat or channel, in your time zone; what is set here',
    },
  ],
  knownWords: [...recurrenceWords, ...orderWords],
  readings: [
    { rank: 'setting', read: digestMove },
    { rank: 'setting', read },
    { rank: 'wish', read: digestWish },
  ],
  commands: [
    command({
      kind: 'digest',
      permission: permissionOf,
      retry: ({ order }: DigestCommand) =>
        isChange(order) ? undefined : askLink.encode(order.what === 'now' ? 'digest now' : 'digest'),
      stores({ order }: DigestCommand) {
        if (order.what === 'pause') return order.until === undefined ? undefined : 'moment';
        return order.what === 'set' || order.what === 'move' ? 'zone' : undefined;
      },
      order: ({ order, isWish = false }: DigestCommand) =>
        isChange(order)
          ? {
              shown: { kind: 'digest', order: { what: 'show' } },
              change: { kind: digestChange, change: order },
              isWish,
            }
          : undefined,
      run: show,
    }),
  ],
  buttons: [
    button(openFormLink, {
      auditTitle: 'New digest',
      permission: permissions.preview,
      run: (_, { reader }, { clock }: DigestFormParts) => card(digestFormCard(reader, clock.now())),
    }),
    button(previewLink, {
      auditTitle: 'Preview digest',
      permission: permissions.preview,
      run: previewForm,
    }),
    button(exampleLink, {
      auditTitle: 'Example digest',
      permission: permissions.ask,
      run: postExample,
    }),
    button(nowLink, {
      ...ofOne,
      auditTitle: 'Digest now',
      permission: permissions.ask,
      run: (id, request, parts: DigestListParts) =>
        request.place ? reportNow(request.place, id, request, parts) : noneHere,
    }),
    button(pauseLink, {
      ...changing,
      auditTitle: 'Pause',
      run: (id, request, parts: DigestListParts) => act('pause')(id, request, parts),
    }),
    button(pauseUntilLink, {
      ...changing,
      details: ({ id }) => [id],
      auditTitle: 'Pause',
      run: ({ id, until }, request, parts: DigestListParts) => act('pause')(id, request, parts, until),
    }),
    button(resumeLink, { ...changing, auditTitle: 'Resume', run: act('resume') }),
    button(endLink, { ...changing, auditTitle: 'End digest', run: act('off') }),
  ],
  changes: [digestChange],
} as const;
