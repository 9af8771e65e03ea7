import { timesFor } from '../../cards/times.ts';
import type { Clock } from '../../domain/time.ts';
import type { At } from '../change.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, outdated, type Reply, text } from '../turn.ts';
import { everywhere } from '../undoable.ts';
import { undoLink } from './buttons.ts';
import {
  alreadyText,
  changedText,
  lateText,
  nothingToUndoCard,
  notYoursText,
  undoneCard,
  undoPreviewCard,
  unknownText,
  whichUndoCard,
} from './card.ts';
import type { UndoingParts } from './offer.ts';
import { knownWords, readUndo, type UndoCommand } from './read.ts';
import { type ChangeRecord, madeAt, type Stamp } from './records.ts';

type UndoFeatureParts = UndoingParts & { readonly clock: Clock };

const tooLate = (message: string): Reply => ({ ...text(message), ending: outdated });

function atOf({ reader }: Request, now: number): At {
  const times = timesFor(reader.zone, reader, now);
  return moment => `${times.instant(moment)}${times.zoneNote}`;
}

/** Waits for changes under way in the conversation, and for those that apply to all. */
async function press(id: string, request: Request, parts: UndoFeatureParts): Promise<Reply> {
  const { place } = request;
  if (!place) return tooLate(unknownText);
  const { changeLocks } = parts;
  return changeLocks.run(place, () =>
    changeLocks.run(everywhere, () => undo(id, { ...request, place }, parts)),
  );
}

async function undo(
  id: string,
  request: Request & { readonly place: NonNullable<Request['place']> },
  parts: UndoFeatureParts,
): Promise<Reply> {
  const done = await parts.undo.undo(id, request);
  const now = parts.clock.now();
  switch (done.kind) {
    case 'undone':
      return {
        kind: 'edit',
        isChange: true,
        card: drawn(done.change, done.change.undone, done.left.length > 0, request, parts),
        text: 'Undone.',
      };
    case 'already':
      // A card that a process couldn't replace any more shows it from now on.
      return {
        kind: 'edit',
        isChange: false,
        card: drawn(done.change, done.undone, false, request, parts),
        text: alreadyText(done.undone, request.reader, now),
        ending: outdated,
      };
    case 'changed':
      return tooLate(changedText(parts.undo.names(done.since)));
    case 'notYours':
      return { ...text(notYoursText(done.change.made.by)), ending: { kind: 'refused' } };
    case 'late':
      return tooLate(lateText);
    case 'unknown':
      return tooLate(unknownText);
  }
}

function drawn(
  { changes, made }: ChangeRecord,
  undone: Stamp | undefined,
  isPartly: boolean,
  request: Request,
  { clock, undo }: UndoFeatureParts,
) {
  const answeredAt = clock.now();
  const texts = undo.texts(changes, atOf(request, answeredAt));
  return undoneCard({ made, undone: undone ?? made, texts, isPartly, answeredAt }, request.reader);
}

async function preview(request: Request, { clock, undo }: UndoFeatureParts): Promise<Reply> {
  const { asides, place, reader } = request;
  const [last, another] = place ? await undo.lastOf({ ...request, place }) : [];
  if (!last) return card(nothingToUndoCard(asides));
  if (another) return card(whichUndoCard(asides));
  const now = clock.now();
  return card(undoPreviewCard(last, undo.texts(last.changes, atOf(request, now)), asides, reader, now));
}

/** "undo", and the Undo of every card that shows a change: it brings back what was set before. */
export const undoing = {
  knownWords,
  readings: [{ rank: 'setting', read: readUndo }],
  commands: [
    command({
      kind: 'undo',
      permission: permissions.change,
      order: () => ({ shown: { kind: 'settings' }, change: undefined }),
      run: (_: UndoCommand, request, parts: UndoFeatureParts) => preview(request, parts),
    }),
  ],
  buttons: [
    button(undoLink, {
      auditTitle: 'Undo',
      details: id => [`the change of ${new Date(madeAt(id)).toISOString()}`],
      permission: permissions.change,
      shownBy: 'settings',
      isReplacing: true,
      run: press,
    }),
  ],
} as const;
