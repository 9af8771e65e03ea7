import type { CardAction } from '../../cards/button-link.ts';
import { countedList, signs } from '../../cards/number-table.ts';
import type { Times } from '../../cards/times.ts';
import { lookOf, nameOf, namesOf, type TextColor } from '../../cards/words.ts';
import { badStates, type JobState } from '../../domain/job.ts';
import type { HealthQuestion } from '../../domain/question.ts';
import type { ServiceHealth } from '../../jobs/health.ts';
import { problemCount } from '../../jobs/tally.ts';
import { findPostLink } from '../job/buttons.ts';
import { pageLink } from '../job-list/buttons.ts';
import { presentVerdict } from './headline.ts';

interface Cell {
  readonly align: 'Left' | 'Right';
  readonly runs: readonly { readonly text: string; readonly color: TextColor }[];
  readonly open: readonly (CardAction & { readonly title: string })[];
}

const heads = {
  cells: [
    { text: 'Service', align: 'Left' },
    { text: 'Last run', align: 'Left' },
    { text: 'Problems', align: 'Right' },
  ],
};

const goodId = 'good';

/** Short, for a narrow column. */
const stateWords: Readonly<Record<JobState, string>> = {
  inProgress: 'Running',
  finished: 'Finished',
  failed: 'Failed',
  finishedWithException: 'Exceptions',
  partiallyFinished: 'Partial',
};

/** Returns the parts of the table: the rows of services that aren't fine, a line for the others, and their rows. */
export function partsOf(worstFirst: readonly ServiceHealth[], listed: HealthQuestion, times: Times) {
  const good = worstFirst.filter(({ verdict }) => verdict === 'good');
  const others = worstFirst.filter(one => !good.includes(one));
  const isOfOne = worstFirst.length === 1;
  const shown = isOfOne ? worstFirst : others;
  const table = (rows: readonly ServiceHealth[], hasHeads: boolean) =>
    rows.length === 0
      ? []
      : [
          {
            hasHeads,
            heads: hasHeads ? [heads] : [],
            rows: rows.map(one => ({ cells: cellsOf(one, listed, times) })),
          },
        ];
  const more = isOfOne || good.length === 0 ? [] : [moreOf(good, times)];
  return [
    { id: 'services', isVisible: true, table: table(shown, true), more },
    ...(more.length === 0
      ? []
      : [{ id: goodId, isVisible: false, table: table(good, others.length === 0), more: [] }]),
  ].filter(({ table, more }) => table.length + more.length > 0);
}

function moreOf(good: readonly ServiceHealth[], times: Times) {
  const names = namesOf(good.map(({ service }) => service));
  return {
    title: 'Show or hide the services that are fine',
    text: `${times.number(good.length)} fine: ${names}`,
    target: goodId,
  };
}

function cellsOf(health: ServiceHealth, listed: HealthQuestion, times: Times): readonly Cell[] {
  const { service } = health;
  const name = [signs[presentVerdict(health)], { text: nameOf(service), color: 'Default' as const }];
  return [
    { align: 'Left', runs: name, open: [] },
    lastRunCell(health, listed, times),
    problemsCell(health, listed, times),
  ];
}

function lastRunCell({ standing, tally }: ServiceHealth, listed: HealthQuestion, times: Times): Cell {
  const job = standing?.latest;
  const words = (text: string): Cell => ({ align: 'Left', runs: [{ text, color: 'Default' }], open: [] });
  if (!tally) return words('not read');
  if (!job) return words(tally.states.inProgress > 0 ? 'Running' : 'No run');
  const state = job.state === undefined ? lookOf(job).word : stateWords[job.state];
  const time = job.startedAt === undefined ? '' : ` ${times.brief(job.startedAt)}`;
  const isReachable = job.id !== undefined && job.startedAt !== undefined;
  return {
    align: 'Left',
    runs: [{ text: `${state}${time}`, color: isReachable ? 'Accent' : 'Default' }],
    open: isReachable ? [jobAction(job.id, job.startedAt, listed)] : [],
  };
}

/** Returns the search for a job in its own second, for an API that can only list. */
function jobAction(jobId: string, startedAt: number, { zone }: HealthQuestion) {
  const from = Math.floor(startedAt / 1000) * 1000;
  const search = { jobId, span: { from, to: from + 1000 }, spanWords: undefined, zone };
  return { title: `Open job ${jobId}`, ...findPostLink.encode(search) };
}

function problemsCell({ service, tally }: ServiceHealth, listed: HealthQuestion, times: Times): Cell {
  const plainCell = (text: string): Cell => ({
    align: 'Right',
    runs: [{ text, color: 'Default' }],
    open: [],
  });
  if (!tally) return plainCell('not read');
  if (tally.total === 0) return plainCell('–');
  const count = problemCount(tally);
  const least = tally.atLeast ? '+' : '';
  const text = `${times.number(count)}${least} of ${times.number(tally.total)}${least}`;
  const list = countedList(listed, service, badStates, [tally]);
  if (!list) return plainCell(text);
  return {
    align: 'Right',
    runs: [{ text, color: 'Accent' }],
    open: [{ title: `Problems of ${nameOf(service)}`, ...pageLink.encode(list) }],
  };
}
