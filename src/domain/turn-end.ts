/**
 * The kinds of activity: a message, an edit of one, a card action, another invoke, the bot's installation or removal,
 * members who join or leave, anything else.
 */
export const turnKinds = ['message', 'edit', 'press', 'invoke', 'installation', 'members', 'other'] as const;
export type TurnKind = (typeof turnKinds)[number];

/**
 * The outcome of a turn, for metrics: that of its answer; `repeated` if Teams delivered the activity again after its
 * first answer; `silent` if the message was meant for somebody else; `none` if no answer was due.
 */
export const turnEndings = [
  'answered',
  'refused',
  'limited',
  'failed',
  'repeated',
  'silent',
  'none',
] as const;

export interface TurnEnd {
  readonly kind: TurnKind;
  readonly ending: (typeof turnEndings)[number];
  /** An error code, never its text. */
  readonly problem?: string | undefined;
}

/** Runs the work of one activity as a turn of its own. The last call of `end` decides the outcome. */
export type InTurn = <T>(work: (end: (how: TurnEnd) => void) => Promise<T>) => Promise<T>;
