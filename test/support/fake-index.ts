import type { Job, Service } from '../../src/domain/job.ts';
import type { Clock, EpochMs } from '../../src/domain/time.ts';
import { createMirror, dayOf } from '../../src/job-index/mirror.ts';
import { allUnits, type LocationState, type ReadState } from '../../src/job-index/read-state.ts';
import type { IndexView } from '../../src/job-index/view.ts';
import { createIndexWriter } from '../../src/job-index/writer.ts';
import { recordingLog } from './fakes.ts';
import { createMemoryIndexJournal } from './memory-index-journal.ts';

/** A backup of one service; without an end it runs for ever. */
interface FakeBackup {
  readonly service: Service;
  readonly job: Job;
  readonly endedAt: EpochMs;
  readonly location?: string | undefined;
}

/**
 * A job index whose reader is as quick as a test wants: `read` takes in what AvePoint lists by now. Rows become runs
 * and news by the product's own rules; only the requests are left out.
 */
export interface FakeIndex extends IndexView {
  add(...backups: readonly FakeBackup[]): void;
  /** AvePoint gives no answer. */
  down: boolean;
  /** AvePoint refuses these. */
  readonly downServices: Set<Service>;
  /** Of their past only the failures were read, which are asked for first. */
  readonly unreadServices: Set<Service>;
  read(): void;
}

const dayMs = 24 * 3_600_000;
const days = 60;

export function createFakeIndex(clock: Clock, intervalMs = 60_000): FakeIndex {
  const mirror = createMirror();
  const waiting: FakeBackup[] = [];
  const running = new Set<FakeBackup>();
  const began = clock.now();
  let state: ReadState = { source: 'fake', news: 0, numberedSince: began, locations: {} };
  let forgottenOn = 0;
  const writer = createIndexWriter({
    journal: createMemoryIndexJournal().open(),
    mirror,
    clock,
    log: recordingLog(),
    generation: 0,
    highest: 0,
    state,
    onState(next) {
      state = next;
    },
    onStored() {},
  });
  const update = (patch: Partial<LocationState>) => writer.update(undefined, patch);
  const isHidden = ({ service, job }: FakeBackup) =>
    index.downServices.has(service) || (index.unreadServices.has(service) && job.state === 'finished');

  function take({ job, service, location, endedAt }: FakeBackup): void {
    const isOver = endedAt <= clock.now();
    const row = isOver ? job : { ...job, state: 'inProgress' as const, finishedAt: undefined };
    writer.take([row], { type: 'backup', service, location, order: writer.ask() });
  }

  function readBackups(now: EpochMs): void {
    for (const backup of [...waiting].filter(one => (one.job.startedAt ?? 0) <= now && !isHidden(one))) {
      waiting.splice(waiting.indexOf(backup), 1);
      take(backup);
      if (backup.endedAt > now) running.add(backup);
    }
    for (const backup of [...running].filter(one => one.endedAt <= now && !isHidden(one))) {
      running.delete(backup);
      take(backup);
    }
  }

  const index: FakeIndex = {
    down: false,
    downServices: new Set(),
    unreadServices: new Set(),
    mirror,
    state: () => state,
    news: () => ({ index: began, until: state.news }),
    locations: [undefined],
    intervalMs,
    days,
    async caughtUp() {
      index.read();
    },
    wake() {},
    add(...backups) {
      waiting.push(...backups);
    },
    read() {
      const now = clock.now();
      if (index.down) {
        const since = state.locations['']?.trouble?.since ?? now;
        update({ trouble: { since, at: now, code: 'unavailable' } });
        return;
      }
      if (state.locations[''] === undefined) writer.location(undefined);
      readBackups(now);
      const past = { from: now - days * dayMs, to: now, isHistory: true };
      const units = allUnits.map(({ key, service }) => {
        const before = state.locations['']?.units[key];
        const unread = index.unreadServices.has(service) ? [past] : [];
        const read = { answeredAt: now, checkedAt: now, unread, refused: undefined };
        const refused = before?.refused ?? { since: now, code: 'rejected' as const };
        return [key, index.downServices.has(service) ? { ...read, ...before, refused } : read];
      });
      const readAt = {
        newest: now,
        running: now,
        bad: now,
        others: now,
        walk6: now,
        walk48: now,
        sweep: now,
      };
      update({ readAt, units: Object.fromEntries(units), trouble: undefined });
      if (forgottenOn === dayOf(now)) return;
      forgottenOn = dayOf(now);
      mirror.forgetBefore(dayOf(now - days * dayMs));
    },
  };
  return index;
}
