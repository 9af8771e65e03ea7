import type { Found } from './parts.ts';
import { monthWords } from './spans/dates.ts';
import { weekdayWords } from './spans/days.ts';
import type { Token } from './tokens.ts';

const words = (list: string) => new Set(list.split(' '));
/** A clause that says why begins with one of these. */
const starts = words(
  'we were weve i im ive it its there theres they theyre because cuz due as since planned scheduled maintenance patching patch upgrade migration downtime',
);
/** What such a clause consists of, besides services and periods: any other word may change what is wanted. */
const telling = words(
  'we were weve i im ive it its there theres they theyre because cuz due to as since have has had got is are am be been being will going gonna doing running planned scheduled maintenance window windows patching patch patches patched upgrade upgrades upgrading upgraded update updates updating migration migrations migrating migrate moving rollout downtime outage work works change changes freeze deployment deploying deploy test tests testing drill in on at for of from till until til through the a an our some all this that now again still today tonight tomorrow week weekend night day morning evening afternoon am pm hour hours min mins minutes days uhr oclock fine ok expected known noisy busy too many much loud noise spam here anyway already about know aware leave holiday holidays vacation off away out sick meeting meetings home next',
);
/** Words that begin a clause though no sign stands before them. */
const joints = words('because cuz');

/**
 * Marks the clauses of an order that only say why: "we have maintenance till 8, pause all alerts". Services in them stay:
 * "we migrate exchange, pause its alerts". A sentence that consists of such clauses alone stays whole.
 */
export function takeReasons(tokens: readonly Token[], found: readonly Found[], taken: boolean[]): void {
  const clauses = clausesOf(tokens);
  const services = found.filter(({ meaning }) => meaning.part === 'service');
  const reasons = clauses.filter(clause => isReason(tokens, clause, services));
  if (reasons.length === clauses.length) return;
  for (const { start, end } of reasons)
    for (let at = start; at < end; at += 1)
      if (!services.some(one => at >= one.start && at < one.end)) taken[at] = true;
}

function clausesOf(tokens: readonly Token[]): readonly { start: number; end: number }[] {
  const clauses: { start: number; end: number }[] = [];
  let start = 0;
  for (let at = 0; at <= tokens.length; at += 1) {
    const token = tokens[at];
    const isJoint = token && joints.has(token.text);
    const isEnd =
      !token || isJoint || (token.kind === 'sign' && ',.;!-–:'.includes(token.text) && !isInTime(tokens, at));
    if (!isEnd) continue;
    if (at > start) clauses.push({ start, end: at });
    start = isJoint ? at : at + 1;
  }
  return clauses;
}

/** Returns true for the signs of "8:30" and "2026-11-02". */
function isInTime(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.kind === 'number' && tokens[at + 1]?.kind === 'number';
}

function isReason(
  tokens: readonly Token[],
  { start, end }: { start: number; end: number },
  services: readonly Found[],
): boolean {
  const isOfService = (at: number) => services.some(one => at >= one.start && at < one.end);
  return (
    starts.has(tokens[start]?.text ?? '') &&
    tokens
      .slice(start, end)
      .every(
        ({ kind, text }, index) =>
          kind === 'sign' ||
          kind === 'number' ||
          telling.has(text) ||
          isOfTime(text) ||
          isOfService(start + index),
      )
  );
}

function isOfTime(word: string): boolean {
  return weekdayWords.includes(word) || monthWords.includes(word);
}
