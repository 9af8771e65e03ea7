import { type JobState, type JobType, services } from '../../domain/job.ts';
import type { Span } from '../../domain/time.ts';
import { unitKey, unitOf } from '../read-state.ts';
import { askUnit } from './ask-unit.ts';
import { isRefusal } from './back-off.ts';
import type { Budget } from './budget.ts';
import type { ReaderContext } from './context.ts';
import type { ReadResult } from './requests.ts';

/** Lists of all services. */
export interface AllQuestion {
  readonly types: readonly JobType[];
  readonly state: JobState | undefined;
  readonly span: Span;
}

/** Whether a list without a service is refused is found out under this name. */
const refusedName = 'lists without a service';

/**
 * Reads lists for all services at once; or, if such lists are refused or can't be relied on, for each of them. A service that
 * is refused isn't part of them: its own state says so.
 */
export async function readAll(
  context: ReaderContext,
  question: AllQuestion,
  budget: Budget,
): Promise<ReadResult> {
  const results: ReadResult[] = [];
  for (const type of question.types) results.push(await readType(context, { ...question, type }, budget));
  return {
    runs: results.flatMap(({ runs }) => runs),
    isWhole: results.every(({ isWhole }) => isWhole),
  };
}

type TypeQuestion = Omit<AllQuestion, 'types'> & { readonly type: JobType };

async function readType(context: ReaderContext, question: TypeQuestion, budget: Budget): Promise<ReadResult> {
  if (context.state().isByService) return readByService(context, question, budget);
  try {
    return await context.requests.readWhole({ ...question, service: undefined }, budget);
  } catch (error) {
    if (!isRefusal(error) || !(await hasServiceThatAnswers(context, question, budget))) throw error;
    context.log.warn({ err: error }, 'lists without a service are refused; reading by service from now on');
    context.update({ isByService: true });
    return readByService(context, question, budget);
  }
}

async function readByService(
  context: ReaderContext,
  question: TypeQuestion,
  budget: Budget,
): Promise<ReadResult> {
  const { requests, state } = context;
  const results: ReadResult[] = [];
  let isWhole = true;
  for (const service of services) {
    const unit = { type: question.type, service };
    const read = await askUnit(context, unit, () => requests.readWhole({ ...question, service }, budget));
    if (read) results.push(read);
    else if (!unitOf(state(), unitKey(question.type, service)).refused) isWhole = false;
  }
  return {
    runs: results.flatMap(({ runs }) => runs),
    isWhole: isWhole && results.length > 0 && results.every(read => read.isWhole),
  };
}

/** Returns true if the same question is answered for one service, so that nothing but the missing filter can be the reason. */
async function hasServiceThatAnswers(
  { requests, backOff }: ReaderContext,
  question: TypeQuestion,
  budget: Budget,
): Promise<boolean> {
  if (!backOff.mayTry(refusedName)) return false;
  for (const service of services) {
    try {
      await requests.read({ ...question, service }, budget);
      backOff.succeeded(refusedName);
      return true;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      backOff.failed(refusedName, error);
    }
  }
  return false;
}
