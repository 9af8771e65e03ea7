import { dayMs, dayOf, newestFirst, planDay } from './history.ts';
import { hungBy, type Incident, type IncidentInput, incidentSchema, underIncidents } from './incidents.ts';
import { isRunning, isShown, type SimulatedJob, stateAt } from './job.ts';
import { type PlantedInput, plantedForms } from './planted.ts';

/** Days of history before today. */
const historyDays = 60;
/** How many days after its moment an incident looks for a job that it makes hang. */
const hangSearchDays = 3;

export interface Selection {
  /** 0 for all, else the documented number; so are the next two. */
  readonly type: number;
  readonly service: number;
  readonly state: number;
  readonly location: string | undefined;
  /** Milliseconds since 1970, half-open; undefined for no bound. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Which time of a job the window is about. A running job's end lies ahead of every bound. */
  readonly by: 'start' | 'end' | 'overlap' | 'within';
  /** Services whose jobs are left out, unless another service lists them too. */
  readonly omits?: readonly number[] | undefined;
}

/** All jobs there are: the planned history under its incidents, and the planted ones. */
export interface Book {
  /** Matches at `now`, newest start first, ties by id. */
  select(selection: Selection, now: number): readonly SimulatedJob[];
  find(id: string, now: number): SimulatedJob | undefined;
  /** Returns the first form of each job. */
  plant(jobs: readonly PlantedInput[]): readonly SimulatedJob[];
  uproot(): void;
  /** Throws a ZodError if the incident is invalid. */
  addIncident(incident: IncidentInput, now: number): Incident;
  incidents(): readonly Incident[];
  clearIncidents(): void;
}

export interface BookOptions {
  readonly seed: number;
  /** False: planted jobs alone. */
  readonly history: boolean;
  /** How long after its start a job is listed; planted ones may have a moment of their own. */
  readonly listingDelayMs?: () => number;
}

export function createBook({ seed, history, listingDelayMs = () => 0 }: BookOptions): Book {
  const plannedDays = new Map<number, readonly SimulatedJob[]>();
  /** Days as they are listed: with incidents applied and planted jobs added. */
  const toldDays = new Map<number, readonly SimulatedJob[]>();
  const planted = new Map<number, SimulatedJob[]>();
  /** Days of planted jobs that are listed before the day of their start has come. */
  const earlyDays = new Set<number>();
  let incidents: readonly Incident[] = [];
  let hanging = new Map<Incident, readonly SimulatedJob[]>();
  let plantedCount = 0;

  const plannedOn = (day: number) => remember(plannedDays, day, () => (history ? planDay(seed, day) : []));

  const toldOn = (day: number) =>
    remember(toldDays, day, () => {
      const left: SimulatedJob[] = [];
      for (const job of plannedOn(day)) {
        const told = incidents.length === 0 ? job : underIncidents(job, incidents, hanging);
        if (told !== undefined) left.push(told);
      }
      const extra = planted.get(day);
      return extra === undefined ? left : [...left, ...extra].sort(newestFirst);
    });

  /** Days that may hold jobs listed by `now`, newest first. */
  const daysUntil = (now: number): number[] => {
    const today = dayOf(now);
    const days = Array.from({ length: history ? historyDays + 1 : 0 }, (_, back) => today - back);
    const outside = [...planted.keys()].filter(
      day => day <= today && !(history && day >= today - historyDays),
    );
    const ahead = [...earlyDays].filter(day => day > today);
    return [...ahead.sort(latestFirst), ...days, ...outside.sort(latestFirst)];
  };

  return {
    select(selection, now) {
      const { type, service, state, location, from, to, by, omits } = selection;
      const startedBy = now - listingDelayMs();
      const found: SimulatedJob[] = [];
      for (const day of daysUntil(now)) {
        if (to !== undefined && by !== 'end' && day * dayMs >= to) continue;
        if (from !== undefined && (by === 'start' || by === 'within') && (day + 1) * dayMs <= from) continue;
        for (const job of toldOn(day)) {
          if (!isListed(job, now, startedBy)) continue;
          if (type !== 0 && job.type !== type) continue;
          if (service !== 0 && job.service !== service && !job.services?.includes(service)) continue;
          if (omits !== undefined && isOmitted(job, omits)) continue;
          if (state !== 0 && stateAt(job, now) !== state) continue;
          if (location !== undefined && job.location !== location) continue;
          if (isWithin(job, from, to, by, now)) found.push(job);
        }
      }
      return found;
    },
    find(id, now) {
      // Not by the id's own digits: a planted job may have any.
      const startedBy = now - listingDelayMs();
      for (const day of daysUntil(now)) {
        const job = toldOn(day).find(other => other.id === id && isListed(other, now, startedBy));
        if (job !== undefined) return job;
      }
      return undefined;
    },
    plant(jobs) {
      const made = jobs.map(input => plantedForms(input, plantedCount++));
      for (const form of made.flat()) {
        const day = dayOf(form.startedAt);
        planted.set(day, [...(planted.get(day) ?? []), form]);
        if (form.listing !== undefined && dayOf(form.listing.from) < day) earlyDays.add(day);
      }
      toldDays.clear();
      return made.map(([first]) => first);
    },
    uproot() {
      planted.clear();
      earlyDays.clear();
      toldDays.clear();
    },
    addIncident(input, now) {
      const read = incidentSchema.parse(input);
      const incident: Incident = { ...read, from: read.from ?? now };
      const around = Array.from(
        { length: hangSearchDays + 2 },
        (_, index) => dayOf(incident.from) - 1 + index,
      );
      // Jobs that do not start cannot hang; what an earlier incident stopped is left out.
      hanging = new Map(hanging).set(incident, hungBy(incident, around.flatMap(toldOn)));
      incidents = [...incidents, incident];
      toldDays.clear();
      return incident;
    },
    incidents: () => incidents,
    clearIncidents() {
      incidents = [];
      hanging = new Map();
      toldDays.clear();
    },
  };
}

/** True if AvePoint lists the job, in this form, at `now`. `startedBy`: `now` less the listing delay. */
function isListed(job: SimulatedJob, now: number, startedBy: number): boolean {
  return job.listing === undefined ? job.startedAt <= startedBy : isShown(job.listing, now, startedBy);
}

function latestFirst(a: number, b: number): number {
  return b - a;
}

function isOmitted(job: SimulatedJob, omits: readonly number[]): boolean {
  return [job.service, ...(job.services ?? [])].every(service => omits.includes(service));
}

function isWithin(
  job: SimulatedJob,
  from: number | undefined,
  to: number | undefined,
  by: Selection['by'],
  now: number,
): boolean {
  const start = toSecond(job.startedAt);
  const end = isRunning(job, now) ? Number.POSITIVE_INFINITY : toSecond(job.endsAt);
  const lower = by === 'start' || by === 'within' ? start : end;
  const upper = by === 'end' || by === 'within' ? end : start;
  if (to !== undefined && upper >= to) return false;
  if (from === undefined) return true;
  return by === 'overlap' ? lower > from : lower >= from;
}

/** Rounds a moment down to the whole second, the finest step of a window's bounds. */
function toSecond(epochMs: number): number {
  return Math.floor(epochMs / 1000) * 1000;
}

function remember<T>(known: Map<number, T>, key: number, make: () => T): T {
  const had = known.get(key);
  if (had !== undefined) return had;
  const made = make();
  known.set(key, made);
  return made;
}
