import type { Service } from '../../../domain/job.ts';
import { plural } from '../../../domain/plural.ts';
import type { Incident } from '../incident/incident.ts';
import { firstNames } from './service-names.ts';

/**
 * Returns what a user is asked before they close an incident for which no clean run was seen; undefined if there is
 * nothing to ask. A clean run is:
 * - of a failing service, a run that finished without problems and began after the last failure, in each location
 * - of backups that don't start, one that has started again
 * - of a backup that takes too long, its end
 */
export function closeQuestion({ about }: Incident): string | undefined {
  switch (about.kind) {
    case 'failing': {
      const names = firstOf(about.troubles.flatMap(({ service, recovery }) => (recovery ? [] : [service])));
      return names && `No good backup of ${names} since the failure. Close anyway?`;
    }
    case 'stopped': {
      const waiting = about.stops.filter(({ againAt, isRetired }) => againAt === undefined && !isRetired);
      const services = [...new Set(waiting.map(({ service }) => service))];
      const names = firstOf(services);
      return names && `${names} ${plural(services.length, 'hasn’t', 'haven’t')} started again. Close anyway?`;
    }
    case 'stuck':
      return about.ended ? undefined : 'This backup hasn’t ended yet. Close anyway?';
    // They are over as soon as they are noticed.
    case 'unclear':
    case 'blind':
      return undefined;
  }
}

function firstOf(services: readonly Service[]): string | undefined {
  return services.length === 0 ? undefined : firstNames(services);
}
