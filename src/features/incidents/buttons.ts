import { z } from 'zod';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import type { SnoozeLength } from './incident/action.ts';

const incidentId = z.string().regex(/^[0-9a-f]{16}$/);

/** An incident of the conversation, by its id. */
const link = (verb: string): ButtonLink<string> =>
  buttonLink({ verb, fields: { d: incidentId }, toFields: id => ({ d: id }), fromFields: ({ d }) => d });

export const acknowledgeLink = link('fault.acknowledge');
export const assignLink = link('fault.assign');
export const closeLink = link('fault.close');
export const jobsLink = link('fault.jobs');
export const reportLink = link('fault.report');
export const reportTextLink = link('fault.text');

export interface Snooze {
  readonly id: string;
  readonly length: SnoozeLength;
}

const snoozeLengths = ['1h', '4h', 'tomorrow'] as const satisfies readonly SnoozeLength[];

export const snoozeLink: ButtonLink<Snooze> = buttonLink({
  verb: 'fault.snooze',
  fields: { d: incidentId, l: z.enum(snoozeLengths) },
  toFields: ({ id, length }) => ({ d: id, l: length }),
  fromFields: ({ d: id, l: length }) => ({ id, length }),
});
