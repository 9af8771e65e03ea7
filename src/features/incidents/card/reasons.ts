import { clipped } from '../../../cards/plain.ts';
import type { Times } from '../../../cards/times.ts';
import { namesOf } from '../../../cards/words.ts';
import type { Service } from '../../../domain/job.ts';
import type { ServiceFailure } from '../incident/incident.ts';

/** A phone has no room for more. */
const [mostCauses, mostServices, causeLength] = [3, 3, 160];

/**
 * Why runs failed, the most frequent first: "2 runs: Access denied", with the services if there are several. The text
 * comes from AvePoint.
 */
export function causeTexts(troubles: readonly ServiceFailure[], times: Times): readonly string[] {
  const merged = new Map<string, { runs: number; services: Service[] }>();
  for (const { causes, service } of troubles) {
    for (const { text, runs } of causes) {
      const one = merged.get(text) ?? { runs: 0, services: [] };
      merged.set(text, { runs: one.runs + runs, services: [...one.services, service] });
    }
  }
  const sorted = [...merged].sort(([x, a], [y, b]) => b.runs - a.runs || (x < y ? -1 : 1));
  const rest = sorted.length - mostCauses;
  return [
    ...sorted.slice(0, mostCauses).map(([text, { runs, services }]) => {
      const count = `${times.number(runs)} ${runs === 1 ? 'run' : 'runs'}`;
      const where = troubles.length === 1 ? '' : ` of ${servicesText(services)}`;
      return `${count}${where}: ${clipped(text, causeLength) || '(an error without words)'}`;
    }),
    ...(rest > 0 ? [`and ${times.number(rest)} more ${rest === 1 ? 'cause' : 'causes'}`] : []),
  ];
}

function servicesText(services: readonly Service[]): string {
  return services.length > mostServices ? `${services.length} services` : namesOf(services);
}
