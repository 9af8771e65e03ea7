import { narrowingTexts } from '../../cards/narrowing-texts.ts';
import type { Times } from '../../cards/times.ts';
import { capitalised, countedKind, countedState } from '../../cards/words.ts';
import type { Lead } from '../../domain/question.ts';
import type { PageAnswer, Tab } from '../../jobs/answers.ts';
import { tabLabel } from './tab-buttons.ts';

/**
 * Returns the first line of a list whose question asks for a number, or whether there are any, or whether all is well:
 * "43 failed backups", "Yes: 43 failed backups", "No, not all: 2 failed, 1 partially finished". Returns undefined for
 * an empty list, whose own headline is the answer. Says so if the job index isn't certain.
 */
export function leadText(answer: PageAnswer, times: Times): string | undefined {
  const { doubtful = [], lead, tabs, question, total } = answer;
  if (lead === undefined || answer.jobs.length === 0 || answer.pageIndex > 0) return undefined;
  const opening = doubtful.length > 0 ? '? As far as I could read, ' : openings[lead];
  if (tabs === undefined) {
    const count = Math.max(total.value, answer.jobs.length);
    const isLeast = total.atLeast || total.value < answer.jobs.length;
    const counted = `${isLeast ? 'at least ' : ''}${times.number(count)} ${countedKind(question, count)}`;
    const said = [counted, ...narrowingTexts(question.narrowed)].join(' · ');
    return opening === '' ? capitalised(said) : `${opening}${said}`;
  }
  const numbers = lead === 'count' ? byTab(answer, tabs, times) : byState(tabs, times);
  const unread = tabs.some(({ count }) => count === undefined) ? ', and not all could be read' : '';
  return `${opening}${numbers}${unread}`;
}

const openings: Readonly<Record<Lead, string>> = {
  count: '',
  whether: 'Problems: ',
  worked: 'No, not all: ',
  any: 'Yes: ',
};

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
