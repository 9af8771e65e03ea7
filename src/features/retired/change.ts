import { z } from 'zod';
import { envelope } from '../../cards/button-link.ts';
import { personName } from '../../cards/mention.ts';
import { isOrAre } from '../../cards/retired-words.ts';
import { nameOf } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import type { ServiceRecord, ServiceRecords } from '../../domain/service-records.ts';
import type { Clock } from '../../domain/time.ts';
import { type At, type ChangeKind, changeCode, type Effects } from '../change.ts';
import { permissions } from '../permission.ts';
import { expectedText, retiredCard } from './card.ts';

/** A service is intentionally no longer backed up; or is expected to be again. */
export interface RetiredChange {
  readonly service: Service;
  readonly isRetired: boolean;
}

export interface RetiredParts {
  readonly records: Pick<ServiceRecords, 'all' | 'setRetired'>;
  readonly clock: Clock;
}

const code = changeCode(
  z.object({ ...envelope, x: z.literal(['service.retire', 'service.expect']), o: z.enum(services) }),
  ({ o: service, x }): RetiredChange => ({ service, isRetired: x === 'service.retire' }),
);

export const retiredChange: ChangeKind<RetiredChange, RetiredParts> = {
  permission: permissions.change,
  shownBy: 'retired services',
  isForAll: true,
  touches: { kinds: ['retired'] },
  isEnding: ({ isRetired }) => isRetired,
  codes: { 'service.retire': code, 'service.expect': code },
  encode: ({ service, isRetired }) => ({ x: isRetired ? 'service.retire' : 'service.expect', o: service }),
  obstacle: () => undefined,
  name: ({ service, isRetired }) =>
    isRetired ? `Retire ${nameOf(service)}` : `Expect ${nameOf(service)} again`,
  async preview({ service, isRetired }, _, { records }) {
    const record = (await records.all())[service];
    return {
      key: [record?.retired?.at ?? null],
      effects: at => effectsOf({ service, isRetired }, record, at),
    };
  },
  async make({ service, isRetired }, { asides, reader, speaker }, { records, clock }) {
    const retired = isRetired ? { by: speaker, at: clock.now() } : undefined;
    const isChanged = await records.setRetired(service, retired);
    const record = (await records.all())[service];
    return retiredCard({ service, record, isChanged, answeredAt: clock.now() }, asides, reader);
  },
};

export function effectsOf(
  { service, isRetired }: RetiredChange,
  record: ServiceRecord | undefined,
  at: At,
): Effects {
  const name = nameOf(service);
  const before = record?.retired;
  const since =
    before && `${before.by ? `${personName(before.by)} retired it` : 'It was retired'} on ${at(before.at)}.`;
  if (isRetired === (before !== undefined)) {
    const why = `${name} ${isOrAre(service)} already ${isRetired ? 'retired' : 'expected'}.`;
    return { lines: [], why: since ? `${why} ${since}` : why };
  }
  return {
    lines: since
      ? [since, expectedText(record, 'will show')]
      : [`Status and coverage will leave ${name} out, unless it runs.`],
    why: '',
  };
}
