import type { Token } from './tokens.ts';
import { meaningOf } from './vocabulary.ts';

const words = (list: string) => new Set(list.split(' '));
/** Openings of a sentence: "ok, …", "morning! …". */
const openers = words(
  'ok okay k great good cool nice perfect super awesome right alright well so hmm hm morning evening afternoon',
);
/** Labels of pasted alerts and subject lines, before a colon. */
const labels = words(
  'fw fwd re aw subject alert alerts external notification event outcome timestamp date time job service workload status state result error message severity source type warning',
);

/**
 * Marks the words that only open a sentence or label a part of it: they are no states and no names. "ok backups" are
 * the finished ones, "ok, failed backups" aren't.
 */
export function takeOpenings(tokens: readonly Token[], taken: boolean[]): void {
  const first = tokens.findIndex(({ kind }) => kind === 'word');
  if (first >= 0 && openers.has(tokens[first]?.text ?? '') && isOpening(tokens, first)) taken[first] = true;
  for (const [at, { text }] of tokens.entries()) {
    const next = tokens[at + 1];
    if (labels.has(text) && next?.text === ':' && next.glued) taken[at] = true;
  }
}

function isOpening(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  if (!next) return false;
  const opener = tokens[at]?.text ?? '';
  if (next.kind === 'sign') return next.text !== '?' && tokens.length > at + 2;
  if (!['ok', 'okay', 'k', 'right', 'alright', 'so', 'well', 'hmm', 'hm'].includes(opener)) return false;
  const meaning = meaningOf(next.text);
  const isOfThings =
    meaning !== undefined && ['type', 'service', 'jobs', 'join', 'now'].includes(meaning.part);
  // "ok exchange failed" has a state of its own.
  return !isOfThings || tokens.slice(at + 1).some(({ text }) => meaningOf(text)?.part === 'state');
}
