import type { Service } from '../../domain/job.ts';
import type { EpochMs, MonotonicMs } from '../../domain/time.ts';
import { isProven, pairKey, type ServicePair } from '../read-state.ts';
import { isGone, isIn, type Run, startOf } from '../run.ts';
import { askUnit } from './ask-unit.ts';
import { hasPassed, isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { isListed, questionFor } from './is-listed.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A proof is renewed so often: sooner than it's too old to rely on. */
const renewMs = 6 * hourMs;
/** After lists that have proved nothing. */
const pauseMs = 5 * minuteMs;
/** Runs to prove it with are looked for so far from the one that two services list. */
const rangeMs = 2 * 24 * hourMs;
const mostWitnesses = 3;

/** What the lists of two services must show. */
interface Shown {
  /** Services whose lists have left out a run that AvePoint lists elsewhere. */
  readonly leftOut: Set<Service>;
  /** One of them has a run that the other hasn't. */
  areDistinct: boolean;
}

/**
 * Finds out which of the two is so if two services list the same job: it belongs to both, or ObjectType is ignored, so
 * that every list has every job. It's proved that ObjectType is honoured if the lists of both leave out a job that
 * AvePoint lists elsewhere before and after, and if one of them has a job that the other hasn't. Then the job is kept
 * under both, and so is the next one of these services.
 */
export function createSeveralServices(context: ReaderContext): ReaderTask {
  const { clock, writer, state, update, log } = context;
  const { has, prove } = createProof(context);
  /** By the key of the pair; the first one waits longest. */
  const tried = new Map<string, MonotonicMs>();
  const keyOf = ({ type, services: those }: ServicePair) => pairKey(type, those);

  function next(now: EpochMs): ServicePair | undefined {
    if (!hasPassed(pauseMs, [...tried.values()].at(-1), clock)) return undefined;
    const order = [...tried.keys()];
    const pairs = Object.values(state().pairs ?? {}).sort(
      (a, b) => order.indexOf(keyOf(a)) - order.indexOf(keyOf(b)),
    );
    return (
      pairs.find(isOpen) ?? pairs.find(pair => isProven(pair, now) && isOlder(pair.provenAt, renewMs, now))
    );
  }

  function close(pair: ServicePair): void {
    const { pairs, ignored } = state();
    const closed = { ...pair, openSince: undefined, provenAt: clock.now() };
    const changed = { ...pairs, [keyOf(pair)]: closed };
    const isHonoured = !Object.values(changed).some(isOpen);
    update({ pairs: changed, ignored: isHonoured ? { ...ignored, ObjectType: undefined } : ignored });
  }

  return {
    name: 'several-services',
    isDue: now => next(now) !== undefined,
    async run() {
      const pair = next(clock.now());
      if (!pair) return;
      const run = writer.mirror.get(pair.run);
      const at = isOpen(pair) && run ? startOf(run) : clock.now();
      if (!(await prove(pair, at))) {
        tried.delete(keyOf(pair));
        tried.set(keyOf(pair), clock.monotonic());
        return;
      }
      close(pair);
      if (!isOpen(pair)) return;
      const { type, services } = pair;
      log.info({ services, type }, 'AvePoint lists jobs under both services, and honours ObjectType');
      // From now on what both list is taken as a job of both.
      if (run) for (const service of services) await has(service, run);
    },
  };
}

/** Creates the questions that prove whether ObjectType is honoured. */
function createProof(context: ReaderContext) {
  const { writer, location, requests, steady } = context;

  /** Whether the list of a service has the run; undefined if that can't be known. */
  async function has(service: Service, run: Run): Promise<boolean | undefined> {
    const read = await askUnit(context, { type: run.type, service }, () =>
      requests.readWhole({ ...questionFor(context, run), service }, steady),
    );
    if (read?.runs.some(({ key }) => key === run.key)) return true;
    return read?.isWhole ? false : undefined;
  }

  /** Runs near to the one that both list, which others list: some of a third service, some of one of the two alone. */
  function witnesses({ type, services: [one, other] }: ServicePair, at: EpochMs): readonly Run[] {
    const near = writer.mirror
      .between(at - rangeMs, at + rangeMs, { type })
      .filter(run => isIn(run, location) && !isGone(run) && run.job.finishedAt !== undefined)
      .sort((a, b) => Math.abs(startOf(a) - at) - Math.abs(startOf(b) - at));
    const of = (isSo: (those: readonly Service[]) => boolean) =>
      near.filter(run => run.services.length > 0 && isSo(run.services)).slice(0, mostWitnesses);
    return [
      ...of(those => !those.includes(one) && !those.includes(other)),
      ...of(those => those.includes(one) !== those.includes(other)),
    ];
  }

  /** Takes down what the lists of both show of one run. What is listed before and after was listed in between, too. */
  async function ask({ services: [one, other] }: ServicePair, witness: Run, shown: Shown): Promise<void> {
    if ((await isListed(context, witness)) !== true) return;
    const answers = [await has(one, witness), await has(other, witness)] as const;
    if ((await isListed(context, witness)) !== true) return;
    if (answers[0] === false) shown.leftOut.add(one);
    if (answers[1] === false) shown.leftOut.add(other);
    if (answers.includes(true) && answers.includes(false)) shown.areDistinct = true;
  }

  async function prove(pair: ServicePair, at: EpochMs): Promise<boolean> {
    const shown: Shown = { leftOut: new Set(), areDistinct: false };
    const isDone = () => shown.areDistinct && shown.leftOut.size === 2;
    for (const [index, witness] of witnesses(pair, at).entries()) {
      if (isDone()) return true;
      // An API that ignores ObjectType has shown enough by now.
      if (index >= mostWitnesses && shown.leftOut.size === 0) return false;
      if (!steady.hasLeft() || !context.mayGoOn()) return false;
      await ask(pair, witness, shown);
    }
    return isDone();
  }

  return { has, prove };
}

function isOpen({ openSince }: ServicePair): boolean {
  return openSince !== undefined;
}
