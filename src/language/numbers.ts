import type { Token } from './tokens.ts';

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = new Map([
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
  ['sixty', 60],
  ['ninety', 90],
]);

/** The words for numbers. */
export const numberWords: readonly string[] = [...small, ...tens.keys()];

/** A number and the index after it. */
export interface ReadNumber {
  readonly value: number;
  readonly end: number;
}

/**
 * Reads the whole number at `at`, in digits or words up to ninety-nine. Returns undefined if there is none, or if it's
 * only a part of something larger such as 1.5, 18:30 or 2026-11-02. Numbers too large to count with are
 * MAX_SAFE_INTEGER.
 */
export function numberAt(tokens: readonly Token[], at: number): ReadNumber | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (token.kind === 'number') {
    return isPartOfLarger(tokens, at) ? undefined : { value: digits(token.text), end: at + 1 };
  }
  if (token.kind !== 'word') return undefined;
  const ten = tens.get(token.text);
  if (ten === undefined) {
    const value = small.indexOf(token.text);
    return value < 0 ? undefined : { value, end: at + 1 };
  }
  const next = tokens[at + 1]?.text === '-' ? at + 2 : at + 1;
  const unit = small.indexOf(tokens[next]?.text ?? '');
  return unit > 0 && unit < 10 ? { value: ten + unit, end: next + 1 } : { value: ten, end: at + 1 };
}

/** Returns the value of a run of ASCII digits. */
export function digits(text: string): number {
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

function isPartOfLarger(tokens: readonly Token[], at: number): boolean {
  const after = tokens[at + 1];
  const before = tokens[at - 1];
  if (after?.kind === 'sign' && after.glued && '.,:'.includes(after.text)) {
    const beyond = tokens[at + 2];
    if (beyond?.kind === 'number' && beyond.glued) return true;
  }
  if (tokens[at]?.glued && before?.kind === 'sign' && '.,:'.includes(before.text) && before.glued) {
    return tokens[at - 2]?.kind === 'number';
  }
  return false;
}
