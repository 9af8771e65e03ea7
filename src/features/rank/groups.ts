import type { Times } from '../../cards/times.ts';
import { capitalised, countedKind, kindOfAny, lookOfState, nameOf, nounFor } from '../../cards/words.ts';
import { badStates, type JobState } from '../../domain/job.ts';
import { plural } from '../../domain/plural.ts';
import { type Grouping, isOfTime, type RankQuestion } from './question.ts';
import type { Group, GroupName, RankAnswer } from './rank.ts';
import type { Stretch } from './stretches.ts';

/** How severe a state is, the worst first; undefined: it's unknown how these ended. */
const severity: readonly (JobState | undefined)[] = [...badStates, undefined, 'inProgress', 'finished'];

/** Returns the groups as they are read: the most jobs first, states by severity, parts of the calendar in their order. */
export function ordered({ groups, question: { by, isWorstFirst } }: RankAnswer): readonly Group[] {
  if (by === 'state' && !isWorstFirst)
    return groups.toSorted((a, b) => severityOf(a.name) - severityOf(b.name));
  return isOfTime(by) && !isWorstFirst ? groups : groups.toSorted((a, b) => b.count - a.count);
}

function severityOf(name: GroupName): number {
  return name.by === 'state' ? severity.indexOf(name.state) : 0;
}

/** Returns "day" or "days". */
export function nounOf(by: Grouping, count: number): string {
  return by === 'type' ? plural(count, 'kind of job', 'kinds of job') : plural(count, by, `${by}s`);
}

/** Returns the kind of the jobs for a number of them: "failed jobs", "backup with problems". */
export function kindText({ type, states }: Pick<RankQuestion, 'type' | 'states'>, count: number): string {
  const [state, other] = states;
  if (other === undefined) return countedKind({ type, state }, count);
  const kind = kindOfAny(type, states);
  return count === 1 ? kind.replace(nounFor(type, true), nounFor(type, false)) : kind;
}

/** Returns the name of a group: "Exchange", "Restores", "Failed", "Tue 17 Nov". */
export function nameText(name: GroupName, { by, span }: RankQuestion, times: Times): string {
  switch (name.by) {
    case 'service':
      return nameOf(name.service);
    case 'type':
      return capitalised(nounFor(name.type, true));
    case 'state':
      return name.state === undefined ? 'Result unknown' : lookOfState(name.state).word;
    case 'time':
      return stretchText(
        name.stretch,
        by,
        times.day(span.from ?? 0) === times.day((span.to ?? 1) - 1),
        times,
      );
  }
}

/** Returns the name for a headline: a day is named even if the window has only a part of it. */
export function shortName(name: GroupName, question: RankQuestion, times: Times): string {
  const isDay = name.by === 'time' && question.by === 'day';
  return isDay ? times.day(name.stretch.from) : nameText(name, question, times);
}

function stretchText(stretch: Stretch, by: Grouping, isOfOneDay: boolean, times: Times): string {
  const { from, to, isWhole } = stretch;
  if (by === 'hour') {
    const hour = `${times.time(from)}–${times.time(to)}`;
    return isOfOneDay ? hour : `${times.day(from)}, ${hour}`;
  }
  const [first, last] = [times.day(from), times.day(to - 1)];
  const days = first === last ? first : `${first} – ${last}`;
  if (isWhole) return days;
  const isFromStart = times.day(from - 1) !== first;
  const isToEnd = times.day(to) !== last;
  if (isFromStart && isToEnd) return days;
  if (isFromStart) return `${days}, until ${times.time(to)}`;
  return isToEnd ? `${days}, from ${times.time(from)}` : `${days}, ${times.time(from)}–${times.time(to)}`;
}
