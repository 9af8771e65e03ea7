import { fullNameOf, nameOf, namesOf, shortNames } from '../../../cards/words.ts';
import type { Service } from '../../../domain/job.ts';
import type { IncidentSubject } from '../incident/incident.ts';
import { servicesOfIncident } from '../incident/incident.ts';

/** With more names a line isn't short. */
const mostNames = 3;

/** Returns "Exchange, SharePoint, OneDrive and 9 more". */
export function firstNames(services: readonly Service[]): string {
  if (services.length <= mostNames + 1) return namesOf(services);
  const names = services.slice(0, mostNames).map(nameOf).join(', ');
  return `${names} and ${services.length - mostNames} more`;
}

/** Returns what an incident is about, for titles: "Exchange Online", "12 services", "missing data". */
export function subjectText(about: IncidentSubject): string {
  if (about.kind === 'blind') return 'missing data';
  const services = servicesOfIncident({ about });
  const [only] = services;
  return services.length === 1 && only ? fullNameOf(only) : shortNames(services);
}
