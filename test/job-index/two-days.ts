import assert from 'node:assert/strict';
import type { PlantedInput } from '../../simulator/planted.ts';
import { type Service, services } from '../../src/domain/job.ts';
import { startOf } from '../../src/job-index/run.ts';
import { codes, hour, minute, monday, type Stage, shown } from './staged.ts';

interface PlannedJob {
  readonly id: string;
  readonly service: Service;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly isBad: boolean;
}

/** How many of the services fail from Monday on: their first ones. */
const failing = 4;

/**
 * Backups of two days and the hours after Monday, 14:05: each service every two hours. From Monday on, four of them end
 * badly; one of exchange runs over midnight.
 */
const jobs: readonly PlannedJob[] = services.flatMap((service, index) =>
  Array.from({ length: 26 }, (_, run): PlannedJob => {
    const startedAt = monday - 48 * hour + run * 2 * hour + index * 97_000 + 20_000;
    return {
      id: `J${index}-${run}`,
      service,
      startedAt,
      endedAt: startedAt + (service === 'exchange' ? 100 : 3 + index) * minute,
      isBad: startedAt > monday && index < failing,
    };
  }),
);

export const twoDays: readonly PlantedInput[] = jobs.map(
  ({ id, service, startedAt, endedAt, isBad }, index) => ({
    id,
    service: services.indexOf(service) + 1,
    startedAt,
    endedAt,
    state: isBad ? [codes.failed, codes.partial, codes.exceptions][index % 3] : codes.finished,
  }),
);

/** Ends that a reader must have found by now, by AvePoint's clock. */
const found = 7 * minute;

/**
 * Compares the index with the planted jobs: a service that an overview calls OK has no bad end, and one without a doubt
 * has exactly its jobs. Returns the services that are certain. `now` is AvePoint's.
 */
export async function certainServices(stage: Stage, now = stage.clock.now()): Promise<readonly Service[]> {
  for (const service of await stage.okServices()) {
    const bad = jobs.filter(job => job.isBad && job.service === service && job.endedAt < now - found);
    assert.deepEqual(bad, [], `${service} is OK and has bad ends`);
  }
  const certain = services.filter(service => !stage.doubt(service));
  const from = stage.clock.now() - 23 * hour;
  for (const service of certain) {
    const runs = shown(stage).filter(
      run => run.type === 'backup' && run.services.includes(service) && startOf(run) > from,
    );
    const due = jobs.filter(
      job => job.service === service && job.startedAt > from && job.startedAt < now - found,
    );
    const ids = runs.map(({ job }) => job.id ?? '');
    assert.equal(new Set(ids).size, ids.length, `${service} has a run twice`);
    for (const { id, endedAt } of due) {
      const run = runs.find(one => one.job.id === id);
      assert.ok(run, `${service} lacks ${id}`);
      if (endedAt < now - found) assert.notEqual(run.endSeenAt, undefined, `${id} is over`);
    }
    const known = new Map(jobs.map(job => [job.id, job.service]));
    for (const id of ids) assert.equal(known.get(id), service, `${id} is of another service`);
  }
  return certain;
}

/** Each end after the first pass has one news number, and nothing before it has any. */
export function checkNews(stage: Stage, now = stage.clock.now()): void {
  for (const { id, startedAt, endedAt } of jobs) {
    const runs = stage.runs(id);
    if (startedAt > now - found) continue;
    assert.equal(runs.length, 1, `one run of ${id}`);
    if (endedAt < now - found && endedAt > now - 50 * minute)
      assert.notEqual(runs[0]?.news, undefined, `the end of ${id} is news`);
    if (endedAt < monday - 6 * minute) assert.equal(runs[0]?.news, undefined, `the end of ${id} is history`);
  }
  const numbers = shown(stage).flatMap(({ news }) => news ?? []);
  assert.equal(new Set(numbers).size, numbers.length, 'a news number came twice');
}
