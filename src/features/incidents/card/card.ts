import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { whenNear } from '../../../cards/moments.ts';
import { clipped } from '../../../cards/plain.ts';
import { type Times, timesFor } from '../../../cards/times.ts';
import { lookOfState, nameOf, stateRuns, type TextColor } from '../../../cards/words.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type ServiceFailure, serviceFailures } from '../incident/incident.ts';
import { pastVerb } from './failure-summary.ts';
import {
  type CardMessage,
  type IncidentCardBody,
  type IncidentRow,
  incidentFrame,
  rowText,
} from './frame.ts';
import { jobReference } from './job-link.ts';
import { countsText, failureKindOf, latestOf, runObjectsText, runTimesText } from './run-texts.ts';
import { beganAt, statusOf } from './status.ts';

type Middle = Pick<IncidentCardBody, 'rows' | 'details'>;

/** The card of failing backups, of one service or of several that failed together. Rendered anew with every change. */
export function incidentCard(message: CardMessage): AdaptiveCard {
  const { composedAt, incident } = message;
  const times = timesFor(incident.zone, incident, composedAt);
  const troubles = serviceFailures(incident);
  const [only] = troubles;
  const middle =
    troubles.length === 1 && only ? oneService(message, only, times) : manyServices(message, times);
  return incidentFrame(message, { notes: lateTexts(message, times), facts: [], foot: [], ...middle }, times);
}

function oneService({ incident }: CardMessage, failure: ServiceFailure, times: Times): Middle {
  const isOpen = statusOf(incident) === 'open';
  return {
    rows: [latestRow(incident.zone, failure, times)],
    details: [
      // The first and the latest time of an open incident are above.
      ...(isOpen && failure.count <= 2
        ? []
        : [`Runs ended ${runTimesText(failure, times)}${times.zoneNote}.`]),
      ...locationTexts(failure),
    ],
  };
}

/** "✕ Failed · latest run, 14:00 · 214 of 1,230 objects failed · job FB123 ›" */
function latestRow(zone: string, failure: ServiceFailure, times: Times): IncidentRow {
  const run = latestOf(failure);
  const job = jobReference(run, zone);
  const at = failure.count === 1 ? '' : `Latest problem, ${times.near(run.endedAt, failure.first.endedAt)}: `;
  return {
    runs: [
      ...(at === '' ? [] : [rowText(at)]),
      ...stateRuns(lookOfState(run.state)).map(({ text, color }) => rowText(text, color)),
      rowText(` · ${runObjectsText(run, times)} · `),
      rowText(job.text, job.color),
    ],
    open: job.open,
  };
}

/** The service has recovered once a run in each of its locations was clean. */
function locationTexts({ runs }: ServiceFailure): readonly string[] {
  const locations = [...new Set(runs.flatMap(({ location }) => location ?? []))];
  const names = locations.map(name => clipped(name, 20)).join(', ');
  if (locations.length === 0) return [];
  return [
    locations.length === 1
      ? `Location: ${names}.`
      : `Locations: ${names}. The service has recovered once each has had a clean run.`,
  ];
}

/** A row for each service: those that fail first, in the order of their first failures, then the others. */
function manyServices({ incident }: CardMessage, times: Times): Middle {
  const troubles = serviceFailures(incident);
  const began = beganAt(incident);
  const lasting = troubles.filter(({ recovery }) => !recovery);
  const recovered = troubles.filter(({ recovery }) => recovery);
  const byFirst = (a: ServiceFailure, b: ServiceFailure) => a.first.endedAt - b.first.endedAt;
  return {
    rows: [...lasting.toSorted(byFirst), ...recovered.toSorted(byFirst)].map(failure =>
      serviceRow(incident.zone, failure, began, times),
    ),
    details: [],
  };
}

const signColors: Readonly<Record<string, TextColor>> = { '✓': 'Good', '✕': 'Attention', '◐': 'Warning' };

/** "✕ Exchange 12 failed since 02:00 ›", "✓ Teams recovered 05:10 (1 failed) ›" */
function serviceRow(zone: string, failure: ServiceFailure, beside: EpochMs, times: Times): IncidentRow {
  const { first, recovery, service } = failure;
  const counts = countsText(failure, times);
  const sign = recovery ? '✓' : failureKindOf(failure) === 'partial' ? '◐' : '✕';
  const text = recovery
    ? `recovered ${times.near(recovery.endedAt, beside)} (${counts})`
    : `${counts} since ${times.near(first.endedAt, beside)}`;
  const { open } = jobReference(latestOf(failure), zone);
  return {
    runs: [
      rowText(`${sign} `, signColors[sign], true),
      rowText(`${nameOf(service)} `, 'Default', true),
      rowText(text),
      ...(open.length > 0 ? [rowText('\u00a0›', 'Accent')] : []),
    ],
    open,
  };
}

/** A note that the failure was noticed late, about the service that was noticed the latest. */
function lateTexts({ composedAt, incident }: CardMessage, times: Times): readonly string[] {
  if (incident.lateMs === undefined) return [];
  const troubles = serviceFailures(incident);
  const [latest] = troubles.toSorted((a, b) => delayOf(b) - delayOf(a));
  if (!latest) return [];
  const { endedAt, foundAt } = latest.first;
  const who = troubles.length === 1 ? 'it' : nameOf(latest.service);
  const failed = `${who} ${pastVerb([latest.first])} ${whenNear(endedAt, composedAt, times)}`;
  return [`This is late: ${failed}, and I noticed ${whenNear(foundAt, endedAt, times)}.`];
}

function delayOf({ first }: ServiceFailure): number {
  return first.foundAt - first.endedAt;
}
