import { type Service, services } from '../domain/job.ts';
import type { ScheduleSource, ServiceSchedule } from '../domain/schedule.ts';
import type { EpochMs } from '../domain/time.ts';
import { jobsError } from './errors.ts';
import { createGet } from './get.ts';
import type { Send } from './http.ts';
import { epochMsOfIso } from './iso-time.ts';
import { field, isRecord, readCount } from './read-fields.ts';
import { malformed } from './read-page.ts';
import { type AvePointDependencies, settingsPermission } from './settings.ts';
import { createTokenSource } from './token-source.ts';

export const schedulePath = '/backup/m365/settings/backup/frequency';
const dayMs = 86_400_000;

/** ServiceType is not ObjectType: this is the list of the settings' own documentation, in the order of `services`. */
const serviceTypes: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 14];

/**
 * `GET /backup/m365/settings/backup/frequency`: when today's backups are planned to start, in UTC. It needs a permission of
 * its own and so a token of its own: the jobs stay readable where it is missing (`forbidden` names it). Kinds that are no
 * service here (metadata, private and shared channels) are left out.
 */
export function createScheduleSource(dependencies: AvePointDependencies, send: Send): ScheduleSource {
  const statusOf = (body: unknown) => (isRecord(body) ? readCount(field(body, 'statusCode')) : undefined);
  const tokens = createTokenSource(dependencies.settings, { ...dependencies, send }, settingsPermission);
  const get = createGet(dependencies, { send, tokens, api: 'schedule', statusOf });
  return {
    async today(until) {
      const response = await get(schedulePath, until);
      if (response.status !== 200) throw jobsError(response, settingsPermission);
      return readSchedule(response.body, dependencies.clock.now());
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
