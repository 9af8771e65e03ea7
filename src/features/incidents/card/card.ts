import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { clipped } from '../../../cards/plain.ts';
import { type Times, timesFor } from '../../../cards/times.ts';
import { nameOf, type TextColor } from '../../../cards/words.ts';
import { zoneName } from '../../../domain/zone.ts';
import { type Recovery, type ServiceFailure, serviceFailures } from '../incident/incident.ts';
import { type CardMessage, type IncidentCardBody, incidentFrame } from './frame.ts';
import { failedText, lastRecoveryText, pastVerb, serviceLine } from './headlines.ts';
import { causeTexts } from './reasons.ts';
import { gapSign, latestOf, runObjectsText, runTimes } from './run-texts.ts';
import { beganAt, statusOf } from './status.ts';

type Middle = Pick<IncidentCardBody, 'details' | 'rows' | 'facts'>;

/** The card of failing backups, of one service or of several that failed together. Rendered anew with every change. */
export function incidentCard(message: CardMessage): AdaptiveCard {
  const { composedAt, incident } = message;
  const times = timesFor(incident.zone, incident, composedAt);
  const troubles = serviceFailures(incident);
  const [only] = troubles;
  const middle =
    troubles.length === 1 && only ? oneService(message, only, times) : manyServices(message, times);
  const notes = lateTexts(message, times);
  return incidentFrame(message, { notes, causes: causeTexts(troubles, times), foot: [], ...middle }, times);
}

function oneService({ incident }: CardMessage, failure: ServiceFailure, times: Times): Middle {
  const [first, ...later] = runTimes(failure, times);
  if (statusOf(incident) === 'open') {
    const isGap = later[0] === gapSign;
    const again = isGap ? ` ${gapSign} ${later.slice(1).join(', ')}` : `, again ${later.join(', ')}`;
    return {
      details: [`Since ${first}${later.length === 0 ? '' : again} (${zoneName(incident.zone)})`],
      rows: [],
      facts: [`Latest run: ${runObjectsText(latestOf(failure), times)}`, ...locationTexts(failure)],
    };
  }
  const { recovery } = failure;
  return {
    details: recovery ? [cleanRunText(recovery, times)] : [],
    rows: [],
    facts: [`${failedText([failure], times)}: ${[first, ...later].join(', ')} (${zoneName(incident.zone)})`],
  };
}

/** "Location: North America, Europe": the service has recovered once a run in each of them was clean. */
function locationTexts({ runs }: ServiceFailure): readonly string[] {
  const locations = [...new Set(runs.flatMap(({ location }) => location ?? []))];
  return locations.length === 0 ? [] : [`Location: ${locations.map(name => clipped(name, 20)).join(', ')}`];
}

/** States the evidence for the recovery. */
export function cleanRunText({ startedAt, endedAt }: Recovery, times: Times): string {
  return startedAt === undefined
    ? 'A run finished cleanly then; when it had started was not told.'
    : `A run that started ${times.near(startedAt, endedAt)} finished cleanly.`;
}

/** A row for each service: those that fail first, in the order of their first failures, then the others. */
function manyServices({ incident }: CardMessage, times: Times): Middle {
  const troubles = serviceFailures(incident);
  const began = beganAt(incident);
  const hasRecovered = statusOf(incident) === 'recovered';
  const lasting = troubles.filter(({ recovery }) => !recovery);
  const recovered = troubles.filter(({ recovery }) => recovery);
  const byFirst = (a: ServiceFailure, b: ServiceFailure) => a.first.endedAt - b.first.endedAt;
  return {
    details: hasRecovered
      ? [
          `The last of them ${lastRecoveryText(troubles, times)} (${zoneName(incident.zone)})`,
          'Of each, a run finished cleanly.',
        ]
      : [`Since ${times.instant(began)} (${zoneName(incident.zone)})`],
    rows: [...lasting.toSorted(byFirst), ...recovered.toSorted(byFirst)].map(failure => {
      const { sign, text } = serviceLine(failure, began, times);
      return { sign, color: signColors[sign] ?? 'Default', name: nameOf(failure.service), text };
    }),
    facts: [],
  };
}

const signColors: Readonly<Record<string, TextColor>> = { '✓': 'Good', '✕': 'Attention', '◐': 'Warning' };

/** A note that the failure was noticed late, about the service that was noticed the latest. */
function lateTexts({ composedAt, incident }: CardMessage, times: Times): readonly string[] {
  if (incident.lateMs === undefined) return [];
  const troubles = serviceFailures(incident);
  const [latest] = troubles.toSorted((a, b) => delayOf(b) - delayOf(a));
  if (!latest) return [];
  const { endedAt, foundAt } = latest.first;
  const who = troubles.length === 1 ? 'it' : nameOf(latest.service);
  const [failed, seen] = [times.near(endedAt, composedAt), times.near(foundAt, endedAt)];
  return [`Late: ${who} ${pastVerb([latest.first])} at ${failed}, and I saw it at ${seen}.`];
}

function delayOf({ first }: ServiceFailure): number {
  return first.foundAt - first.endedAt;
}
