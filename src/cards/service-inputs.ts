import { type Service, services } from '../domain/job.ts';
import { type CardInput, choiceInput, valuesOf } from './inputs.ts';
import { nameOf } from './words.ts';

/** Any number of services; none means all. */
export function servicesInput(id: string, value: string | undefined): CardInput {
  const choices = services.map(service => ({ title: nameOf(service), value: service }));
  return choiceInput({ id, label: 'Only these services (none: all)', choices, value, isMultiSelect: true });
}

/**
 * Returns the services that were chosen, in the order of `services`; none if none or all were. Returns undefined if
 * anything else was sent.
 */
export function chosenServices(value: string | undefined): readonly Service[] | undefined {
  const sent = valuesOf(value);
  const chosen = services.filter(service => sent.includes(service));
  if (chosen.length !== sent.length) return undefined;
  return chosen.length === services.length ? [] : chosen;
}
