import type { Suggestion } from '../../domain/reading.ts';
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

const show: Suggestion = { label: 'Incidents', sentence: 'incidents' };

/** Reads "acknowledge" and the like, which only the buttons of an incident's card do. */
export function incidentActions({ parts, unknown, action }: Parsed): Read<RefusedSentence> | undefined {
  if (action || !parts.found.some(({ meaning }) => meaning.part === 'of incident card')) return undefined;
  if (parts.types.length + parts.states.length > 0 || unknown.length > 1) return undefined;
  const reason = 'To acknowledge, take over, snooze or close an incident, use the buttons on its card.';
  return { command: { kind: 'noQuestion', reason }, offers: [show] };
}
