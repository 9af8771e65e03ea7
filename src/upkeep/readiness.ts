import { JobSourceError } from '../domain/job-source.ts';
import { type Store, StoreError } from '../domain/store.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { inTime, Late } from './in-time.ts';
import { storeAnswers } from './store-answers.ts';

/** Whether the product can do its work, and of each part why not. */
export interface Readiness {
  readonly isReady: boolean;
  /** "in order", or what is wrong with it. No secrets. */
  readonly parts: { readonly store: string; readonly avepoint: string };
}

export interface ReadinessParts {
  readonly store: Pick<Store, 'get'>;
  /** Resolves while there is a token; rejects with `JobSourceError`. */
  readonly signedIn: (until: EpochMs) => Promise<void>;
  readonly clock: Clock;
}

/** Whoever asks has an answer within this. */
export const probeMs = 3_000;
/** So long an answer is given again, so that asking often asks nobody else. */
export const keptMs = 5_000;
const inOrder = 'in order';

/**
 * Gives the function that tells whether the product is ready. All who ask at the same time share one probe. A store or a
 * token service that does not answer in time is not in order.
 */
export function createReadiness({ store, signedIn, clock }: ReadinessParts): () => Promise<Readiness> {
  let probed: { readonly at: EpochMs; readonly readiness: Promise<Readiness> } | undefined;

  async function probe(): Promise<Readiness> {
    const [ofStore, ofAvePoint] = await Promise.all([
      wordsFor(storeAnswers(store)),
      wordsFor(signedIn(clock.now() + probeMs)),
    ]);
    const isReady = ofStore === inOrder && ofAvePoint === inOrder;
    return { isReady, parts: { store: ofStore, avepoint: ofAvePoint } };
  }

  return () => {
    const now = clock.now();
    if (probed === undefined || now - probed.at >= keptMs) probed = { at: now, readiness: probe() };
    return probed.readiness;
  };
}

/** The messages of these two hold no secrets; any other error's might. */
async function wordsFor(probe: Promise<void>): Promise<string> {
  try {
    await inTime(probe, probeMs);
    return inOrder;
  } catch (error) {
    if (error instanceof JobSourceError || error instanceof StoreError) return error.message;
    return error instanceof Late
      ? `It did not answer within ${probeMs / 1_000} s.`
      : 'It could not be asked.';
  }
}
