import type { NoteProblem } from './action.ts';
import type { ActionStamp } from './events.ts';
import type { Incident } from './incident.ts';

/** In UTF-16 units, as clients count. */
export const mostNoteLength = 500;
/** All notes of an incident together, as JSON: a stored record has 30,000 units, most of which its runs may need. */
const mostNotesUnits = 5_000;
/** A record as long as this takes no more notes. */
const mostRecordUnits = 22_000;
/** Equal notes of one person within this time are one. */
const togetherMs = 60_000;

/** Returns why the incident can't have this note; undefined if it can. */
export function noteProblem(incident: Incident, text: string, stamp: ActionStamp): NoteProblem | undefined {
  if (text === '') return { why: 'empty' };
  if (text.length > mostNoteLength) return { why: 'long', length: text.length };
  const after = withNote(incident, text, stamp);
  const isFull =
    JSON.stringify(after.notes).length > mostNotesUnits || JSON.stringify(after).length > mostRecordUnits;
  return isFull ? { why: 'full', count: incident.notes?.length ?? 0 } : undefined;
}

/** Adds a note; none is ever dropped. */
export function withNote(incident: Incident, text: string, stamp: ActionStamp): Incident {
  return { ...incident, notes: [...(incident.notes ?? []), { ...stamp, text }] };
}

/** Returns the note if it's the latest, and was added by the same person a moment ago. */
export function addedJustNow(
  { notes = [] }: Incident,
  text: string,
  { by, at }: ActionStamp,
): ActionStamp | undefined {
  const last = notes.at(-1);
  return last?.text === text && last.by.id === by.id && at - last.at < togetherMs ? last : undefined;
}
