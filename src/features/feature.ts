import type { ButtonLink, PackedPress } from '../cards/button-link.ts';
import type { Asides } from '../cards/notes.ts';
import type { HelpTopic, Offer } from '../domain/reading.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import type { Parsed } from '../language/parse.ts';
import type { NoQuestion, ReadingContext } from '../language/reading.ts';
import type { Entry, Meaning } from '../language/vocabulary.ts';
import type { Parts } from './parts.ts';
import type { Permission } from './permission.ts';
import type { Reader, Reply } from './turn.ts';

/** Something that users can ask for in words and by buttons. */
export interface Feature {
  /** Phrases of this feature alone; the part of each is "of" and a name. */
  readonly words: readonly Entry[];
  /** Examples for help: they join the topic of the same title, if there is one. */
  readonly help?: readonly HelpTopic[];
  // biome-ignore lint/suspicious/noExplicitAny: each command knows its own data.
  readonly commands: readonly Command<any>[];
  readonly buttons: readonly Button[];
}

/** For whom an answer is, what stands beside it, and by when it must be there. */
export interface Request {
  readonly reader: Reader;
  readonly asides: Asides;
  readonly until: MonotonicMs;
}

/** What was asked for in words or by a button, ready to be authorized and carried out. */
export interface Asked {
  readonly permission: Permission;
  /** Repeats exactly this; undefined if only the sentence itself does. */
  readonly retry: PackedPress | undefined;
  /** May throw: the one boundary makes an error card of it, with `retry` as "Try again". */
  run(request: Request, parts: Parts): Promise<Reply> | Reply;
}

/** What a sentence can ask for. */
export interface Command<D extends Data> {
  readonly kind: D['kind'];
  /** False if it asks for something else than jobs, in words of its own: it's read before all questions for jobs. */
  readonly isOfJobs: boolean;
  /** The parts of the vocabulary that its reading makes use of, beside those that any reading does. */
  readonly uses: readonly Meaning['part'][];
  /** Returns what the sentence asks for and how it was read; undefined if it asks for something else. */
  readonly read: (parsed: Parsed, context: ReadingContext) => Read<D> | undefined;
  asked(data: D): Asked;
}

/** What a command carries. It is plain data, named by its kind. */
export interface Data {
  readonly kind: string;
}

/** How a sentence was read: as a command, or as one that can't be carried out as it stands. */
export interface Read<D extends Data> {
  readonly command: D | NoQuestion;
  readonly offers: readonly Offer[];
}

/** A button of a card. */
export interface Button {
  readonly verb: string;
  /** Returns undefined for data that the button's own card couldn't have carried. */
  decode(data: unknown, now: EpochMs): Pressed | undefined;
}

/** A button that was pressed, as far as it was believed. */
export interface Pressed extends Asked {
  readonly packed: PackedPress;
  /** What the button says, or nearly: cards give one verb several titles. */
  readonly title: string;
}

/** What a command is made of; see `Command`. */
export interface CommandSpec<D extends Data> extends Omit<Command<D>, 'asked'> {
  readonly permission: Permission;
  /** A button that asks exactly the same, however much later it is pressed. */
  readonly retry?: (data: D) => PackedPress;
  readonly run: (data: D, request: Request, parts: Parts) => Promise<Reply> | Reply;
}

/** Makes a command. One without a permission doesn't compile. */
export function command<D extends Data>(spec: CommandSpec<D>): Command<D> {
  const { kind, isOfJobs, uses, permission, read, retry, run } = spec;
  return {
    kind,
    isOfJobs,
    uses,
    read,
    asked: data => ({ permission, retry: retry?.(data), run: (request, parts) => run(data, request, parts) }),
  };
}

/** What a button is made of; see `Button`. */
export interface ButtonSpec<Carried> {
  readonly auditTitle: string;
  readonly permission: Permission;
  readonly run: (carried: Carried, request: Request, parts: Parts) => Promise<Reply> | Reply;
}

/** Makes a button of how it travels and what it does. */
export function button<Carried>(link: ButtonLink<Carried>, spec: ButtonSpec<Carried>): Button {
  const { auditTitle, permission, run } = spec;
  return {
    verb: link.verb,
    decode(data, now) {
      const carried = link.decode(data, now);
      if (carried === undefined) return undefined;
      const packed = link.encode(carried);
      return {
        packed,
        title: auditTitle,
        permission,
        retry: packed,
        run: (request, parts) => run(carried, request, parts),
      };
    },
  };
}
