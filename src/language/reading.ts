import type { Person } from '../domain/person.ts';
import type { Note, Suggestion, UnsupportedReason } from '../domain/reading.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Meaning } from './vocabulary.ts';

/** A word that was read as another. */
export interface Correction {
  readonly written: string;
  readonly read: string;
}

/** When, where and for which user a sentence is read. */
export interface ReadingContext {
  readonly now: EpochMs;
  /** A valid IANA zone, the user's. */
  readonly zone: string;
  /** BCP 47, as the client sends it; decides what 11/02/2026 means. */
  readonly locale: string | undefined;
  /** The people whom it mentions, each as often as it does, in order; in the text they are "@Name". */
  readonly people?: readonly Person[];
  /** Sentences that may be offered if none like it is understood. */
  readonly examples?: readonly string[];
}

/** What a sentence asks for: plain data, named by the command that answers it. */
export interface Data {
  readonly kind: string;
}

/** How a sentence was read, as far as it was. The same sentence and context always give the same. */
export interface Read<D extends Data = Data> {
  readonly command: D;
  /**
   * The parts of the vocabulary that the answer uses, besides those that any does. If the sentence has others, it isn't
   * answered. Absent if the reading has checked that itself.
   */
  readonly uses?: readonly Meaning['part'][] | undefined;
  /** Notes besides those that are the same for any reading, such as corrected words. */
  readonly notes?: readonly Note[];
  /** Kinds of notes on the sentence that mean nothing beside this answer. */
  readonly hides?: readonly Note['kind'][];
  /** Sentences to offer as buttons: another reading, a way out, or the nearest thing. */
  readonly offers: readonly Suggestion[];
}

/** A sentence that the bot understands, but that makes no question or no command. */
export type RefusedSentence = NoQuestion | NoOrder;

export interface NoQuestion {
  readonly kind: 'noQuestion';
  /** A sentence or two; the offers are ways out. */
  readonly reason: string;
  readonly about?: UnsupportedReason;
  /** True if every word was understood, and the reason is what they say: a date that lies ahead. */
  readonly isUnderstood?: true;
}

export interface NoOrder {
  readonly kind: 'noOrder';
  readonly reason: string;
}
