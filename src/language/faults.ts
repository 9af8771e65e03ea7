import type { Note, Offer } from '../domain/reading.ts';
import { capital, composeSentence } from './compose.ts';
import { rawOf } from './orders.ts';
import { askedParts } from './overviews.ts';
import type { Parsed } from './parse.ts';
import type { Reading } from './reading.ts';

/** What may stand beside these words and changes nothing: a fault is a failure that lasts. */
const idle = new Set('faults report faultAct filler join greeting help now problems jobs health'.split(' '));
const lasting = new Set(['failed', 'inProgress']);
const openWords = new Set(['open', 'opened', 'unresolved']);
const show: Offer = { label: 'Faults', sentence: 'faults' };

/** "faults", "incident report", "acknowledge": what a watch has found, its record, and what the buttons of its card do. */
export function faults(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  const { parts, unknown, periods, action, tokens } = parsed;
  const has = (part: string) => parts.found.some(({ meaning }) => meaning.part === part);
  const strangers = unknown.filter(word => !openWords.has(word.toLowerCase()));
  const others = notes.filter(note => note.kind !== 'notKnown');
  if (has('elsewhere') || action) return undefined;
  if (has('faultAct')) {
    const isAlone = parts.types.length + parts.states.length === 0 && strangers.length <= 1;
    return isAlone ? onTheCard(others) : undefined;
  }
  if (strangers.length > 0) return undefined;
  const beside = parts.found.filter(
    ({ meaning }) => !idle.has(meaning.part) && !(meaning.part === 'state' && lasting.has(meaning.value)),
  );
  const leftOut = [...beside, ...periods].map(({ start, end }) => rawOf(tokens.slice(start, end)));
  const said: Note[] = leftOut.length > 0 ? [...others, { kind: 'notKnown', words: leftOut }] : others;
  const isAboutFaults = has('faults');
  if (has('report')) {
    if (!isAboutFaults && (leftOut.length > 0 || parts.states.length > 0 || has('problems') || has('jobs')))
      return undefined;
    return { command: { kind: 'incidentReport' }, notes: said, offers: [] };
  }
  if (!isAboutFaults) return undefined;
  return {
    command: { kind: 'faults' },
    notes: said,
    offers: leftOut.length > 0 ? [problemsOffer(parsed)] : [],
  };
}

function onTheCard(notes: readonly Note[]): Reading {
  const reason =
    'Acknowledging, assigning, snoozing and closing are done with the buttons on the fault’s card.';
  return { command: { kind: 'noQuestion', reason }, notes, offers: [show] };
}

/** Open faults are known as a whole; of a time or a service there are the jobs. */
function problemsOffer(parsed: Parsed): Offer {
  const sentence = composeSentence({ ...askedParts(parsed), type: 'backup', state: 'failed' });
  return { label: capital(sentence), sentence };
}
