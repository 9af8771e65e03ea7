import type { Note } from '../domain/reading.ts';
import type { Parsed } from './parse.ts';
import type { Reading, ReadingContext } from './reading.ts';
import type { Token } from './tokens.ts';

/** How far back a job is looked for where no period is said. */
const lookbackMs = 7 * 24 * 3_600_000;
/** Longer ones are no ids. */
const longestId = 200;

const ids = /^(?:[a-z]{1,4}\d{10,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

/** "job FB20241015105312327583", or an id alone: one job, whatever else is said of it but a period. */
export function oneJob(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  const { parts, tokens, period, unknown } = parsed;
  const said = parts.found
    .filter(({ meaning, end }) => meaning.part === 'jobs' && tokens[end - 1]?.text === 'job')
    .map(({ end }) => numberedAt(tokens, end))
    .find(id => id !== undefined);
  const jobId = said ?? unknown.find(word => ids.test(word));
  if (jobId === undefined || jobId.length > longestId || period.kind === 'refused') return undefined;
  const to = Math.floor(context.now / 1000) * 1000;
  const window =
    period.kind === 'bounds'
      ? { span: period.bounds, spanWords: period.words }
      : { span: { from: to - lookbackMs, to }, spanWords: undefined };
  const others = notes.filter(note => note.kind !== 'notKnown');
  return {
    command: { kind: 'job', search: { jobId, ...window, zone: context.zone } },
    notes: others,
    offers: [],
  };
}

function numberedAt(tokens: readonly Token[], at: number): string | undefined {
  const id = tokens[at]?.kind === 'sign' ? tokens[at + 1] : tokens[at];
  return (id?.kind === 'name' || id?.kind === 'number') && /\d/.test(id.text) ? id.raw : undefined;
}
