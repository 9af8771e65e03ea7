import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the turn that is under way. */
export interface TurnContext {
  /** By which the log, the audit record and an error card tell it from others. */
  readonly id: string;
  /** The questions that reached AvePoint so far, as the audit record has them. */
  readonly asked: string[];
  /** The kind of what was asked, or the verb of the button; undefined until it is read. Never what somebody wrote. */
  about?: string;
  /** What was sent to the language model; undefined if it wasn't asked. */
  sent?: string;
  /** The sentence that shows what the turn may have changed; undefined until it has begun to change anything. */
  shownBy?: string;
}

/** Knows which turn some code runs for, however deep it stands. */
export interface Turns {
  /** Runs `work`, and all that it starts, as the turn `id`. */
  run<T>(id: string, work: () => T): T;
  /** Undefined for what no turn asked for: digests, watches and the like. */
  current(): TurnContext | undefined;
  /** Notes what the turn under way is about; nothing if none is. */
  about(kind: string): void;
  /** Notes what is sent to the language model in the turn under way; nothing if none is. */
  sent(sentence: string): void;
}

export function createTurns(): Turns {
  const storage = new AsyncLocalStorage<TurnContext>();
  return {
    run: (id, work) => storage.run({ id, asked: [] }, work),
    current: () => storage.getStore(),
    about(kind) {
      const turn = storage.getStore();
      if (turn) turn.about = kind;
    },
    sent(sentence) {
      const turn = storage.getStore();
      if (turn) turn.sent = sentence;
    },
  };
}
