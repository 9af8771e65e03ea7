import type { TurnContext } from 'botbuilder';
import type { AuditOutcome } from '../domain/audit.ts';
import type { TurnEnd, TurnKind } from '../domain/turn-end.ts';
import { turnKindOf } from './activity-kind.ts';

/** How a turn ends, as far as is known while it is under way. */
export interface TurnOutcome {
  readonly kind: TurnKind;
  ending: TurnEnd['ending'];
  problem: string | undefined;
  /** True once a press was handed on: whatever fails later, it may have been carried out. */
  isPressTaken: boolean;
}

const key = Symbol('turn outcome');

/** Begins the outcome of a turn. It is kept in the context, which is all that the SDK hands to its handlers. */
export function beginOutcome(context: TurnContext): TurnOutcome {
  const outcome: TurnOutcome = {
    kind: turnKindOf(context.activity),
    ending: 'none',
    problem: undefined,
    isPressTaken: false,
  };
  context.turnState.set(key, outcome);
  return outcome;
}

type TurnEnding = AuditOutcome | { readonly kind: 'repeated' | 'silent' };

/** The activity was delivered before and had its answer then. */
export const repeated: TurnEnding = { kind: 'repeated' };
/** The message was meant for somebody else. */
export const silent: TurnEnding = { kind: 'silent' };
export const answered: TurnEnding = { kind: 'answered' };
/** Teams took no form of the answer. */
export const unsent: TurnEnding = { kind: 'failed', problem: 'unsent' };

/** Notes how the turn of this context ends, as far as is known by now. */
export function noteEnding(context: TurnContext, ending: TurnEnding): void {
  const outcome = context.turnState.get<TurnOutcome>(key);
  if (!outcome) return;
  outcome.ending = ending.kind;
  outcome.problem = ending.kind === 'failed' ? ending.problem : undefined;
}

/** Notes that the press of this context is handed on. */
export function notePressTaken(context: TurnContext): void {
  const outcome = context.turnState.get<TurnOutcome>(key);
  if (outcome) outcome.isPressTaken = true;
}

/** Returns false only if the press of this context can't have been carried out. */
export function isPressTaken(context: TurnContext): boolean {
  return context.turnState.get<TurnOutcome>(key)?.isPressTaken ?? false;
}

/** Notes that the turn failed: before there was an answer, or while that was sent. */
export function noteFailure(context: TurnContext): void {
  const ending = context.turnState.get<TurnOutcome>(key)?.ending;
  const isUnsent = ending !== undefined && ending !== 'none' && ending !== 'repeated' && ending !== 'silent';
  noteEnding(context, isUnsent ? unsent : { kind: 'failed', problem: 'unexpected' });
}
