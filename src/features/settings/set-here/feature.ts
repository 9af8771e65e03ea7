import type { Targets } from '../../../domain/targets.ts';
import type { Clock } from '../../../domain/time.ts';
import { createWallClock } from '../../../language/wall-clock.ts';
import type { Digests } from '../../digest/commands.ts';
import type { EndNotices } from '../../end-notice/notices.ts';
import { command } from '../../feature.ts';
import type { OnCall } from '../../incidents/on-call/on-call.ts';
import type { WatchOrders } from '../../incidents/watch/commands.ts';
import { permissions } from '../../permission.ts';
import type { Request } from '../../request.ts';
import { listedHere, type SettingsHere } from '../../settings-here.ts';
import { card, type Reply, text } from '../../turn.ts';
import { type Pause, quieterCard, setHereCard } from './card.ts';
import {
  knownWords,
  type QuieterCommand,
  quieter,
  quieterOf,
  setHere as readSetHere,
  type SetHereCommand,
} from './read.ts';
import { inTheMorning } from './read-pause.ts';

interface SetHereParts {
  readonly digests: Pick<Digests, 'obey'>;
  readonly watchOrders: Pick<WatchOrders, 'show'>;
  readonly endNotices: Pick<EndNotices, 'ofPlace'>;
  readonly duties: Pick<OnCall, 'get'>;
  readonly targets: Pick<Targets, 'all'>;
  readonly settingsHere: SettingsHere;
  readonly clock: Clock;
}

const noPlace = 'Nothing can be set here: I can’t send messages to this conversation.';

/** Reads everything that is set in the conversation. Rejects with `StoreError`. */
async function readHere({ asides, place, reader }: Request, parts: SetHereParts) {
  if (!place) return undefined;
  const { digests, watchOrders, endNotices, duties, targets, settingsHere } = parts;
  const watching = await watchOrders.show(place);
  const { answer, asides: beside } = await listedHere(watching, place, asides, settingsHere);
  const here = {
    watches: answer.watches,
    undelivered: answer.undelivered,
    digests: (await digests.obey({ what: 'show' }, place, undefined)).digests,
    endNotices: await endNotices.ofPlace(place),
    duty: await duties.get(place),
    targets: await targets.all(),
    isPersonal: place.kind === 'personal',
    answeredAt: parts.clock.now(),
  };
  return { here, asides: beside, reader };
}

const hourMs = 3_600_000;

/** The pauses on the buttons: the one that was asked for, or usual ones. */
function pausesFor({ until }: QuieterCommand, { zone }: Request['reader'], now: number): readonly Pause[] {
  if (until !== undefined && until > now) return [{ until, isAsked: true }];
  const wall = createWallClock({ now, zone, locale: undefined });
  return [
    { until: now + 2 * hourMs, isAsked: false },
    { until: inTheMorning(wall), isAsked: false },
  ];
}

/** "settings", "mute": what is set in a conversation, with the buttons that pause and end it. */
export const setHere = {
  knownWords,
  readings: [
    { rank: 'setting', read: quieterOf },
    { rank: 'setting', read: readSetHere },
    { rank: 'quieter', read: quieter },
  ],
  commands: [
    command({
      kind: 'settings',
      permission: permissions.look,
      async run(_: SetHereCommand, request, parts: SetHereParts): Promise<Reply> {
        const found = await readHere(request, parts);
        return found ? card(setHereCard(found.here, found.asides, found.reader)) : text(noPlace);
      },
    }),
    command({
      kind: 'quieter',
      permission: permissions.look,
      async run(asked: QuieterCommand, request, parts: SetHereParts): Promise<Reply> {
        const found = await readHere(request, parts);
        if (!found) return text(noPlace);
        const pauses = pausesFor(asked, request.reader, found.here.answeredAt);
        return card(
          quieterCard(found.here, { pauses, services: asked.services }, found.asides, found.reader),
        );
      },
    }),
  ],
} as const;
