import type { Found } from './parts.ts';
import type { Token } from './tokens.ts';

const words = (list: string) => new Set(list.split(' '));
/** A clause that says why begins with one of these. */
const starts = words(
  'we were weve i im ive it its there theres they theyre because cuz due as since planned scheduled maintenance patching patch upgrade migration downtime',
);
/** A clause with one of these asks or orders something itself. */
const asking = words(
  'what which when why how who where whats did does do can could would should will any show list give tell send find check get need want let know if whether like please pls plz not dont no never mute pause stop snooze silence alert notify ping warn inform watch monitor subscribe unsubscribe post remind failed fail fails failing running',
);
/** Words that begin a clause though no sign stands before them. */
const joints = words('because cuz');

/**
 * Marks the clauses of an order that only say why: "we have maintenance till 8, pause all alerts". Services in them stay:
 * "we migrate exchange, pause its alerts". A sentence that consists of such clauses alone stays whole.
 */
export function takeReasons(tokens: readonly Token[], found: readonly Found[], taken: boolean[]): void {
  const clauses = clausesOf(tokens);
  const reasons = clauses.filter(clause => isReason(tokens, clause));
  if (reasons.length === clauses.length) return;
  const services = found.filter(({ meaning }) => meaning.part === 'service');
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

function isReason(tokens: readonly Token[], { start, end }: { start: number; end: number }): boolean {
  const said = tokens.slice(start, end).map(({ text }) => text);
  return starts.has(said[0] ?? '') && !said.some(word => asking.has(word));
}
