import type { JobSearch } from '../../domain/question.ts';
import type { Note } from '../../domain/reading.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Reading, ReadingContext } from '../../language/reading.ts';
import type { Token } from '../../language/tokens.ts';

/** How far back a job is looked for if no period is said. */
const lookbackMs = 7 * 24 * 3_600_000;
/** Longer ones are no ids. */
const longestId = 200;
/** As many as a card has room for. */
const mostJobs = 5;

const ids = /^(?:[a-z]{1,4}\d{10,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

/** "job FB20241015105312327583", ids alone, a pasted alert: these jobs, whatever else is said of them but a period. */
export function oneJob(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  const { period } = parsed;
  const [first, ...others] = idsIn(parsed);
  if (first === undefined) return undefined;
  if (others.length >= mostJobs) {
    const reason = `I show up to ${mostJobs} jobs at once.`;
    return { command: { kind: 'noQuestion', reason }, notes, offers: [] };
  }
  const to = Math.floor(context.now / 1000) * 1000;
  // A pasted alert has times of its own, which may be said in any way.
  const window =
    period.kind === 'bounds'
      ? { span: period.bounds, spanWords: period.words }
      : { span: { from: to - lookbackMs, to }, spanWords: undefined };
  const searchFor = (jobId: string): JobSearch => ({ jobId, ...window, zone: context.zone });
  const command: Reading['command'] =
    others.length === 0
      ? { kind: 'job', search: searchFor(first) }
      : { kind: 'severalJobs', searches: [first, ...others].map(searchFor) };
  return { command, notes, offers: [] };
}

/** The ids of jobs in a sentence, each once, in order; the first few that it makes sense to read. */
export function idsIn({
  parts,
  tokens,
  unknown,
}: Pick<Parsed, 'parts' | 'tokens' | 'unknown'>): readonly string[] {
  const called = parts.found
    .filter(({ meaning, end }) => meaning.part === 'jobs' && tokens[end - 1]?.text === 'job')
    .flatMap(({ end }) => numberedAt(tokens, end) ?? []);
  const all = [
    ...called,
    ...unknown.filter(word => ids.test(word)),
    ...tokens.map(({ raw }) => raw).filter(raw => ids.test(raw)),
  ];
  return [...new Set(all)].filter(id => id.length <= longestId);
}

function numberedAt(tokens: readonly Token[], at: number): string | undefined {
  const id = tokens[at]?.kind === 'sign' ? tokens[at + 1] : tokens[at];
  return (id?.kind === 'name' || id?.kind === 'number') && /\d/.test(id.text) ? id.raw : undefined;
}
