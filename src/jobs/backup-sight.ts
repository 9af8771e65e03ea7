import type { Job, Service } from '../domain/job.ts';
import type { JobSource, Noting } from '../domain/job-source.ts';
import type { Clock, EpochMs, Span } from '../domain/time.ts';
import { type Careful, createCareful, rowsAtOnce } from './careful.ts';
import { type RunningBackup, whereabouts } from './carried.ts';
import { createCountTrust } from './count-trust.ts';
import type { Settle } from './settle.ts';
import { bounded, shared } from './sharing.ts';

/** How many backups there are, run, and have failed. As long as all three stay, none has started or ended. */
export interface Pulse {
  readonly all: number;
  readonly running: number;
  readonly failed: number;
  /** False where the source's counts tell only "at least": then anything may have happened. */
  readonly isExact: boolean;
}

/** The backups of one service, as they are now. */
export interface Look {
  /** Those of the window that are over, and the followed ones that have ended since. */
  readonly ended: readonly Job[];
  readonly running: readonly RunningBackup[];
  /** Followed ones that are neither running nor found again. */
  readonly lost: readonly RunningBackup[];
}

/** Looks at backups again and again. All calls end by `until`, and throw `JobSourceError` or `DoubtfulAnswer`. */
export interface BackupSight {
  /** Of one service, or of all: those that started in `span`, and those that run whenever they started. Three requests. */
  pulse(service: Service | undefined, span: Span, until: EpochMs): Promise<Pulse>;
  /** One service; `followed` were running before. Three requests where three pages hold it, and one for each that ended. */
  look(service: Service, span: Span, followed: readonly RunningBackup[], until: EpochMs): Promise<Look>;
  /** All backups of a service that started in `span`; undefined where they are too many. */
  runs(service: Service, span: Span, until: EpochMs): Promise<readonly Job[] | undefined>;
}

/** Rows of a count: below so many it needs no trust in the source's own number. */
const pulseRows = 10;
/** Jobs of one service in the window. */
const mostRows = 300;
/** Where there are more, each of the states that matter has room for so many. */
const mostOfState = 500;
const mostRuns = 1_000;
const unbounded: Span = { from: undefined, to: undefined };

/** `noting` sees what is asked for, also where the request is shared. */
export function createBackupSight(own: JobSource, clock: Clock, noting: Noting = one => one): BackupSight {
  const source = noting(own);
  const careful = createCareful(noting(shared(bounded(own, clock))), createCountTrust());

  async function endedIn(service: Service, span: Span, until: EpochMs): Promise<readonly Job[]> {
    const all = { type: 'backup', service, state: undefined } as const;
    const whole = await wholeList(careful, all, span, mostRows, until);
    if (whole) return whole;
    const states = ['failed', 'partiallyFinished', 'finished'] as const;
    const lists = await Promise.all(
      states.map(state => wholeList(careful, { ...all, state }, span, mostOfState, until)),
    );
    // Failures that do not all fit are worse than a clean run that is missed: those can only make it too red.
    return lists.flatMap((list, index) => {
      if (!list && states[index] !== 'finished') throw new TooMany(service);
      return list ?? [];
    });
  }

  return {
    async pulse(service, span, until) {
      const backups = { type: 'backup', service } as const;
      const [all, running, failed] = await Promise.all([
        careful.count({ ...backups, state: undefined }, span, until, pulseRows),
        careful.count({ ...backups, state: 'inProgress' }, unbounded, until, pulseRows),
        careful.count({ ...backups, state: 'failed' }, span, until, pulseRows),
      ]);
      return {
        all: all.value,
        running: running.value,
        failed: failed.value,
        isExact: ![all, running, failed].some(({ atLeast }) => atLeast),
      };
    },

    async look(service, span, followed, until) {
      const [jobs, runningJobs] = await Promise.all([
        endedIn(service, span, until),
        wholeList(careful, { type: 'backup', service, state: 'inProgress' }, unbounded, mostOfState, until),
      ]);
      if (!runningJobs) throw new TooMany(service);
      const ended = jobs.filter(({ state }) => state !== 'inProgress');
      // The two lists are not of the same moment: what ended in between is in neither, or in both.
      const running = [...runningJobs, ...jobs.filter(({ state }) => state === 'inProgress')]
        .map(({ id, startedAt }): RunningBackup => ({ service, id, startedAt }))
        .filter((one, at, all) => all.findIndex(other => isSame(one, other)) === at)
        .filter(one => !ended.some(other => isSame(one, other)));
      const here = [...running, ...ended];
      const gone = followed.filter(one => !here.some(other => isSame(one, other)));
      const found = await whereabouts({ careful, finder: source }, gone, until, throwing);
      const known = found.flatMap(({ job }) => (job?.state ? [job] : []));
      return {
        ended: [...ended, ...known.filter(({ state }) => state !== 'inProgress')],
        running: [
          ...running,
          ...known
            .filter(({ state }) => state === 'inProgress')
            .map(({ id, startedAt }) => ({ service, id, startedAt })),
        ],
        lost: found
          .filter(({ job }) => job?.state === undefined)
          .map(({ id, startedAt }) => ({ service, id, startedAt })),
      };
    },

    runs: (service, span, until) =>
      wholeList(careful, { type: 'backup', service, state: undefined }, span, mostRuns, until),
  };
}

/** What cannot be asked for is not lost: then the whole look fails, and is done again. */
const throwing: Settle = reading => reading;

/** More backups than can be looked at. The message is for the log. */
export class TooMany extends Error {
  override readonly name = 'TooMany';

  constructor(service: Service) {
    super(`there are more backups of ${service} than can be looked at`);
  }
}

/** All jobs of a filter; undefined where they are more than `mostRows`. */
async function wholeList(
  careful: Careful,
  filter: Parameters<Careful['list']>[0],
  span: Span,
  most: number,
  until: EpochMs,
): Promise<readonly Job[] | undefined> {
  const { jobs, total } = await careful.list(filter, span, Math.max(most, rowsAtOnce), until);
  return jobs.length === total.value && !total.atLeast ? jobs : undefined;
}

function isSame(
  a: Pick<RunningBackup, 'id' | 'startedAt'>,
  b: Pick<RunningBackup, 'id' | 'startedAt'>,
): boolean {
  return a.id === undefined ? a.startedAt === b.startedAt : a.id === b.id;
}
