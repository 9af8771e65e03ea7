import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { type Times, timesFor } from '../../../cards/times.ts';
import { capitalised } from '../../../cards/words.ts';
import { zoneName } from '../../../domain/zone.ts';
import type { UnclearRun } from '../incident/incident.ts';
import {
  type CardMessage,
  type IncidentCardBody,
  type IncidentRow,
  incidentFrame,
  rowText,
} from './frame.ts';
import { jobReference } from './job-link.ts';
import { type NoticeSubject, stopLines } from './notice-summary.ts';
import { statusOf } from './status.ts';

/** Renders incidents of missing data, and of backups that don't end, don't start, or ended in an unknown way. */
export function noticeCard(message: CardMessage, about: NoticeSubject): AdaptiveCard {
  const { composedAt, incident } = message;
  const times = timesFor(incident.zone, incident, composedAt);
  const isRecovered = statusOf(incident) === 'recovered';
  const body = { notes: [], rows: [], facts: [], foot: [], details: [] };
  return incidentFrame(message, { ...body, ...bodyOf(about, isRecovered, incident.zone, times) }, times);
}

function bodyOf(
  about: NoticeSubject,
  isRecovered: boolean,
  zone: string,
  times: Times,
): Partial<IncidentCardBody> {
  const zoneTexts = [`Times in ${zoneName(zone)}`];
  switch (about.kind) {
    case 'blind':
      return { foot: isRecovered ? [] : zoneTexts };
    case 'stuck':
      return { rows: [jobRow('', { id: about.jobId, startedAt: about.startedAt }, zone)] };
    case 'stopped': {
      const lines = stopLines(about, times);
      return { facts: lines, foot: lines.length === 0 ? [] : zoneTexts };
    }
    case 'unclear':
      return { rows: about.runs.slice(-mostRuns).map(run => unclearRow(run, zone, times)), foot: zoneTexts };
  }
}

const mostRuns = 5;

/** "Mon 23 Nov, 02:00 to 02:40 · job TFB1 ›" */
function unclearRow(run: UnclearRun, zone: string, times: Times): IncidentRow {
  const { endedAt, startedAt } = run;
  const when =
    startedAt === undefined
      ? `Ended ${times.instant(endedAt)}`
      : `${times.instant(startedAt)} to ${times.near(endedAt, startedAt)}`;
  return jobRow(`${when} · `, run, zone);
}

function jobRow(before: string, run: Parameters<typeof jobReference>[0], zone: string): IncidentRow {
  const { text, color, open } = jobReference(run, zone);
  const job = before === '' ? capitalised(text) : text;
  return { runs: [...(before === '' ? [] : [rowText(before)]), rowText(job, color)], open };
}
