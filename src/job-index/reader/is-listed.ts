import { type Run, startOf } from '../run.ts';
import { askUnit } from './ask-unit.ts';
import type { Budget } from './budget.ts';
import type { ReaderContext } from './context.ts';
import type { ReadResult } from './requests.ts';
import { openWindow, windowAround } from './window.ts';

/**
 * Reads the list in which a run must be: by the filter of its service, or else without one. Resolves to undefined if that
 * can't be known, since the service is refused or the list wasn't read whole.
 */
export async function isListed(
  context: ReaderContext,
  run: Run,
  budget: Budget = context.steady,
): Promise<boolean | undefined> {
  const read = (await readOwnList(context, run, budget)) ?? (await readListOfAll(context, run, budget));
  if (read?.runs.some(({ key }) => key === run.key)) return true;
  return read?.isWhole ? false : undefined;
}

async function readOwnList(
  context: ReaderContext,
  run: Run,
  budget: Budget,
): Promise<ReadResult | undefined> {
  const [service] = run.services;
  if (service === undefined) return undefined;
  const { requests } = context;
  return askUnit(context, { type: run.type, service }, () =>
    requests.readWhole({ ...questionFor(context, run), service }, budget),
  );
}

async function readListOfAll(
  context: ReaderContext,
  run: Run,
  budget: Budget,
): Promise<ReadResult | undefined> {
  const { requests, state } = context;
  if (state().isByService) return undefined;
  return requests.readWhole({ ...questionFor(context, run), service: undefined }, budget);
}

export function questionFor({ rules }: ReaderContext, run: Run) {
  const { startedAt = startOf(run), finishedAt } = run.job;
  const span = windowAround({ startedAt, finishedAt }, rules()) ?? openWindow(startedAt);
  return { type: run.type, state: undefined, span };
}
