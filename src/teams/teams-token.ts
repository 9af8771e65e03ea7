import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';

export interface TeamsTokenParts {
  /** Asks for a fresh token; rejects with the error of Azure's library. */
  readonly ask: () => Promise<void>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Whether the bot can get the token by which Teams knows it, and Teams takes it. */
export interface TeamsToken {
  /** Called with the status of each answer of Teams'. */
  noteAnswer(status: number): void;
  /** Resolves with a sentence about what is wrong; undefined if nothing is. Asks for a token once a minute at most. */
  trouble(): Promise<string | undefined>;
}

const askedEveryMs = 60_000;
/** A refusal that no other answer follows says nothing about later. */
const refusalMs = 15 * 60_000;

export function createTeamsToken({ ask, clock }: TeamsTokenParts): TeamsToken {
  let asked: { readonly at: MonotonicMs; readonly trouble: Promise<string | undefined> } | undefined;
  let refusedAt: MonotonicMs | undefined;

  return {
    noteAnswer(status) {
      refusedAt = status === 401 ? clock.monotonic() : undefined;
    },
    async trouble() {
      if (refusedAt && msSince(refusedAt, clock) < refusalMs)
        return 'Teams refused the token of the bot (HTTP 401)';
      if (!asked || msSince(asked.at, clock) >= askedEveryMs)
        asked = { at: clock.monotonic(), trouble: ask().then(() => undefined, troubleOf) };
      return asked.trouble;
    },
  };
}

/** Of Entra's words only the number and the code are shown: the others repeat what was sent. */
function troubleOf(error: unknown): string {
  const { message = '' } = error as { message?: string };
  const [number] = /AADSTS\d{4,8}/.exec(message) ?? [];
  const [code] = knownCode.exec(message) ?? [];
  return `Entra gave the bot no token for Teams (${number ?? code ?? 'no reason'})`;
}

/** Of msal's, which Azure's library has in its messages alone; and of ours. */
const knownCode =
  /\b(network_error|endpoints_resolution_error|invalid_client|unauthorized_client)\b|no token in time/;
