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

/** Finds out whether a sentence asks for something of a feature. */
export interface Reading {
  /** When it's tried, among the readings of all features. */
  readonly rank: ReadingRank;
  /** Returns what the sentence asks for and how it was read; undefined if it asks for something else. */
  readonly read: (parsed: Parsed, context: ReadingContext) => Read | undefined;
}

/** A request in words or by a button, ready to be authorized and run. */
export interface PreparedRequest<P> {
  readonly permission: Permission;
  /** The sentence that shows what is set, if this changes it; undefined if it changes nothing. */
  readonly shownBy: string | undefined;
  /** Repeats exactly this; undefined if only the sentence itself does. */
  readonly retry: CardAction | undefined;
  /** What an error card names. */
  readonly about: Subject;
  /** May throw: the one boundary makes an error card of it, with `retry` as "Try again". */
  readonly run: (request: Request, parts: P) => Promise<Reply> | Reply;
}

/** What couldn't be answered, for the error card. */
export interface Subject {
  readonly question?: Question;
  readonly isOneJob?: boolean;
  /** Leads back to the card that had the button. */
  readonly back?: CardAction;
}

/** What a sentence can ask for. */
export interface Command<D extends Data, P> {
  readonly kind: D['kind'];
  /** See `CommandSpec`. */
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
}

/** What a command is made of. */
export interface CommandSpec<D extends Data, P> {
  readonly kind: D['kind'];
  readonly permission: Permission | ((data: D) => Permission);
  /** A button that asks exactly the same, however much later it is pressed. */
  readonly retry?: (data: D) => CardAction | undefined;
  readonly about?: (data: D) => Subject;
  /** Whether it stores the zone that it is said in, or a moment by its clocks. */
  readonly stores?: (data: D) => 'zone' | 'moment' | undefined;
  readonly order?: (data: D) => Order<P> | undefined;
  /** Answers it, unless its `order` has a change. */
  readonly run: (data: D, request: Request, parts: P) => Promise<Reply> | Reply;
}

/** Makes a command. One without a permission doesn't compile. */
export function command<D extends Data, P>(spec: CommandSpec<D, P>): Command<D, P> {
  const { kind, permission, retry, about, stores, order, run } = spec;
  return {
    kind,
    stores: stores ?? (() => undefined),
    order: order ?? (() => undefined),
    asked: data => ({
      permission: typeof permission === 'function' ? permission(data) : permission,
      shownBy: undefined,
      retry: retry?.(data),
      about: about?.(data) ?? {},
      run: (request, parts) => run(data, request, parts),
    }),
  };
}

/** A button of a card. */
export interface Button<P> {
  readonly verb: string;
  /** True if the pressed card becomes one that shows everybody what is set now. */
  readonly isReplacing: boolean;
  /** True if the card is everybody's: an error must not take its place. */
  readonly isOnSharedCard: boolean;
  /** Returns undefined for data that the button's own card couldn't have carried. */
  readonly decode: (data: unknown, now: EpochMs) => DecodedAction<P> | undefined;
}

/** A button that was pressed, as far as its data is valid. */
export interface DecodedAction<P> extends PreparedRequest<P> {
  readonly button: Button<P>;
  readonly packed: CardAction;
  /** What the button says, or nearly: cards give one verb several titles. Then what it carries, for the audit record. */
  readonly title: string;
  readonly details: readonly string[];
}

/** What a button is made of; see `Button` and `PreparedRequest`. */
export interface ButtonSpec<Carried, P> {
  readonly auditTitle: string;
  readonly permission: Permission | ((carried: Carried) => Permission);
  /** What of its data the audit record shows. */
  readonly details?: (carried: Carried) => readonly string[];
  readonly shownBy?: string | ((carried: Carried) => string);
  readonly about?: (carried: Carried) => Subject;
  readonly isReplacing?: boolean;
  readonly isOnSharedCard?: boolean;
  readonly run: (carried: Carried, request: Request, parts: P) => Promise<Reply> | Reply;
}

/** Makes a button of how it travels and what it does. */
export function button<Carried, P>(link: ButtonLink<Carried>, spec: ButtonSpec<Carried, P>): Button<P> {
  const { auditTitle, permission, details, shownBy, about, isReplacing, isOnSharedCard, run } = spec;
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
        retry: packed,
        about: about?.(carried) ?? {},
        run: (request, parts) => run(carried, request, parts),
      };
    },
  };
  return made;
}
