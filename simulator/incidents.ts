import { z } from 'zod';
import { causeNames } from './causes.ts';
import { createDice } from './dice.ts';
import { endOf } from './history.ts';
import { jobState, jobType, type SimulatedJob } from './job.ts';

/** A moment as milliseconds since 1970, or as ISO 8601 text with a zone. */
const moment = z.union([
  z.number().int(),
  z.iso.datetime({ offset: true }).transform(text => Date.parse(text)),
]);

/**
 * What happens to a service's backups from a moment on:
 * - `fails`: jobs that end at or after it fail
 * - `recovers`: jobs that end at or after it finish without a blemish
 * - `stops`: jobs that would start at or after it do not
 * - `hangs`: the first job that ends after it never does, and no later one starts beside it
 * `from` defaults to now; at `until` all is as planned again. The last one that applies counts.
 */
export const incidentSchema = z.strictObject({
  kind: z.enum(['fails', 'recovers', 'stops', 'hangs']),
  /** ObjectType, 1 to 12; all services if it is left out. */
  service: z.number().int().min(1).max(12).optional(),
  location: z.string().optional(),
  from: moment.optional(),
  until: moment.optional(),
  cause: z.enum(causeNames).optional(),
});
export type IncidentInput = z.input<typeof incidentSchema>;
export type Incident = z.output<typeof incidentSchema> & { readonly from: number };

function concerns(incident: Incident, job: SimulatedJob): boolean {
  return (
    job.type === jobType.backup &&
    (incident.service === undefined || incident.service === job.service) &&
    (incident.location === undefined || incident.location === job.location)
  );
}

function covers(incident: Incident, moment: number): boolean {
  return moment >= incident.from && moment < (incident.until ?? Number.POSITIVE_INFINITY);
}

/**
 * The job as the incidents leave it; undefined if it never starts. What ended before an incident's moment is
 * untouched, so that history does not rewrite itself.
 *
 * @param hanging the jobs that each incident of kind `hangs` makes hang, by `hungBy`
 */
export function underIncidents(
  job: SimulatedJob,
  incidents: readonly Incident[],
  hanging: ReadonlyMap<Incident, readonly SimulatedJob[]>,
): SimulatedJob | undefined {
  let left: SimulatedJob | undefined = job;
  for (const incident of incidents) {
    if (!concerns(incident, job) || left === undefined) continue;
    left = under(incident, left, hanging.get(incident) ?? []);
  }
  return left;
}

function under(
  incident: Incident,
  job: SimulatedJob,
  hung: readonly SimulatedJob[],
): SimulatedJob | undefined {
  switch (incident.kind) {
    case 'stops':
      return covers(incident, job.startedAt) ? undefined : job;
    case 'fails':
      return covers(incident, job.endsAt) ? ended(job, jobState.failed, incident) : job;
    case 'recovers':
      return covers(incident, job.endsAt) ? ended(job, jobState.finished, incident) : job;
    case 'hangs': {
      const culprit = hung.find(other => other.service === job.service && other.location === job.location);
      if (culprit === undefined) return job;
      if (job.id === culprit.id) {
        const endsAt = incident.until ?? Number.POSITIVE_INFINITY;
        // Released before it would have ended: nothing was lost.
        return endsAt <= job.endsAt ? job : ended({ ...job, endsAt }, jobState.failed, incident);
      }
      const beside =
        job.startedAt > culprit.startedAt && job.startedAt < (incident.until ?? Number.POSITIVE_INFINITY);
      return beside ? undefined : job;
    }
  }
}

function ended(job: SimulatedJob, outcome: number, incident: Incident): SimulatedJob {
  const dice = createDice(job.startedAt / 1000, job.startSteps, job.service);
  return { ...job, ...endOf(outcome, job.counts.total, incident.cause ?? 'unavailable', dice) };
}

/** The jobs that an incident of kind `hangs` makes hang: of each service and location the first that ends after it. */
export function hungBy(incident: Incident, planned: readonly SimulatedJob[]): readonly SimulatedJob[] {
  if (incident.kind !== 'hangs') return [];
  const first = new Map<string, SimulatedJob>();
  for (const job of planned) {
    if (!concerns(incident, job) || job.endsAt <= incident.from) continue;
    const key = `${job.service} ${job.location}`;
    const known = first.get(key);
    if (known === undefined || job.startedAt < known.startedAt) first.set(key, job);
  }
  return [...first.values()];
}
