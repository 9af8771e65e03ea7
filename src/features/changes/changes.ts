import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ButtonLink, envelope, version } from '../../cards/button-link.ts';
import type { Asides } from '../../cards/notes.ts';
import { noOrderCard } from '../../cards/suggestion-card.ts';
import type { ConversationRef } from '../../domain/place.ts';
import type { Clock } from '../../domain/time.ts';
import type { BoundChange, ChangeKind } from '../change.ts';
import { type Button, button } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, outdated, type Reply } from '../turn.ts';
import { cancelledCard, previewCard } from './card.ts';

/** What all changes need of the product. */
export interface ChangesParts {
  readonly clock: Clock;
}

/** The data of a preview's Save: `seen` differs if the change would do something else than the preview showed. */
interface Saving<P> {
  readonly bound: BoundChange<P>;
  readonly seen: string;
}

/** Makes changes, and previews those from a button's sentence. */
export interface Changes<P> {
  /** Save and Cancel of every preview. */
  readonly buttons: readonly Button<P>[];
  /** Makes the change of a typed sentence at once. */
  make(bound: BoundChange<P>, request: Request, parts: P): Promise<Reply>;
  /** Shows what the change of a button's sentence would do: nothing changes before it is saved. */
  preview(bound: BoundChange<P>, request: Request, parts: P): Promise<Reply>;
}

const seenField = z.object({ i: z.string().regex(/^[0-9a-f]{16}$/) });
const codeField = z.object({ ...envelope, x: z.string() });
const noAsides: Asides = { notes: [], offers: [] };

/** `kinds` are the changes of all features. */
export function createChanges<P extends ChangesParts>(
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows its own changes.
  kinds: readonly ChangeKind<any, P>[],
): Changes<P> {
  const { saveLink, cancelLink } = createLinks(kinds);

  /** Draws the preview as it would be now, and returns whether saving it would do anything. */
  async function look(
    { kind, change }: BoundChange<P>,
    place: ConversationRef | undefined,
    { asides, reader }: Request,
    parts: P,
    before?: string,
  ) {
    const { key, effects } = await kind.preview(change, place, parts);
    const here = kind.isForAll || !place ? [] : [place.home, place.id];
    const seen = markOf([...here, ...key]);
    const isAnother = before !== undefined && before !== seen;
    const bound = { kind, change };
    const drawn = previewCard(
      {
        name: kind.name(change),
        isForAll: kind.isForAll,
        isEnding: kind.isEnding?.(change) ?? false,
        effects,
        beside: kind.beside?.(change) ?? [],
        save: saveLink.encode({ bound, seen }),
        cancel: cancelLink.encode(bound),
        place: place?.kind,
        isAnother,
        answeredAt: parts.clock.now(),
      },
      asides,
      reader,
    );
    return { isAnother, ...drawn };
  }

  /**
   * Makes a previewed change. Shows the preview again if the change was made already, or would do something else by
   * now.
   */
  async function save({ bound, seen }: Saving<P>, request: Request, parts: P): Promise<Reply> {
    const preview = await look(bound, request.place, request, parts, seen);
    if (preview.isAnother || !preview.isAnything) return { ...card(preview.card), ending: outdated };
    const done = await bound.kind.make(bound.change, request, parts);
    return { kind: 'edit', card: done, text: 'Saved.', isChange: true };
  }

  return {
    async make({ kind, change }, request, parts) {
      const obstacle = kind.obstacle(request.place);
      if (obstacle !== undefined) return impossible(obstacle, request.asides);
      return card(await kind.make(change, request, parts));
    },

    async preview(bound, request, parts) {
      const { asides, place } = request;
      const obstacle = bound.kind.encode(bound.change)
        ? bound.kind.obstacle(place)
        : 'Type it, and pick the name from the list after @.';
      if (obstacle !== undefined) return card(noOrderCard({ reason: obstacle, ...asides }));
      return card((await look(bound, place, request, parts)).card);
    },

    buttons: [
      // All users of the conversation see what was saved; only the one who pressed sees what was cancelled, as with the
      // preview.
      button(saveLink, {
        auditTitle: 'Save',
        permission: ({ bound }) => bound.kind.permission,
        details: ({ bound }) => [bound.kind.name(bound.change)],
        shownBy: ({ bound }) => bound.kind.shownBy,
        touches: ({ bound }) => bound.kind.touches,
        isReplacing: true,
        run(saving, request, parts) {
          const reason = saving.bound.kind.obstacle(request.place);
          return reason === undefined ? save(saving, request, parts) : impossible(reason, noAsides);
        },
      }),
      button(cancelLink, {
        auditTitle: 'Cancel',
        permission: permissions.look,
        details: ({ kind, change }) => [kind.name(change)],
        run: ({ kind, change }) => card(cancelledCard(kind.name(change))),
      }),
    ],
  };
}

/** Creates what Save and Cancel carry: the change itself, as its kind encodes it. */
function createLinks<P>(
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows its own changes.
  kinds: readonly ChangeKind<any, P>[],
) {
  const kindOf = new Map(kinds.flatMap(kind => Object.keys(kind.codes).map(code => [code, kind])));

  function decodeChange(data: unknown, now: number): BoundChange<P> | undefined {
    const code = codeField.safeParse(data).data?.x ?? '';
    const kind = kindOf.get(code);
    const change = kind?.codes[code]?.decode(data, now);
    return kind && change !== undefined ? { kind, change } : undefined;
  }

  const cancelLink: ButtonLink<BoundChange<P>> = {
    verb: 'change.cancel',
    encode: bound => ({ verb: 'change.cancel', data: fieldsOf(bound) }),
    decode: decodeChange,
  };
  const saveLink: ButtonLink<Saving<P>> = {
    verb: 'change.save',
    encode: ({ bound, seen }) => ({ verb: 'change.save', data: { ...fieldsOf(bound), i: seen } }),
    decode(data, now) {
      const bound = decodeChange(data, now);
      const seen = seenField.safeParse(data).data?.i;
      return bound && seen !== undefined ? { bound, seen } : undefined;
    },
  };
  return { saveLink, cancelLink };
}

function fieldsOf<P>({ kind, change }: BoundChange<P>): Readonly<Record<string, unknown>> {
  return { v: version, ...kind.encode(change) };
}

/** Says why a change can't be made. It's on record as asked for, and nothing was changed. */
function impossible(reason: string, asides: Asides): Reply {
  const ending = { kind: 'failed', problem: 'wrong-place' } as const;
  return { ...card(noOrderCard({ reason, ...asides })), ending };
}

function markOf(key: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16);
}
