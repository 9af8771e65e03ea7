/** What came: something said, a message edited, a button pressed, another invoke, the bot's coming or going, people's, or anything else. */
export const turnKinds = ['message', 'edit', 'press', 'invoke', 'installation', 'members', 'other'] as const;
export type TurnKind = (typeof turnKinds)[number];

/**
 * How a turn ended, for those who run the product: as its answer did; `repeated` if it was delivered again, and had its
 * answer from the first time; `none` if nothing was to be said.
 */
export const turnEndings = ['answered', 'refused', 'limited', 'failed', 'repeated', 'none'] as const;

export interface TurnEnd {
  readonly kind: TurnKind;
  readonly ending: (typeof turnEndings)[number];
  /** The code of what went wrong, never its text. */
  readonly problem?: string | undefined;
}

/** Runs the work that one activity calls for as a turn of its own. What `end` is told of last is how it ended. */
export type InTurn = <T>(work: (end: (how: TurnEnd) => void) => Promise<T>) => Promise<T>;
