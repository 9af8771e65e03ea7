import { type ExecuteAction, execute, maxActions } from '../../cards/actions.ts';
import { narrowingTexts } from '../../cards/narrowing-texts.ts';
import type { Times } from '../../cards/times.ts';
import { capitalised, kindOfTypes, lookOfState, nameOf, namesOf, nounFor } from '../../cards/words.ts';
import type { PagePointer, Tab } from '../../jobs/answers.ts';
import { questionOfTabs } from '../../jobs/tabs.ts';
import { pageLink } from './buttons.ts';

/** Returns rows of buttons, one for each list that has jobs or could not be counted. */
export function tabRows(
  pointer: PagePointer,
  times: Times,
): readonly { readonly actions: readonly ExecuteAction[] }[] {
  const buttons = (pointer.tabs ?? [])
    .filter(({ count }) => count?.value !== 0)
    .map(tab => {
      const { service, state, type = pointer.question.type } = tab;
      const question = { ...pointer.question, type, service, state };
      const page = { ...pointer, question, pageIndex: 0, firstTotal: undefined };
      const shown = pointer.question;
      const isShown = type === shown.type && service === shown.service && state === shown.state;
      const title = `${tabLabel(tab, pointer)} ${countOf(tab, times)}`;
      return execute(isShown ? `● ${title}` : title, pageLink.encode(page));
    });
  if (buttons.length < 2) return [];
  return Array.from({ length: Math.ceil(buttons.length / maxActions) }, (_, row) => ({
    actions: buttons.slice(row * maxActions, (row + 1) * maxActions),
  }));
}

/** Names the empty lists in a line: "No partial runs · no Teams". */
export function emptyTabsText(pointer: PagePointer): string | undefined {
  const empty = (pointer.tabs ?? []).filter(({ count }) => count?.value === 0);
  if (empty.length === 0 || empty.length === pointer.tabs?.length) return undefined;
  return `None: ${empty.map(tab => tabLabel(tab, pointer)).join(', ')}`;
}

/** Returns "Failed", "Teams", or "Exports · Failed · Teams" if all differ between the tabs. */
export function tabLabel(
  { service, state, type }: Pick<Tab, 'service' | 'state' | 'type'>,
  { tabs = [] }: PagePointer,
): string {
  const severalTypes = tabs.some(tab => tab.type !== undefined);
  const severalStates = new Set(tabs.map(tab => tab.state)).size > 1;
  const words = [
    type && severalTypes ? capitalised(nounFor(type, true)) : '',
    state && (severalStates || !(service || severalTypes)) ? lookOfState(state).short : '',
    service && (!severalStates || tabs.some(tab => tab.service !== service)) ? nameOf(service) : '',
  ].filter(Boolean);
  return words.join(' · ') || 'All';
}

function countOf({ count }: Tab, times: Times): string {
  if (count === undefined) return '(not read)';
  return `${times.number(count.value)}${count.atLeast ? '+' : ''}`;
}

/** Returns the whole question as a title: "Failed or partially finished backups · Exchange and OneDrive". */
export function titleOfTabs(pointer: PagePointer): string {
  const { services, states, ...question } = questionOfTabs(pointer);
  const kind = capitalised(kindOfTypes(question, states));
  const names = services.length === 0 ? [] : [namesOf(services)];
  return [kind, ...names, ...narrowingTexts(pointer.question.narrowed)].join(' · ');
}
