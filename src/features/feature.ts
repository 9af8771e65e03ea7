import type { ButtonLink, CardAction } from '../cards/button-link.ts';
import type { Question } from '../domain/question.ts';
import type { HelpTopic } from '../domain/reading.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Parsed } from '../language/parse.ts';
import type { Data, Read, ReadingContext } from '../language/reading.ts';
import type { Entry } from '../language/vocabulary.ts';
import type { BoundChange, ChangeKind } from './change.ts';
import type { Permission } from './permission.ts';
import type { ReadingRank } from './reading-order.ts';
import type { Request } from './request.ts';
import type { Touched } from './touched.ts';
import type { Reply } from './turn.ts';

/** Something that users can ask for in words and by buttons. `P` is what it needs of the product to answer. */
export interface Feature<P> {
  /** Phrases of this feature alone; the part of each is "of" and a name. */
  readonly words?: readonly Entry[];
  /** Words of its own grammar, in which no typing error is looked for. */
  readonly knownWords?: readonly string[];
  /** Examples for help: they join the topic of the same title, if there is one. */
  readonly help?: readonly HelpTopic[];
  readonly readings?: readonly Reading[];
  // biome-ignore lint/suspicious/noExplicitAny: each command knows its own data.
  readonly commands?: readonly Command<any, P>[];
  readonly buttons?: readonly Button<P>[];
  /** What it lets users change, by sentences and by the buttons of a preview. */
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows its own changes.
  readonly changes?: readonly ChangeKind<any, P>[];
}

/** Decides whether a sentence asks for something of a feature. */
interface Reading {
  /** Its place in the order of the readings of all features. */
  readonly rank: ReadingRank;
  /** Returns what the sentence asks for and how it was read; undefined if it asks for something else. */
  readonly read: (parsed: Parsed, context: ReadingContext) => Read | undefined;
}

/** A request in words or by a button, ready to be authorized and run. */
export interface PreparedRequest<P> {
  readonly permission: Permission;
  /** The sentence that shows what is set, if the request changes it; undefined if it changes nothing. */
  readonly shownBy: string | undefined;
  /** The settings that it changes, which Undo brings back; undefined if it changes none. */
  readonly touches?: Touched | undefined;
  /** What an error card offers and names. Called only if there is one. */
  readonly onError: () => Failure;
  /** May throw: the one boundary makes an error card of it. */
  readonly run: (request: Request, parts: P) => Promise<Reply> | Reply;
}

/** The request that failed, for the error card. */
interface Subject {
  readonly question?: Question | undefined;
  readonly isOneJob?: boolean;
  /** Leads back to the card that had the button. */
  readonly back?: CardAction;
}

/** What an error card offers and names: `retry` repeats exactly what failed. */
export interface Failure extends Subject {
  /** Undefined if only the sentence itself repeats it. */
  readonly retry: CardAction | undefined;
}

/** What a sentence can ask for. */
export interface Command<D extends Data, P> {
  readonly kind: D['kind'];
  /** See `CommandSpec`. */
  readonly isQuestion: boolean;
  readonly stores: (data: D) => 'zone' | 'moment' | undefined;
  readonly order: (data: D) => Order<P> | undefined;
  readonly asked: (data: D) => PreparedRequest<P>;
}

/** A command that changes something, or opens the preview of a change. */
export interface Order<P> {
  /** The command that shows what it would set: the answer to a message that was edited. */
  readonly shown: Data;
  /** What it changes at once if it was typed; undefined if it only opens a preview of its own. */
  readonly change: BoundChange<P> | undefined;
  /** True if the change is previewed even if the sentence was typed. */
  readonly isWish?: boolean;
}

/** What a command is made of. */
export interface CommandSpec<D extends Data, P> {
  readonly kind: D['kind'];
  readonly permission: Permission | ((data: D) => Permission);
  /** True for a question from which a later sentence may go on: "and for teams?". */
  readonly isQuestion?: boolean;
  /** Returns a button that asks exactly the same, however much later it's pressed. */
  readonly retry?: (data: D) => CardAction | undefined;
  readonly about?: (data: D) => Subject;
  /** Returns whether the command stores the zone of its user, or a moment by the clocks there. */
  readonly stores?: (data: D) => 'zone' | 'moment' | undefined;
  readonly order?: (data: D) => Order<P> | undefined;
  /** Answers the command, unless its `order` has a change. */
  readonly run: (data: D, request: Request, parts: P) => Promise<Reply> | Reply;
}

/** Makes a command. One without a permission doesn't compile. */
export function command<D extends Data, P>(spec: CommandSpec<D, P>): Command<D, P> {
  const { kind, permission, isQuestion, retry, about, stores, order, run } = spec;
  return {
    kind,
    isQuestion: isQuestion ?? false,
    stores: stores ?? (() => undefined),
    order: order ?? (() => undefined),
    asked: data => ({
      permission: typeof permission === 'function' ? permission(data) : permission,
      shownBy: undefined,
      onError: () => ({ ...about?.(data), retry: retry?.(data) }),
      run: (request, parts) => run(data, request, parts),
    }),
  };
}

/** A button of a card. */
export interface Button<P> {
  readonly verb: string;
  /** True if the pressed card becomes one that shows everyone what is set now. */
  readonly isReplacing: boolean;
  /** True if others see the card as well: an error must not take its place. */
  readonly isOnSharedCard: boolean;
  /** Returns undefined for data that the button's own card couldn't have carried. */
  readonly decode: (data: unknown, now: EpochMs) => DecodedAction<P> | undefined;
}

/** A button that was pressed, as far as its data is valid. */
export interface DecodedAction<P> extends PreparedRequest<P> {
  readonly button: Button<P>;
  readonly packed: CardAction;
  /** The button's title, or nearly, since cards give one verb several titles. Then its data, for the audit record. */
  readonly title: string;
  readonly details: readonly string[];
}

/** What a button is made of; see `Button` and `PreparedRequest`. */
export interface ButtonSpec<Carried, P> {
  readonly auditTitle: string;
  readonly permission: Permission | ((carried: Carried) => Permission);
  /** Returns what the audit record shows of its data. */
  readonly details?: (carried: Carried) => readonly string[];
  readonly shownBy?: string | ((carried: Carried) => string);
  /** See `PreparedRequest`. */
  readonly touches?: Touched | ((carried: Carried) => Touched);
  readonly about?: (carried: Carried, now: EpochMs) => Subject;
  /** What repeats it, if that isn't the button itself. */
  readonly retry?: (carried: Carried, now: EpochMs) => CardAction | undefined;
  readonly isReplacing?: boolean;
  readonly isOnSharedCard?: boolean;
  readonly run: (carried: Carried, request: Request, parts: P) => Promise<Reply> | Reply;
}

/** Makes a button from its link and what it does. */
export function button<Carried, P>(link: ButtonLink<Carried>, spec: ButtonSpec<Carried, P>): Button<P> {
  const {
    auditTitle,
    permission,
    details,
    shownBy,
    touches,
    about,
    retry,
    isReplacing,
    isOnSharedCard,
    run,
  } = spec;
  const made: Button<P> = {
    verb: link.verb,
    isReplacing: isReplacing ?? false,
    isOnSharedCard: isOnSharedCard ?? false,
    decode(data, now) {
      const carried = link.decode(data, now);
      if (carried === undefined) return undefined;
      const packed = link.encode(carried);
      return {
        button: made,
        packed,
        title: auditTitle,
        details: details?.(carried) ?? [],
        permission: typeof permission === 'function' ? permission(carried) : permission,
        shownBy: typeof shownBy === 'function' ? shownBy(carried) : shownBy,
        touches: typeof touches === 'function' ? touches(carried) : touches,
        onError: () => ({ ...about?.(carried, now), retry: retry?.(carried, now) ?? packed }),
        run: (request, parts) => run(carried, request, parts),
      };
    },
  };
  return made;
}
