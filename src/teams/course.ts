import type { TurnContext } from 'botbuilder';
import type { Ending } from '../domain/audit.ts';
import type { TurnEnd, TurnKind } from '../domain/turn-end.ts';
import { turnKindOf } from './activity-kind.ts';

/** How a turn goes while it is under way. */
export interface Course {
  readonly kind: TurnKind;
  ending: TurnEnd['ending'];
  problem: string | undefined;
  /** A press was handed on: whatever goes wrong later, it may have been done. */
  isPressTaken: boolean;
}

const key = Symbol('course');

/** Begins the course of a turn, for the SDK's handlers to find: it hands them nothing but the context. */
export function beginCourse(context: TurnContext): Course {
  const course: Course = {
    kind: turnKindOf(context.activity),
    ending: 'none',
    problem: undefined,
    isPressTaken: false,
  };
  context.turnState.set(key, course);
  return course;
}

/** Notes how the turn of this context ends, as far as is known by now. */
export function noteEnding(context: TurnContext, ending: Ending | { readonly kind: 'repeated' }): void {
  const course = context.turnState.get<Course>(key);
  if (!course) return;
  course.ending = ending.kind;
  course.problem = ending.kind === 'failed' ? ending.problem : undefined;
}

/** Notes that the press of this context is handed on. */
export function notePressTaken(context: TurnContext): void {
  const course = context.turnState.get<Course>(key);
  if (course) course.isPressTaken = true;
}

/** False only if the press of this context cannot have done anything. */
export function isPressTaken(context: TurnContext): boolean {
  return context.turnState.get<Course>(key)?.isPressTaken ?? false;
}

/** Notes that the turn failed: before its answer was there, or while that was sent. */
export function noteFailure(context: TurnContext): void {
  const ending = context.turnState.get<Course>(key)?.ending;
  const isUnsent = ending !== undefined && ending !== 'none' && ending !== 'repeated';
  noteEnding(context, { kind: 'failed', problem: isUnsent ? 'unsent' : 'unexpected' });
}
