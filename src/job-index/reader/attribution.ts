import { type JobType, type Service, services } from '../../domain/job.ts';
import type { EpochMs, Span } from '../../domain/time.ts';
import { isHistoryAt } from '../read-state.ts';
import { type Run, startOf } from '../run.ts';
import { askUnit } from './ask-unit.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { createLikelyServices } from './likely-services.ts';
import { unbounded } from './polls.ts';
import { openWindow, windowAround } from './window.ts';

/** Asking around each run costs about two requests; so many runs are cheaper read by service. */
const mostOneByOne = 10;
/** A run that no service has claimed is asked for again after this. */
const askAgainMs = 30 * 60_000;
/** How often a second service is asked for a run that one has claimed, to see that the filter is honoured. */
const counterCheckMs = 10 * 60_000;

interface Question {
  readonly type: JobType;
  readonly span: Span;
  readonly state: 'inProgress' | undefined;
}

interface Asking {
  readonly services: Set<Service>;
  doneAt: EpochMs | undefined;
}

/**
 * Finds the service of runs that a list without a service has brought: asks service by service for the second in which the
 * run started, the likeliest first. What lies in a stretch that is still to be read by service waits for that.
 */
export function createAttribution(context: ReaderContext): ReaderTask {
  const { clock, writer, requests, steady, location, state, rules } = context;
  const likely = createLikelyServices(writer.mirror);
  const asked = new Map<string, Asking>();
  let counterCheckedAt: EpochMs | undefined;

  function askingOf({ key }: Run): Asking {
    const known = asked.get(key) ?? { services: new Set(), doneAt: undefined };
    asked.set(key, known);
    return known;
  }

  /** Those that can be asked for now. */
  function waiting(now: EpochMs): readonly Run[] {
    return [...writer.mirror.unattributed()].filter(run => {
      if (run.location !== location || isHistoryAt(state(), run.type, services, startOf(run))) return false;
      const asking = askingOf(run);
      if (asking.doneAt !== undefined && isOlder(asking.doneAt, askAgainMs, now)) {
        asking.doneAt = undefined;
        asking.services.clear();
      }
      return asking.doneAt === undefined;
    });
  }

  /** Asks one service for a window; false if it gave no whole answer. */
  async function ask(service: Service, { type, span, state: jobState }: Question): Promise<boolean> {
    const read = await askUnit(context, { type, service }, () =>
      requests.readWhole({ type, service, state: jobState, span }, steady),
    );
    return read?.isWhole === true;
  }

  async function attribute(run: Run, now: EpochMs): Promise<void> {
    const asking = askingOf(run);
    const times = { startedAt: run.job.startedAt ?? startOf(run), finishedAt: run.job.finishedAt };
    const around = windowAround(times, rules());
    const question: Question = {
      type: run.type,
      span: around ?? unbounded,
      state: around ? undefined : 'inProgress',
    };
    const ranked = likely(run, now);
    for (const service of ranked.filter(one => !asking.services.has(one))) {
      if (!steady.hasLeft()) return;
      if (!(await ask(service, question))) continue;
      asking.services.add(service);
      if ((writer.mirror.get(run.key)?.services.length ?? 1) === 0) continue;
      asked.delete(run.key);
      const other = ranked.find(one => one !== service);
      if (!other || !isOlder(counterCheckedAt, counterCheckMs, now)) return;
      counterCheckedAt = now;
      await ask(other, question);
      return;
    }
    asking.doneAt = now;
  }

  /** Reads the whole time in which the runs of one type lie, service by service. */
  async function readByService(type: JobType, runs: readonly Run[], now: EpochMs): Promise<void> {
    const from = Math.min(...runs.map(startOf));
    for (const service of services) {
      const isAsked = await ask(service, { type, span: openWindow(from), state: undefined });
      if (isAsked) for (const run of runs) askingOf(run).services.add(service);
    }
    for (const run of runs) askingOf(run).doneAt = now;
  }

  return {
    name: 'attribution',
    isDue: now => waiting(now).length > 0,
    async run() {
      const now = clock.now();
      const runs = waiting(now);
      for (const type of new Set(runs.map(run => run.type))) {
        const those = runs.filter(run => run.type === type);
        if (those.length > mostOneByOne) await readByService(type, those, now);
        else
          for (const run of those) {
            const isStillOpen = writer.mirror.get(run.key)?.services.length === 0;
            if (isStillOpen) await attribute(run, now);
          }
      }
      for (const key of asked.keys()) if (writer.mirror.get(key)?.services.length !== 0) asked.delete(key);
    },
  };
}
