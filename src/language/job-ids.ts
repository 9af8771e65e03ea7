import type { Parsed } from './parse.ts';
import type { Token } from './tokens.ts';

/** Longer words are no ids. */
const longestId = 200;
const ids = /^(?:[a-z]{1,4}\d{10,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

/** Returns the ids of jobs in a sentence, each once, in order; only the first few, which are enough to read. */
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
  return [...new Set(all.map(asWritten))].filter(id => id.length <= longestId);
}

/** AvePoint writes the letters of "FB20261123…" in upper case; a phone may not. */
function asWritten(id: string): string {
  return /^[a-z]{1,4}\d{10,}$/i.test(id) ? id.toUpperCase() : id;
}

function numberedAt(tokens: readonly Token[], at: number): string | undefined {
  const id = tokens[at]?.kind === 'sign' ? tokens[at + 1] : tokens[at];
  return (id?.kind === 'name' || id?.kind === 'number') && /\d/.test(id.text) ? id.raw : undefined;
}
