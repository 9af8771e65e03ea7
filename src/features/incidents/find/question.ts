import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';

/** Asks for the incidents of a conversation that were open at some moment of a window. */
export interface IncidentQuestion {
  /** In the order of `services`, each once; empty for all. */
  readonly services: readonly Service[];
  readonly span: { readonly from: EpochMs; readonly to: EpochMs };
  /** Undefined if no period was named: the open ones come first, and then those of the last seven days. */
  readonly spanWords: string | undefined;
  readonly zone: string;
  /** True if those that are over aren't asked for. */
  readonly isOpenOnly: boolean;
}

/** Which page of a list; zero-based. */
export interface IncidentPointer {
  readonly question: IncidentQuestion;
  readonly pageIndex: number;
}

export const pageLimits = { pageSize: 10, maxPageIndex: 500 } as const;

const usualMs = 7 * 24 * 3_600_000;

/** Returns the window of a question without a period: the last seven days, elapsed. */
export function usualSpan(now: EpochMs): IncidentQuestion['span'] {
  // The second that isn't over yet belongs to it: an incident may have begun in it.
  const to = Math.floor(now / 1_000) * 1_000 + 1_000;
  return { from: to - usualMs, to };
}
