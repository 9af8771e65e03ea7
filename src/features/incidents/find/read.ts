import { services as allServices, type Service } from '../../../domain/job.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../../language/reading.ts';
import { incidentsSentence } from './compose.ts';
import type { IncidentQuestion } from './question.ts';
import { readWords, type SentenceWords } from './read-words.ts';
import { bothTimes, narrowed, offerOf, ofReport, strange } from './refusals.ts';

/** The incidents of a conversation. Without a window the open ones, and those of the last days. */
export interface IncidentsCommand {
  readonly kind: 'faults';
  /** Absent for all. */
  readonly services?: readonly Service[];
  readonly isOpenOnly?: boolean;
  readonly window?: Pick<IncidentQuestion, 'span' | 'spanWords' | 'zone'>;
}

/** The report of the incident in whose thread it is asked for, or of the only one that is open. */
interface ReportCommand {
  readonly kind: 'incidentReport';
}

/** The report of the incident that began last. */
export interface LastIncidentCommand {
  readonly kind: 'lastIncident';
  /** Empty for all. */
  readonly services: readonly Service[];
}

type FindCommand = IncidentsCommand | ReportCommand | LastIncidentCommand | RefusedSentence;

/** Reads "incidents", "exchange incidents last week", "last incident" and "incident report". */
export function findIncident(parsed: Parsed, context: ReadingContext): Read<FindCommand> | undefined {
  const said = readWords(parsed);
  if (!said) return undefined;
  if (said.strangers.length > 0) return said.isNearMiss ? strange(said, parsed) : undefined;
  if (said.isLast) return lastOf(said, parsed);
  return said.isReport ? reportOf(said, parsed) : listOf(said, parsed, context);
}

function lastOf(said: SentenceWords, parsed: Parsed): Read<FindCommand> {
  if (said.narrowing.length > 0 || said.isOpen || said.isVague || parsed.periods.length > 0)
    return narrowed(said, parsed);
  return { command: { kind: 'lastIncident', services: servicesOf(parsed) }, offers: [] };
}

function reportOf(said: SentenceWords, parsed: Parsed): Read<FindCommand> | undefined {
  const { parts, periods } = parsed;
  const isNarrowed = said.narrowing.length + periods.length + parts.services.length > 0;
  // "report" alone may be another one.
  if (!said.isAboutIncidents && (isNarrowed || said.isVague)) return undefined;
  return isNarrowed ? ofReport(said, parsed) : { command: { kind: 'incidentReport' }, offers: [] };
}

function listOf(said: SentenceWords, parsed: Parsed, { zone }: ReadingContext): Read<FindCommand> {
  const { parts, period, pageSize } = parsed;
  const services = servicesOf(parsed);
  const isNarrowed = parts.services.length > 0 || period.kind !== 'none';
  if (said.narrowing.length > 0 || pageSize || (isNarrowed && said.isVague)) return narrowed(said, parsed);
  const of = services.length === 0 ? {} : { services };
  if (period.kind === 'none')
    return { command: { kind: 'faults', ...of, ...(said.isOpen ? { isOpenOnly: true } : {}) }, offers: [] };
  const offersOf = (periods: readonly string[]) =>
    periods.map(words => offerOf(incidentsSentence(services, words)));
  if (period.kind === 'refused')
    return {
      command: { kind: 'noQuestion', reason: period.reason },
      offers: offersOf(period.instead.length > 0 ? period.instead : ['last 7 days', 'last month']),
    };
  if (said.isOpen) return bothTimes(services, period.words);
  const window = { span: period.bounds, spanWords: period.words, zone };
  return { command: { kind: 'faults', ...of, window }, offers: offersOf(period.others) };
}

function servicesOf({ parts }: Parsed): readonly Service[] {
  return allServices.filter(service => parts.services.includes(service));
}
