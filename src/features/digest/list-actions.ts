import { type ExecuteAction, execute, ranked } from '../../cards/actions.ts';
import { askLink } from '../../cards/common-buttons.ts';
import type { Times } from '../../cards/times.ts';
import { badStates, type JobState } from '../../domain/job.ts';
import { questionLimits, type TabsQuestion } from '../../domain/question.ts';
import type { Report } from '../../jobs/report.ts';
import { problemCount } from '../../jobs/tally.ts';
import { showLink as causesShowLink } from '../causes/buttons.ts';
import { tabsLink } from '../job-list/buttons.ts';
import type { DigestMessage } from './message.ts';

export const settingsAction = execute('Digest settings', askLink.encode('digest'));

/** Returns buttons for the problems, their reasons, what still runs, and the settings. None is primary if all is well. */
export function digestActions(
  message: DigestMessage,
  report: Report,
  times: Times,
): readonly ExecuteAction[] {
  const lists = listActions(message, report, times);
  return lists.length === 0 ? [settingsAction] : ranked([...lists, settingsAction]);
}

function listActions(message: DigestMessage, { services }: Report, times: Times): readonly ExecuteAction[] {
  const tallies = services.flatMap(({ tally }) => tally ?? []);
  if (tallies.length < services.length) return [];
  const problems = tallies.reduce((sum, tally) => sum + problemCount(tally), 0);
  const running = tallies.reduce((sum, { states }) => sum + states.inProgress, 0);
  const list = (title: string, count: number, states: readonly JobState[]): readonly ExecuteAction[] => {
    const question = count > 0 ? listOf(message, states) : undefined;
    return question ? [execute(`${title} (${times.number(count)})`, tabsLink.encode({ question }))] : [];
  };
  const { span, wish, zone } = message;
  const asked = wish?.services ?? [];
  const why = { type: 'backup', service: asked[0], span, spanWords: undefined, zone } as const;
  return [
    ...list('Problems', problems, badStates),
    ...(problems > 0 && asked.length < 2 ? [execute('Why', causesShowLink.encode(why))] : []),
    ...list('Running', running, ['inProgress']),
  ];
}

/**
 * Returns the question for the lists of these states, side by side if there are several; undefined if there would be
 * too many.
 */
function listOf({ span, wish, zone }: DigestMessage, states: readonly JobState[]): TabsQuestion | undefined {
  const services = wish?.services ?? [];
  if (Math.max(1, services.length) * states.length > questionLimits.maxTabs) return undefined;
  const pageSize = questionLimits.defaultPageSize;
  return { type: 'backup', services, states, span, spanWords: undefined, zone, pageSize };
}
