import { type Service, services } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Mirror } from '../mirror.ts';
import { type Run, startOf } from '../run.ts';

const dayMs = 24 * 3_600_000;
const slotMs = 10 * 60_000;
const learnedMs = 14 * dayMs;
const keptMs = 10 * 60_000;

/** Ranks services by how often their runs of the last two weeks started at that time of day, the likeliest first. */
export function createLikelyServices(mirror: Mirror): (run: Run, now: EpochMs) => readonly Service[] {
  let learned: { readonly at: EpochMs; readonly counts: ReadonlyMap<string, number> } | undefined;

  function learn(now: EpochMs): ReadonlyMap<string, number> {
    if (learned && now >= learned.at && now - learned.at < keptMs) return learned.counts;
    const counts = new Map<string, number>();
    const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const run of mirror.between(now - learnedMs, now + dayMs)) {
      for (const service of run.services) {
        add(`${run.type} ${service}`);
        add(`${run.type} ${service} ${slotOf(startOf(run))}`);
      }
    }
    learned = { at: now, counts };
    return counts;
  }

  return (run, now) => {
    const counts = learn(now);
    const slot = slotOf(startOf(run));
    const countOf = (service: Service, at: number) => counts.get(`${run.type} ${service} ${at}`) ?? 0;
    const weight = (service: Service) => {
      const atThatTime = countOf(service, slot - 1) + countOf(service, slot) + countOf(service, slot + 1);
      return atThatTime * 1_000 + Math.min(999, counts.get(`${run.type} ${service}`) ?? 0);
    };
    return services.toSorted((a, b) => weight(b) - weight(a));
  };
}

function slotOf(at: EpochMs): number {
  return Math.floor((at % dayMs) / slotMs);
}
