import type { Service } from '../../../domain/job.ts';
import { namesInWords } from '../../../language/compose.ts';

/** Composes "open Exchange and Teams incidents last week": a sentence that reads as exactly these parts. */
export function incidentsSentence(services: readonly Service[], period = '', isOpenOnly = false): string {
  return [isOpenOnly ? 'open' : '', namesInWords(services), 'incidents', period].filter(Boolean).join(' ');
}

/** Composes "last Exchange incident". */
export function lastIncidentSentence(services: readonly Service[]): string {
  return ['last', namesInWords(services), 'incident'].filter(Boolean).join(' ');
}
