import type { Service } from '../../../domain/job.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import { askedParts, has } from '../../../language/asked.ts';
import { capital, composeSentence } from '../../../language/compose.ts';
import { quoted, rawOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Read, RefusedSentence } from '../../../language/reading.ts';
import { incidentsSentence } from './compose.ts';
import type { SentenceWords } from './read-words.ts';

const last: Suggestion = { label: 'Last incident', sentence: 'last incident' };

function refusal(reason: string, offers: readonly Suggestion[]): Read<RefusedSentence> {
  return { command: { kind: 'noQuestion', reason }, hides: ['pageSizeBounded'], offers };
}

/** Suggests a sentence by itself. */
export function offerOf(sentence: string): Suggestion {
  return { label: capital(sentence), sentence };
}

/** Suggests the incidents of the sentence's services in its period. */
function incidentsOf(parsed: Parsed): Suggestion {
  const { parts, period } = parsed;
  const services = has(parsed, 'negation') ? [] : parts.services;
  return offerOf(incidentsSentence(services, period.kind === 'bounds' ? period.words : ''));
}

/** Suggests the failed backups of the sentence's services and period. Those of excluded services aren't meant. */
function failedBackups(parsed: Parsed): Suggestion {
  return offerOf(
    composeSentence({
      ...askedParts(parsed),
      ...(has(parsed, 'negation') ? { service: undefined } : {}),
      type: 'backup',
      state: 'failed',
      isWhy: false,
      isHealth: false,
    }),
  );
}

/** Refuses what would narrow incidents otherwise than by service and period. */
export function narrowed(said: SentenceWords, parsed: Parsed): Read<RefusedSentence> {
  const { tokens, parts, pageSize, periods } = parsed;
  const vague = parts.found.filter(({ meaning: { part } }) =>
    ['state', 'problems', 'jobs', 'health', 'help', 'now'].includes(part),
  );
  const named = said.isLast ? [...vague, ...periods] : vague;
  const words = [
    ...said.narrowing,
    ...(said.narrowing.length > 0 ? [] : named.map(({ start, end }) => rawOf(tokens.slice(start, end)))),
    ...(pageSize ? ['per page'] : []),
  ];
  const what = words.length === 0 ? 'otherwise' : `by ${quoted(words)}`;
  const reason = said.isLast
    ? `I can show the last incident of a service, and not narrow it ${what}.`
    : `I can narrow incidents by service and period, not ${what}.`;
  return refusal(reason, [incidentsOf(parsed), ...(said.isLast ? [last] : []), failedBackups(parsed)]);
}

/** Refuses words that nothing knows, but that say which incidents are meant. */
export function strange(said: SentenceWords, parsed: Parsed): Read<RefusedSentence> {
  const reason = `I can narrow incidents by service and period, not by ${quoted(said.strangers)}.`;
  return refusal(reason, [incidentsOf(parsed), last]);
}

/** Refuses the report of some of the incidents. */
export function ofReport(said: SentenceWords, parsed: Parsed): Read<RefusedSentence> {
  const { tokens, parts, periods } = parsed;
  const services = parts.found.filter(({ meaning }) => meaning.part === 'service');
  const places = [...services, ...periods].map(({ start, end }) => rawOf(tokens.slice(start, end)));
  const reason =
    `A report covers the incident in whose thread you ask: it can’t be narrowed to ` +
    `${quoted([...said.narrowing, ...places])}. The list has a report for each incident.`;
  return refusal(reason, [incidentsOf(parsed), { label: 'Incident report', sentence: 'incident report' }]);
}

/** Refuses "open incidents last week": they may be those that are open now, or those that were open then. */
export function bothTimes(services: readonly Service[], period: string): Read<RefusedSentence> {
  return refusal(
    'Do you mean the incidents that are open now, or all that were open at some time in that period?',
    [offerOf(incidentsSentence(services, '', true)), offerOf(incidentsSentence(services, period))],
  );
}
