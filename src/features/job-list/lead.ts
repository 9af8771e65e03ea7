import { narrowingTexts } from '../../cards/narrowing-texts.ts';
import type { Times } from '../../cards/times.ts';
import { countedKind, countedState } from '../../cards/words.ts';
import type { PageAnswer, Tab } from '../../jobs/answers.ts';
import { tabLabel } from './tab-buttons.ts';

/**
 * Returns the first line of a list whose question asks for a number, or whether all is well: "43 failed backups",
 * "Problems: 2 failed, 1 partially finished". Returns undefined for an empty list, whose own headline is the answer.
 */
export function leadText(answer: PageAnswer, times: Times): string | undefined {
  const { lead, tabs, question, total } = answer;
  if (lead === undefined || answer.jobs.length === 0 || answer.pageIndex > 0) return undefined;
  if (tabs === undefined) {
    const count = Math.max(total.value, answer.jobs.length);
    const least = total.atLeast || total.value < answer.jobs.length ? 'At least ' : '';
    const counted = `${least}${times.number(count)} ${countedKind(question, count)}`;
    return [counted, ...narrowingTexts(question.narrowed)].join(' · ');
  }
  const numbers = lead === 'whether' ? byState(tabs, times) : byTab(answer, tabs, times);
  const unread = tabs.some(({ count }) => count === undefined) ? ', and not all could be read' : '';
  return `${lead === 'whether' ? 'Problems: ' : ''}${numbers}${unread}`;
}

function byState(tabs: readonly Tab[], times: Times): string {
  const states = [...new Set(tabs.map(({ state }) => state))].filter(state => state !== undefined);
  return states
    .flatMap(state => {
      const counts = tabs.filter(tab => tab.state === state).flatMap(({ count }) => count ?? []);
      const sum = counts.reduce((all, { value }) => all + value, 0);
      const least = counts.some(({ atLeast }) => atLeast) ? 'at least ' : '';
      return sum === 0 ? [] : [`${least}${times.number(sum)} ${countedState(state)}`];
    })
    .join(', ');
}

function byTab(answer: PageAnswer, tabs: readonly Tab[], times: Times): string {
  return tabs
    .flatMap(tab => {
      if (tab.count === undefined) return [];
      const least = tab.count.atLeast ? 'at least ' : '';
      return [`${tabLabel(tab, answer)}: ${least}${times.number(tab.count.value)}`];
    })
    .join(' · ');
}
