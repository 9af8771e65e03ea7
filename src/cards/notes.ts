import type { BinCount } from '../domain/bin.ts';
import type { JobState } from '../domain/job.ts';
import { plural } from '../domain/plural.ts';
import { questionLimits } from '../domain/question.ts';
import type { Note, Suggestion } from '../domain/reading.ts';
import { clipped } from './plain.ts';
import { joined } from './words.ts';

/** What stands beside an answer: notes on how the sentence was interpreted, and sentences to ask instead. */
export interface Asides {
  readonly notes: readonly Note[];
  readonly offers: readonly Suggestion[];
  /** Settings of the conversation that are in the bin. */
  readonly binned?: BinCount | undefined;
}

const { minPageSize, maxPageSize } = questionLimits;

/** A note with 1,000 unknown words would push the answer off the screen, so further ones are only counted. */
const mostNotes = 6;
const mostWords = 6;
const wordLength = 40;
const sentenceLength = 120;

/** Returns the notes as sentences for a TextRun, the user's own words among them. */
export function noteTexts(notes: readonly Note[]): readonly string[] {
  const shown = notes.slice(0, mostNotes).map(noteText);
  const rest = notes.length - shown.length;
  return rest > 0 ? [...shown, `and ${rest} more ${plural(rest, 'note', 'notes')}`] : shown;
}

function noteText(note: Note): string {
  switch (note.kind) {
    case 'corrected':
      return `Read ${quoted(note.written)} as ${quoted(note.read)}.`;
    case 'pageSizeBounded':
      return `You asked for ${note.asked} jobs per page; a page can have ${minPageSize} to ${maxPageSize}.`;
    case 'continued':
      return `Continuing from ${inQuotes(note.from, sentenceLength)}.`;
    case 'runningHasNoBounds':
      return note.said === undefined
        ? 'Running jobs are listed whenever they started.'
        : `Running jobs are listed whenever they started, not only ${quoted(note.said)}.`;
    case 'usualPeriod':
      return `You named no period, so this is the ${note.words}.`;
    case 'watchCallsDuty':
      return `Alerts call the person on call, not ${quoted(note.name)}. To put someone on call, send “on call @Name”.`;
    case 'partialWithFailed':
      return 'A watch can’t have partial backups alone: failed ones alert too.';
    case 'watchHasNoEnds':
      return 'A watch doesn’t alert when backups end well.';
    case 'watchLasts':
      return `A watch lasts until you stop it, not only ${quoted(note.said)}.`;
    case 'usualTime':
      return `You said no time, so it’s ${String(note.hour).padStart(2, '0')}:00.`;
    case 'digestHasAllStates':
      return `The digest has all states; ${statesText(note.states)} are in it.`;
    case 'digestIsPosted':
      return 'I can’t send mail: the digest is posted here.';
    case 'editedOrder':
      return 'Editing a message changes no settings. This is what’s set now; to change it, send a new message.';
    case 'tooLong':
      return `That message is too long: I read up to ${note.limit.toLocaleString('en-US')} characters.`;
  }
}

const stateNames: Readonly<Record<JobState, string>> = {
  inProgress: 'running ones',
  finished: 'finished ones',
  failed: 'failed ones',
  finishedWithException: 'those with exceptions',
  partiallyFinished: 'partial ones',
};

function statesText(states: readonly JobState[]): string {
  return states.map(state => stateNames[state]).join(' and ');
}

/** Returns the first few words in quotation marks for a TextRun, and how many more there are. */
export function listed(words: readonly string[]): string {
  const shown = words.slice(0, mostWords).map(quoted);
  const rest = words.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return joined(shown);
}

function quoted(words: string): string {
  return inQuotes(words, wordLength);
}

function inQuotes(words: string, length: number): string {
  return `“${clipped(words, length)}”`;
}
