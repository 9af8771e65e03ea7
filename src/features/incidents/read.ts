import type { Suggestion } from '../../domain/reading.ts';
import { askedParts } from '../../language/asked.ts';
import { capital, composeSentence } from '../../language/compose.ts';
import { quoted, rawOf } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, RefusedSentence } from '../../language/reading.ts';
import type { Entry } from '../../language/vocabulary.ts';

export const words: readonly Entry[] = [
  {
    meaning: { part: 'of incidents', isApart: true },
    phrases: 'faults, fault, incidents, incident',
    isMeantByTypos: true,
  },
  {
    meaning: { part: 'of incident report', isApart: true },
    phrases: 'report, reports, timeline, timelines, post mortem, postmortem',
    isMeantByTypos: true,
  },
  {
    meaning: { part: 'of incident card', isApart: true },
    phrases:
      'acknowledge, acknowledging, ack, assign, assigning, snooze, snoozing, ' +
      'close the fault, close this fault, close fault, close the incident, close this incident, close incident',
  },
];

/** What may stand beside these words and changes nothing: an incident is a failure that lasts. */
const idle = new Set([
  ...words.map(({ meaning }) => meaning.part as string),
  ...'harmless join greeting help now problems jobs health count'.split(' '),
]);
const lasting = new Set(['failed', 'inProgress']);
const openWords = new Set(['open', 'opened', 'unresolved']);
const show: Suggestion = { label: 'Incidents', sentence: 'incidents' };

/** The incidents that are open here, or the report of the one in whose thread it is asked for. */
export interface IncidentsCommand {
  readonly kind: 'faults' | 'incidentReport';
}

/** Reads "incidents", "incident report" and "acknowledge", which only the buttons of an incident's card do. */
export function faults(parsed: Parsed): Read<IncidentsCommand | RefusedSentence> | undefined {
  const { parts, unknown, periods, action, tokens } = parsed;
  const has = (part: string) => parts.found.some(({ meaning }) => meaning.part === part);
  const strangers = unknown.filter(word => !openWords.has(word.toLowerCase()));
  // "open an incident" is no look at those that are open.
  if (action || /^(?:please )?(?:open|create|raise|log|file) (?:an?|another|new)\b/.test(parsed.outside))
    return undefined;
  if (has('of incident card')) {
    const isAlone = parts.types.length + parts.states.length === 0 && strangers.length <= 1;
    return isAlone ? onTheCard() : undefined;
  }
  if (strangers.length > 0) return undefined;
  const beside = parts.found.filter(
    ({ meaning }) => !idle.has(meaning.part) && !(meaning.part === 'state' && lasting.has(meaning.value)),
  );
  const leftOut = [...beside, ...periods].map(({ start, end }) => rawOf(tokens.slice(start, end)));
  const isAboutFaults = has('of incidents');
  const isReport = has('of incident report');
  if (!isAboutFaults && !isReport) return undefined;
  if (!isAboutFaults && (leftOut.length > 0 || parts.states.length > 0 || has('problems') || has('jobs')))
    return undefined;
  if (leftOut.length > 0) return onlyAsAWhole(isReport, leftOut, parsed);
  return { command: { kind: isReport ? 'incidentReport' : 'faults' }, offers: [] };
}

/** Open incidents are shown as a whole; jobs can be asked for by time and service. */
function onlyAsAWhole(isReport: boolean, leftOut: readonly string[], parsed: Parsed): Read<RefusedSentence> {
  const reason = isReport
    ? `A report covers the incident in whose thread you ask: it can’t be narrowed to ${quoted(leftOut)}.`
    : `I list all open incidents: they can’t be narrowed to ${quoted(leftOut)}.`;
  const sentence = composeSentence({ ...askedParts(parsed), type: 'backup', state: 'failed' });
  const whole = isReport ? { label: 'Incident report', sentence: 'incident report' } : show;
  return {
    command: { kind: 'noQuestion', reason },
    offers: [whole, { label: capital(sentence), sentence }],
  };
}

function onTheCard(): Read<RefusedSentence> {
  const reason = 'To acknowledge, take over, snooze or close an incident, use the buttons on its card.';
  return { command: { kind: 'noQuestion', reason }, offers: [show] };
}
