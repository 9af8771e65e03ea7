import { Temporal } from 'temporal-polyfill';
import type { CardAction } from '../../cards/button-link.ts';
import type { Question } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import { commandOf } from '../../features/index.ts';
import { onPageLink } from '../../features/job/buttons.ts';
import { pageLink } from '../../features/job-list/buttons.ts';
import type { ShownList } from '../../features/turn.ts';
import type { Data, ReadingContext } from '../../language/reading.ts';
import { type Interpretation, interpret, isRefused, parseSentence } from '../interpret.ts';
import { isReadAs } from './change.ts';
import type { LastQuestion } from './last-questions.ts';
import type { PageTurn } from './own-words.ts';
import { type FollowUp, readFollowUp } from './read-follow-up.ts';
import { wholeSentence } from './whole-sentence.ts';

/** What a sentence stands for after the one before. */
export type Continued =
  | {
      readonly kind: 'sentence';
      readonly sentence: string;
      readonly read: Interpretation;
      /** True if the sentence was guessed from words that named less, so that it only may open a preview. */
      readonly isGuessed: boolean;
    }
  | { readonly kind: 'press'; readonly press: CardAction };

/** What these set is previewed first, since the sentence names less than it sets. */
const wishes = new Set<string>(['watch', 'endNotice', 'digest']);
/** Kinds of which one may become the other by a change: one list, or several side by side. */
const lists = ['jobs', 'tabs'];

/**
 * Returns what a sentence stands for as a follow-up; undefined if it stands by itself, as `own` reads it, or if there is
 * nothing to go on from. `lastQuestion` is called only for words that may be a follow-up.
 */
export async function continuationOf(
  text: string,
  own: Interpretation,
  context: ReadingContext,
  lastQuestion: () => Promise<LastQuestion | undefined>,
): Promise<Continued | undefined> {
  const followUp = readFollowUp(text);
  if (!followUp || !isMeant(followUp, own)) return undefined;
  const last = await lastQuestion();
  return last && continueFrom(followUp, last, context);
}

/** Returns true unless the sentence says by itself what it asks for. */
function isMeant(followUp: FollowUp, own: Interpretation): boolean {
  if (followUp.kind !== 'change' || followUp.opening === 'strong') return true;
  const { isQuestion } = commandOf(own.command);
  const isSmallTalk = ['smallTalk', 'help'].includes(own.command.kind);
  if (followUp.opening === 'none') return !isSmallTalk && (isQuestion || isRefused(own));
  return isRefused(own) || isQuestion;
}

/** Returns what a follow-up asks for; undefined if it can't go on from the question before. */
function continueFrom(
  followUp: FollowUp,
  last: LastQuestion,
  context: ReadingContext,
): Continued | undefined {
  switch (followUp.kind) {
    case 'turn':
      return last.list && pressed(turned(last.list, followUp.to, context.now));
    case 'open':
      return last.list && pressed(rowOf(last.list, followUp.row, context.now));
    case 'again':
      return last.sentence === undefined ? undefined : asked(last.sentence, context);
    case 'ask':
    case 'change':
      return last.sentence === undefined
        ? undefined
        : changed(followUp, last.sentence, { ...context, now: momentOf(last, context) });
  }
}

function changed(
  followUp: Extract<FollowUp, { kind: 'ask' | 'change' }>,
  sentence: string,
  context: ReadingContext,
): Continued | undefined {
  const earlier = parseSentence(sentence, context);
  const before = interpret(sentence, context).command;
  if (isLostIn(followUp, before)) return undefined;
  const { now, zone } = context;
  const whole =
    earlier &&
    wholeSentence(followUp, { parsed: earlier, now, zone, isVerdict: isVerdict(before) }, text =>
      parseSentence(text, context),
    );
  if (!whole) return undefined;
  const read = interpret(whole.sentence, context);
  const isOnlyRefused = whole.isFragment === true && isRefused(read);
  if (!isOnlyRefused && !isAnswer(read)) return undefined;
  const note = { kind: 'continued', from: sentence } as const;
  const continued = sentenceRead(whole.sentence, { ...read, notes: [note, ...read.notes] });
  if (isOnlyRefused) return continued;
  if (followUp.kind === 'ask') return { ...continued, isGuessed: wishes.has(followUp.what) };
  const { kind } = read.command;
  const kinds = [...(whole.kinds ?? []), ...(lists.includes(before.kind) ? lists : [before.kind])];
  // The parts may make another question of it, as a state does of a status.
  const parsed = parseSentence(whole.sentence, context);
  const isMeant = whole.parts === undefined || (parsed !== undefined && isReadAs(parsed, whole.parts));
  return kinds.includes(kind) && isMeant ? continued : undefined;
}

/**
 * Returns true if what narrows a list would get lost: another kind of question isn't about the last five alone, and what
 * is left out is no service to put another in place of.
 */
function isLostIn(
  { kind }: FollowUp,
  { question }: Data & { readonly question?: Partial<Question> },
): boolean {
  const { narrowed } = question ?? {};
  return narrowed !== undefined && (kind === 'ask' || narrowed.without !== undefined);
}

/** Returns true for an answer whether jobs worked. */
function isVerdict({ lead }: Data & { readonly lead?: string }): boolean {
  return lead === 'worked' || lead === 'whether';
}

type ContinuedSentence = Extract<Continued, { kind: 'sentence' }>;

function isAnswer({ command }: Interpretation): boolean {
  const { isQuestion, order } = commandOf(command);
  return isQuestion || order(command) !== undefined;
}

function asked(sentence: string, context: ReadingContext): ContinuedSentence | undefined {
  const read = interpret(sentence, context);
  return isAnswer(read) ? sentenceRead(sentence, read) : undefined;
}

function sentenceRead(sentence: string, read: Interpretation): ContinuedSentence {
  return { kind: 'sentence', sentence, read, isGuessed: false };
}

/** Across midnight, "today" stays the day on which the question was asked. */
function momentOf({ at }: LastQuestion, { now, zone }: ReadingContext): EpochMs {
  const dayOf = (ms: EpochMs) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate().toString();
  return dayOf(at) === dayOf(now) ? now : at;
}

const pressed = (press: CardAction | undefined): Continued | undefined => press && { kind: 'press', press };

/** A page that isn't there is answered like any page beyond the end. */
function turned({ page }: ShownList, to: PageTurn, now: EpochMs): CardAction | undefined {
  const shown = pageLink.decode(page.data, now);
  if (!shown) return undefined;
  const { pageIndex } = shown;
  const index =
    to === 'next' ? pageIndex + 1 : to === 'previous' ? pageIndex - 1 : to === 'first' ? 0 : to - 1;
  return index < 0 ? undefined : pageLink.encode({ ...shown, pageIndex: index });
}

function rowOf({ page, jobIds }: ShownList, row: number | 'last', now: EpochMs): CardAction | undefined {
  const shown = pageLink.decode(page.data, now);
  const jobId = row === 'last' ? jobIds.at(-1) : jobIds[row - 1];
  return shown && jobId !== undefined ? onPageLink.encode({ page: shown, jobId }) : undefined;
}
