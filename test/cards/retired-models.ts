import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { Retirement, ServiceRecord } from '../../src/domain/service-records.ts';
import { coverageCard } from '../../src/features/coverage/card.ts';
import {
  expectedServicesCard,
  type RetiredShown,
  retiredCard,
  retiredServicesCard,
} from '../../src/features/retired/card.ts';
import { effectsOf, retiredChange } from '../../src/features/retired/change.ts';
import { statusCard } from '../../src/features/status/card.ts';
import type { CoverageAnswer } from '../../src/jobs/coverage.ts';
import type { HealthAnswer } from '../../src/jobs/health.ts';
import { tallied } from '../../src/jobs/tally.ts';
import { previewed } from './change-models.ts';
import { british, health, hour, job, noAsides, now, runsSince } from './models.ts';

const day = 24 * hour;
const reader = { ...british, zone: 'Europe/Berlin' };
const lee: Retirement = { by: { id: '29:lee', name: 'Lee' }, at: now - 20 * day };
const kim: Retirement = { by: { id: '29:kim', name: 'Kim' }, at: now - 3 * day };
const fine = tallied([job({ state: 'finished' }), job({ state: 'finished' }, 1)], false);
const nothing = tallied([], false);
const last = { startedAt: now - 72 * day, goodAt: now - 74 * day };
const stopped = { ...last, isForgotten: true };

/** Exchange ran, Project isn't in the index any more, and Teams has stopped five days ago. */
function stoppedHealth(changes: Partial<HealthAnswer> = {}): HealthAnswer {
  const answer = health({ exchange: fine, project: nothing, teams: nothing });
  const services = answer.services.map(one => {
    if (one.service === 'exchange') return one;
    const startedAt = now - 5 * day;
    const since = one.service === 'project' ? stopped : { startedAt, goodAt: startedAt, isForgotten: false };
    return { ...one, verdict: 'attention' as const, stopped: since };
  });
  return { ...answer, verdict: 'attention', services, ...changes };
}

function coverageOf(changes: Partial<CoverageAnswer>): CoverageAnswer {
  const targetMs = 24 * hour;
  return {
    question: { service: undefined, targetMs, isUsual: true, zone: 'Europe/Berlin' },
    verdict: 'attention',
    services: [
      {
        service: 'exchange',
        verdict: 'good',
        targetMs,
        good: { jobId: 'FB20261123071348112', startedAt: now - 6 * hour },
        since: runsSince(6 * hour),
        impaired: undefined,
      },
      {
        service: 'project',
        verdict: 'attention',
        targetMs,
        good: undefined,
        since: runsSince(60 * day),
        impaired: undefined,
        stopped,
      },
    ],
    notSeen: ['powerBi'],
    recentlyGood: ['exchange'],
    plan: { kind: 'none' },
    missed: [],
    unjudged: [],
    readAt: now - 20_000,
    answeredAt: now,
    ...changes,
  };
}

function shown(changes: Partial<RetiredShown>): AdaptiveCard {
  const all = { service: 'project', record: undefined, isChanged: undefined, answeredAt: now } as const;
  return retiredCard({ ...all, ...changes }, noAsides, reader);
}

const retiredRecord = { last, retired: kim };
const silent = { ...lee, service: 'project', ranAt: undefined } as const;
const ran = { ...kim, service: 'exchange', ranAt: now - 2 * hour } as const;

/** Services that aren't backed up any more, on purpose or not. */
export const retiredCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'health-stopped': () => statusCard(stoppedHealth(), noAsides, british),
  'health-retired': () =>
    statusCard(health({ exchange: fine, teams: fine }, { retired: [ran, silent] }), noAsides, british),
  'health-retired-one': () =>
    statusCard(
      health(
        { project: nothing },
        {
          question: { ...stoppedHealth().question, service: 'project' },
          retired: [silent],
        },
        { kind: 'notExpected' },
      ),
      noAsides,
      british,
    ),
  'health-records-unread': () =>
    statusCard(
      health({ exchange: fine, teams: fine }, { verdict: 'unknown', areRecordsUnread: true }),
      noAsides,
      british,
    ),
  'coverage-stopped': () => coverageCard(coverageOf({}), noAsides, british),
  'coverage-retired': () =>
    coverageCard(
      coverageOf({ verdict: 'good', services: coverageOf({}).services.slice(0, 1), retired: [silent] }),
      noAsides,
      british,
    ),
  'retired-set': () => shown({ record: retiredRecord, isChanged: true }),
  'retired-already': () => shown({ record: { last: undefined, retired: lee }, isChanged: false }),
  'retired-ran': () =>
    shown({ record: { last: { startedAt: now - hour, goodAt: undefined }, retired: kim } }),
  'retired-not': () => shown({}),
  'expected-set': () => shown({ record: { last, retired: undefined }, isChanged: true }),
  'expected-services': () =>
    expectedServicesCard(
      {
        exchange: { last, retired: undefined },
        teams: { last, retired: undefined },
        project: { last, retired: lee },
      },
      now,
      noAsides,
      reader,
    ),
  'retired-services': () =>
    retiredServicesCard({ project: retiredRecord, teams: { last, retired: lee } }, now, noAsides, reader),
  'retired-services-none': () => retiredServicesCard({}, now, noAsides, reader),
  'change-retire': () => ofRetiring(true, undefined),
  'change-expect': () => ofRetiring(false, retiredRecord),
  'change-expect-unseen': () => ofRetiring(false, { last: undefined, retired: kim }),
  'change-retire-nothing': () => ofRetiring(true, retiredRecord),
};

function ofRetiring(isRetired: boolean, before: ServiceRecord | undefined) {
  const change = { service: 'project', isRetired } as const;
  return previewed({ kind: 'retire', ...change }, retiredChange.name(change), at =>
    effectsOf(change, before, at),
  );
}
