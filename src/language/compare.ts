import type { CompareQuestion, Window } from '../domain/question.ts';
import type { Note } from '../domain/reading.ts';
import { boundsOf } from './bounds.ts';
import type { Parsed } from './parse.ts';
import type { Reading, ReadingContext } from './reading.ts';

/** Only so many periods can stand beside each other. */
const mostPeriods = 2;

/**
 * "failed backups this week vs last week": the same count of two periods. Where only one is said, the other is the
 * equally long time directly before it.
 */
export function compare(
  parsed: Parsed,
  notes: readonly Note[],
  context: ReadingContext,
): Reading | undefined {
  const { services, states } = parsed.parts;
  if (!parsed.parts.found.some(({ meaning }) => meaning.part === 'compare')) return undefined;
  const windows = windowsOf(parsed, context);
  if (!windows || services.length > 1 || states.length > 1) return undefined;
  const [window, other = windowBefore(window)] = windows;
  const [service] = services;
  const [state] = states;
  const question: CompareQuestion = { type: parsed.asked.type, service, state, window, other };
  return { command: { kind: 'compare', question }, notes, offers: [] };
}

/** The one or two windows that were said; undefined where one of them cannot be asked for. */
function windowsOf(parsed: Parsed, context: ReadingContext): readonly [Window, Window?] | undefined {
  if (parsed.periods.length < mostPeriods) {
    return parsed.period.kind === 'refused'
      ? undefined
      : [{ ...boundsOf(parsed, context), zone: context.zone }];
  }
  const windows: Window[] = [];
  for (const period of parsed.eachPeriod()) {
    if (period.kind !== 'bounds') return undefined;
    windows.push({ span: period.bounds, spanWords: period.words, zone: context.zone });
  }
  const [first, second] = windows;
  if (!first || !second || windows.length > mostPeriods) return undefined;
  const isSame = first.span.from === second.span.from && first.span.to === second.span.to;
  return isSame ? [first] : [first, second];
}

/** The equally long window directly before. It has no words of its own. */
export function windowBefore({ span: { from, to }, zone }: Window): Window {
  return { span: { from: from - (to - from), to: from }, spanWords: undefined, zone };
}
