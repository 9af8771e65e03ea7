import type { EpochMs } from '../../domain/time.ts';
import { askedParts } from '../../language/asked.ts';
import type { Parsed } from '../../language/parse.ts';
import { askedOfThem } from './asked-of-them.ts';
import {
  addedTo,
  changeIn,
  correctedService,
  isOne,
  narrows,
  nothing,
  onlyNarrows,
  withChange,
} from './change.ts';
import { withPeriodBefore } from './period-before.ts';
import type { FollowUp } from './read-follow-up.ts';
import {
  appended,
  compared,
  grouped,
  groups,
  isOfOthers,
  isOfRest,
  ofOthers,
  substituted,
  type WholeSentence,
} from './write-changed.ts';

/** Where the sentence before was asked. */
interface Earlier {
  readonly parsed: Parsed;
  readonly now: EpochMs;
  readonly zone: string;
  /** True if it asked whether jobs worked: its state is what is asked of them, and leaves none out. */
  readonly isVerdict: boolean;
}

/**
 * Writes the sentence that a follow-up stands for: the earlier sentence with other words in the places of its own, so
 * that whatever else it asks for stays. Returns undefined if that can't be said.
 */
export function wholeSentence(
  followUp: Extract<FollowUp, { kind: 'ask' | 'change' }>,
  before: Earlier,
  parseIn: (text: string) => Parsed | undefined,
): WholeSentence | undefined {
  const { parsed: earlier } = before;
  const said = withDates(followUp.rest, before);
  const rest = said ? parseIn(said) : undefined;
  if (said === undefined || (said !== '' && !rest)) return undefined;
  if (followUp.kind === 'ask') {
    // Questions of other kinds have one type.
    if (earlier.parts.types.length > 1) return undefined;
    const change = rest ? changeIn(rest) : nothing;
    const parts = askedParts(earlier);
    const asked = before.isVerdict ? { ...parts, state: undefined } : parts;
    return change && askedOfThem(followUp, withChange(asked, change), before.isVerdict);
  }
  if (!rest) return undefined;
  if (followUp.how === 'compare') return compared(earlier, rest, before.isVerdict);
  if (isOfOthers.test(said)) return ofOthers(earlier, isOfRest.test(said));
  if (groups.test(rest.outside)) return grouped(earlier, said);
  const corrected = correctedService(rest);
  if (corrected) return substituted(earlier, { ...nothing, services: [corrected] });
  const change = changeIn(rest);
  if (!change) {
    const isMeant = followUp.opening === 'strong' || (followUp.opening === 'weak' && narrows(rest));
    if (onlyNarrows(rest)) return { ...appended(earlier, said), isFragment: true };
    return isMeant ? appended(earlier, said) : undefined;
  }
  if (followUp.opening !== 'strong' && !isOne(change, rest, followUp.opening === 'weak')) return undefined;
  const whole = followUp.how === 'add' ? addedTo(earlier, change) : change;
  return whole && substituted(earlier, whole);
}

function withDates(rest: string, { parsed, now, zone }: Earlier): string | undefined {
  const { period } = parsed;
  return period.kind === 'bounds' ? withPeriodBefore(rest, { ...period.bounds, zone }, now) : rest;
}
