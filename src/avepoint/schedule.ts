import { type Service, services } from '../domain/job.ts';
import type { QueuedRequest } from '../domain/job-source.ts';
import type { ScheduleSource, ServiceSchedule } from '../domain/schedule.ts';
import type { Clock, EpochMs, MonotonicMs } from '../domain/time.ts';
import { withLocation } from './cloudbackupjobs.ts';
import { jobsError } from './errors.ts';
import type { Get } from './get.ts';
import { epochMsOfIso } from './iso-time.ts';
import type { JobsApi } from './jobs-api.ts';
import { field, isRecord, readCount } from './read-fields.ts';
import { malformed } from './read-page.ts';
import { settingsPermission } from './settings.ts';

export const schedulePath = '/backup/m365/settings/backup/frequency';
const dayMs = 86_400_000;

/** ServiceType is not ObjectType: this is the list of the settings' own documentation, in the order of `services`. */
const serviceTypes: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 14];

export interface ScheduleParts {
  /** With tokens of a permission of its own, so that jobs can be read without that permission (`forbidden` names it). */
  readonly get: Get;
  /** The published shape that answers. */
  readonly shape: (until: MonotonicMs, queued?: QueuedRequest) => Promise<JobsApi>;
  /** The location of requests that name none; undefined: the central one. */
  readonly location: string | undefined;
  readonly clock: Clock;
}

/**
 * `GET /backup/m365/settings/backup/frequency`: when today's backups are planned to start, in UTC. Only the current shape
 * has it. Kinds that are no service here (metadata, private and shared channels) are left out.
 */
export function createScheduleSource({ get, shape, location: usual, clock }: ScheduleParts): ScheduleSource {
  return {
    async today(until, location = usual, queued) {
      const { hasSchedule } = await shape(until, queued);
      if (!hasSchedule) return undefined;
      const response = await get(withLocation(schedulePath, location), until, queued);
      if (response.status !== 200) throw jobsError(response, settingsPermission);
      return readSchedule(response.body, clock.now());
    },
  };
}

/** Believes an answer or throws `malformed`. An entry that cannot be read makes all of it doubtful. */
export function readSchedule(body: unknown, now: EpochMs): readonly ServiceSchedule[] {
  const data = isRecord(body) ? field(body, 'data') : undefined;
  if (!Array.isArray(data)) throw malformed('its schedule is no list');
  return data.flatMap((entry): ServiceSchedule[] => {
    if (!isRecord(entry)) throw malformed('its schedule has an entry that is no object');
    const service = serviceOf(readCount(field(entry, 'serviceType')));
    if (service === undefined) return [];
    const times = field(entry, 'backupStartTime') ?? [];
    if (!Array.isArray(times)) throw malformed('its schedule has start times that are no list');
    const startsAt = times.map(time => {
      const at = typeof time === 'string' ? timeOf(time.trim(), now) : undefined;
      if (at === undefined) throw malformed('its schedule has a start time that is none');
      return at;
    });
    return [{ service, startsAt: startsAt.sort((a, b) => a - b) }];
  });
}

function serviceOf(type: number | undefined): Service | undefined {
  if (type === undefined) throw malformed('its schedule has an entry without a service');
  return services[serviceTypes.indexOf(type)];
}

/** An ISO date-time; or, since the documentation shows no value, a time of day, which is taken for today's in UTC. */
function timeOf(text: string, now: EpochMs): EpochMs | undefined {
  const [, hour, minute, second = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?Z?$/i.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return epochMsOfIso(text);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const midnight = Math.floor(now / dayMs) * dayMs;
  return midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
}
