import { narrowingTexts } from '../../cards/narrowing-texts.ts';
import type { Times } from '../../cards/times.ts';
import { capitalised, countedKind, countedState } from '../../cards/words.ts';
import type { Lead } from '../../domain/question.ts';
import type { PageAnswer, Tab } from '../../jobs/answers.ts';
import { tabLabel } from './tab-buttons.ts';

/**
 * Returns the first line of a list whose question asks for a number, or whether there are any, or whether all is well:
 * "43 failed backups", "Yes: 43 failed backups", "No, not all: 2 failed, 1 partially finished". Returns undefined for
 * an empty list, whose own headline is the answer.
 */
export function leadText(answer: PageAnswer, times: Times): string | undefined {
  const { lead, tabs, question, total } = answer;
  if (lead === undefined || answer.jobs.length === 0 || answer.pageIndex > 0) return undefined;
  if (tabs === undefined) {
    const count = Math.max(total.value, answer.jobs.length);
    const isLeast = total.atLeast || total.value < answer.jobs.length;
    const counted = `${isLeast ? 'at least ' : ''}${times.number(count)} ${countedKind(question, count)}`;
    const said = [counted, ...narrowingTexts(question.narrowed)].join(' · ');
    return lead === 'count' ? capitalised(said) : `${openings[lead]}${said}`;
  }
  const numbers = lead === 'count' ? byTab(answer, tabs, times) : byState(tabs, times);
  const unread = tabs.some(({ count }) => count === undefined) ? ', and not all could be read' : '';
  return `${lead === 'count' ? '' : openings[lead]}${numbers}${unread}`;
}

const openings: Readonly<Record<Exclude<Lead, 'count'>, string>> = {
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
