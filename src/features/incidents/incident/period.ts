import type { EpochMs } from '../../../domain/time.ts';
import type { Incident } from './incident.ts';

/** From when to when an incident lasted; `to` is undefined while it lasts. */
export interface IncidentPeriod {
  readonly from: EpochMs;
  readonly to: EpochMs | undefined;
}

/** Returns the moment, in whole seconds, by which the ids of incidents sort. */
export function idTime(id: string): EpochMs {
  return Number.parseInt(id.slice(0, 8), 16) * 1_000;
}

/**
 * Returns from its first failure to its end. An incident that others were merged into may have begun before the moment
 * in its id.
 */
export function periodOf(incident: Pick<Incident, 'about' | 'id' | 'overAt'>): IncidentPeriod {
  const from = Math.min(idTime(incident.id), ...beginnings(incident));
  return { from, to: incident.overAt === undefined ? undefined : Math.max(from, incident.overAt) };
}

function beginnings({ about }: Pick<Incident, 'about'>): readonly EpochMs[] {
  switch (about.kind) {
    case 'failing':
      return about.troubles.map(({ first }) => first.endedAt);
    case 'blind':
      return [about.since];
    case 'stopped':
      return about.stops.map(({ dueAt }) => dueAt);
    case 'stuck':
      return [about.startedAt];
    case 'unclear':
      return about.runs.map(({ endedAt }) => endedAt);
  }
}

/** Returns true if an incident was open at some moment of a half-open span. */
export function isOpenIn(
  { from, to }: IncidentPeriod,
  span: { readonly from: EpochMs; readonly to: EpochMs },
): boolean {
  return from < span.to && (to === undefined || to >= span.from);
}
