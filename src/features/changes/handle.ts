import type { Asking } from '../../bot/answers.ts';
import type { ChangingCommand } from '../../bot/changes.ts';
import type { OrError } from '../../bot/error-boundary.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { changeSavedText } from '../../cards/button-replies.ts';
import type { Asides } from '../../cards/notes.ts';
import type { Press } from '../../cards/press.ts';
import { noOrderCard } from '../../cards/suggestion-card.ts';
import type { Change } from '../../domain/change.ts';
import type { Place, PlaceKey } from '../../domain/place.ts';
import type { ServiceRecords } from '../../domain/service-records.ts';
import type { Targets } from '../../domain/targets.ts';
import type { Clock } from '../../domain/time.ts';
import { createKeyedMutex } from '../../schedule/keyed-mutex.ts';
import { targetsCard } from '../coverage/limits-card.ts';
import type { Digests } from '../digest/commands.ts';
import { onCallCard } from '../incidents/on-call/card.ts';
import type { OnCall } from '../incidents/on-call/on-call.ts';
import type { WatchOrders } from '../incidents/watch/commands.ts';
import { retiredCard } from '../retired/card.ts';
import type { Listings } from '../settings/listings.ts';
import { card, type Hearer, outdated, type Reader, type Reply } from '../turn.ts';
import { changeCancelledCard, changePreviewCard } from './card.ts';
import { standingOf } from './current.ts';

export type ChangePress = Extract<Press, { readonly verb: `change.${string}` }>;

interface ChangeAnswersParts {
  readonly digests: Digests;
  readonly targets: Targets;
  readonly records: ServiceRecords;
  readonly orders: WatchOrders;
  readonly duties: OnCall;
  readonly listings: Listings;
  readonly clock: Clock;
  readonly orError: OrError;
}

const noAsides: Asides = { notes: [], offers: [] };

/**
 * Everything that a sentence can change. A typed one is carried out at once; one that a button carries is previewed, and
 * carried out if the preview is saved. None of these throws.
 */
export function createChangeAnswers(parts: ChangeAnswersParts) {
  const { digests, targets, records, orders, duties, listings, clock, orError } = parts;
  // Two who save the same at the same moment save it once.
  const locks = createKeyedMutex();

  /** Why a command can't be carried out in this place; undefined if it can. */
  function obstacleTo({ kind }: ChangingCommand, place: Place | undefined): string | undefined {
    if (kind === 'digest' && !place) return 'A digest needs a chat or a channel to come to.';
    if (kind === 'watch' && !place) return 'A watch needs a chat or a channel to tell.';
    if (kind === 'duty' && (!place || place.kind === 'personal'))
      return 'Duty is for a channel or a group chat: here there is you alone.';
    return undefined;
  }

  async function carryOut(
    command: ChangingCommand,
    { place, speaker }: Hearer,
    asides: Asides,
    reader: Reader,
  ): Promise<AdaptiveCard> {
    if (command.kind === 'target') {
      await targets.set(command.service, command.targetMs);
      return targetsCard(await targets.all(), command.service, asides);
    }
    if (command.kind === 'retire') {
      const { service, isRetired } = command;
      const isChanged = await records.setRetired(
        service,
        isRetired ? { by: speaker, at: clock.now() } : undefined,
      );
      const record = (await records.all())[service];
      return retiredCard({ service, record, isChanged, answeredAt: clock.now() }, asides, reader);
    }
    if (!place) throw new Error('a change of a conversation came without one');
    switch (command.kind) {
      case 'digest':
        return listings.digests(
          await digests.obey(command.order, place, reader.locale, speaker),
          place,
          asides,
          reader,
        );
      case 'watch':
        return listings.watches(await orders.end(command.order, place), place, asides, reader);
      case 'duty':
        return onCallCard(await duties.obey(command.order, place, speaker), asides);
    }
  }

  /** The preview of a change as it would be now, and whether it would do anything. */
  async function look(change: Change, place: Place | undefined, { asides, reader }: Asking, seen?: string) {
    const now = await standingOf({ digests, orders, duties, targets, records }, change, place);
    const isAnother = seen !== undefined && seen !== now.seen;
    const preview = { ...now, change, place: place?.kind, isAnother, answeredAt: clock.now() };
    return { isAnother, ...changePreviewCard(preview, asides, reader) };
  }

  /** A change that has been made already, or has become another one since it was previewed, is shown instead. */
  async function save({ change, seen }: Saving, hearer: Hearer, asking: Asking): Promise<Reply> {
    const { place } = hearer;
    const preview = await look(change, place, asking, seen);
    if (preview.isAnother || !preview.isAnything) return { ...card(preview.card), ending: outdated };
    const done = await carryOut(change, hearer, noAsides, asking.reader);
    return { kind: 'edit', card: done, text: changeSavedText(), isChange: true };
  }

  return {
    /** A typed command, at once. `retry` asks for its preview if the store fails. */
    order: (command: ChangingCommand, hearer: Hearer, { asides, reader }: Asking, retry: Press | undefined) =>
      orError(retry, undefined, reader, async () => {
        const obstacle = obstacleTo(command, hearer.place);
        if (obstacle !== undefined) return impossible(obstacle, asides);
        return card(await carryOut(command, hearer, asides, reader));
      }),

    /** The command of a sentence that a button carries: nothing changes before it is saved. */
    preview: (command: ChangingCommand, { place }: Hearer, asking: Asking, retry: Press | undefined) =>
      orError(retry, undefined, asking.reader, async () => {
        const { asides } = asking;
        const change = changeIn(command);
        const obstacle = change
          ? obstacleTo(change, place)
          : 'Type it, and pick the name from the list after @.';
        if (!change || obstacle !== undefined)
          return card(noOrderCard({ reason: obstacle ?? '', ...asides }));
        return card((await look(change, place, asking)).card);
      }),

    /** What is saved everybody in the conversation sees; what is cancelled the presser alone, as the preview. */
    press: (press: ChangePress, hearer: Hearer, asking: Asking) =>
      orError(press, undefined, asking.reader, async () => {
        const { change, verb } = press;
        if (verb === 'change.cancel') return card(changeCancelledCard(change));
        const obstacle = obstacleTo(change, hearer.place);
        if (obstacle !== undefined) return impossible(obstacle, noAsides);
        const key = hearer.place ?? everywhere;
        return locks.run(key, () => save(press, hearer, asking));
      }),
  };
}

type Saving = Extract<ChangePress, { readonly verb: 'change.save' }>;

const everywhere: PlaceKey = { home: '', id: '' };

/** A change was asked for, and is on record as such, and nothing was changed. */
function impossible(reason: string, asides: Asides): Reply {
  const ending = { kind: 'failed', problem: 'wrong-place' } as const;
  return { ...card(noOrderCard({ reason, ...asides })), ending };
}

/** What a button can carry of a command; undefined for putting people on duty, whose mentions are lost in a button. */
function changeIn(command: ChangingCommand): Change | undefined {
  if (command.kind !== 'duty') return command;
  const { order } = command;
  return order.what === 'set' ? undefined : { kind: 'duty', order };
}
