import { badStates, type JobState } from '../domain/job.ts';
import type { HealthQuestion } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import type { PagePointer } from '../jobs/answers.ts';
import type { ServiceHealth } from '../jobs/health.ts';
import { isFine, presentVerdict } from '../jobs/service-state.ts';
import { problemCount } from '../jobs/tally.ts';
import { isButtonJobId } from './button-fields.ts';
import type { ButtonLink, CardAction } from './button-link.ts';
import { type Cell, countedList, plain, signed, signs } from './number-table.ts';
import type { Times } from './times.ts';
import { lookOf, lookOfState, nameOf, namesOf } from './words.ts';

/** What the rows of services are drawn with. */
export interface RowContext {
  /** The question as the lists behind the numbers ask it. */
  readonly listed: HealthQuestion;
  readonly times: Times;
  readonly pageLink: Pick<ButtonLink<PagePointer>, 'encode'>;
  /** Returns what a tap on the last run opens. */
  readonly openJob: (jobId: string, startedAt: EpochMs) => CardAction;
  /** True if the problems have their change from the time before, instead of the number of all runs. */
  readonly isCompared?: boolean;
}

const heads = {
  cells: [
    { text: 'Service', align: 'Left' },
    { text: 'Last run', align: 'Left' },
    { text: 'Problems', align: 'Right' },
  ],
};

/** "2 of 10" is narrower than "2 (+1)" may be. */
const columns = [{ width: 5 }, { width: 5 }, { width: 3 }];
const comparedColumns = [{ width: 5 }, { width: 5 }, { width: 4 }];

/** Short, for a narrow column. */
const stateWord = (state: JobState) =>
  state === 'finishedWithException' ? 'Exceptions' : lookOfState(state).short;

/** A line that unfolds the rows of services which need no look. */
interface Fold {
  readonly id: string;
  readonly rows: readonly ServiceHealth[];
  readonly text: string;
  readonly verdict: 'good' | 'neutral';
}

/**
 * Returns the parts of the table: the rows of services that need a look, and a line each for those in which nothing
 * ran, those in which nothing has finished, and those that are fine, which unfold their rows.
 */
export function partsOf(services: readonly ServiceHealth[], context: RowContext) {
  const folds = services.length === 1 ? [] : foldsOf(services, context.times);
  const folded = folds.flatMap(({ rows }) => rows);
  const shown = services.filter(one => !folded.includes(one));
  const table = (rows: readonly ServiceHealth[], hasHeads: boolean) =>
    rows.length === 0
      ? []
      : [
          {
            columns: context.isCompared ? comparedColumns : columns,
            hasHeads,
            heads: hasHeads ? [heads] : [],
            rows: rows.map(one => ({ cells: cellsOf(one, context) })),
          },
        ];
  const open = { isVisible: true, more: [] };
  return [
    ...(shown.length === 0 ? [] : [{ ...open, id: 'services', table: table(shown, true) }]),
    ...folds.flatMap(fold => [
      { ...open, id: `${fold.id}-line`, table: [], more: [moreOf(fold)] },
      { id: fold.id, isVisible: false, table: table(fold.rows, shown.length === 0), more: [] },
    ]),
  ];
}

function foldsOf(services: readonly ServiceHealth[], times: Times): readonly Fold[] {
  const quiet = services.filter(one => presentVerdict(one) === 'neutral');
  const silent = quiet.filter(({ tally }) => tally?.total === 0);
  const unfinished = quiet.filter(one => !silent.includes(one));
  const good = services.filter(isFine);
  const names = (rows: readonly ServiceHealth[]) => namesOf(rows.map(({ service }) => service));
  const folds: readonly Fold[] = [
    { id: 'silent', rows: silent, text: `Nothing ran in this window: ${names(silent)}`, verdict: 'neutral' },
    {
      id: 'unfinished',
      rows: unfinished,
      text: `Nothing finished yet: ${names(unfinished)}`,
      verdict: 'neutral',
    },
    { id: 'good', rows: good, text: `${times.number(good.length)} fine: ${names(good)}`, verdict: 'good' },
  ];
  return folds.filter(({ rows }) => rows.length > 0);
}

function moreOf({ id, text, verdict }: Fold) {
  const { text: sign, color } = signs[verdict];
  return { title: `Show or hide: ${text}`, sign, color, text, target: id };
}

function cellsOf(health: ServiceHealth, context: RowContext): readonly Cell[] {
  const name = plain([signs[presentVerdict(health)], { text: nameOf(health.service), color: 'Default' }]);
  return [name, lastRunCell(health, context), problemsCell(health, context)];
}

function lastRunCell({ standing, tally }: ServiceHealth, { times, openJob }: RowContext): Cell {
  const job = standing?.latest;
  const words = (text: string) => plain([{ text, color: 'Default' }]);
  if (!tally) return words('not read');
  if (!job && tally.other > 0) return words('State unknown');
  if (!job) return words(tally.states.inProgress > 0 ? 'Running' : 'No run');
  const state = job.state === undefined ? lookOf(job).word : stateWord(job.state);
  const time = job.startedAt === undefined ? '' : ` ${times.brief(job.startedAt)}`;
  const { id, startedAt } = job;
  if (id === undefined || startedAt === undefined || !isButtonJobId(id)) return words(`${state}${time}`);
  return {
    ...plain([{ text: `${state}${time}`, color: 'Accent' }]),
    open: [{ title: `Open job ${id}`, ...openJob(id, startedAt) }],
  };
}

function problemsCell(
  { before, service, tally }: ServiceHealth,
  { isCompared = false, listed, times, pageLink }: RowContext,
): Cell {
  const right = (text: string, color: 'Default' | 'Accent'): Cell => ({
    ...plain([{ text, color }]),
    align: 'Right',
  });
  if (!tally) return right('not read', 'Default');
  const count = problemCount(tally);
  const changes =
    isCompared && before && !before.atLeast && !tally.atLeast
      ? [{ text: ` (${signed(count - problemCount(before), times)})` }]
      : [];
  if (tally.total === 0) return { ...right('–', 'Default'), changes };
  const least = tally.atLeast ? '+' : '';
  const total = isCompared ? '' : ` of ${times.number(tally.total)}${least}`;
  const text = `${times.number(count)}${least}${total}`;
  const list = countedList(listed, service, badStates, [tally]);
  if (!list) return { ...right(text, 'Default'), changes };
  return {
    ...right(text, 'Accent'),
    changes,
    open: [{ title: `Problems of ${nameOf(service)}`, ...pageLink.encode(list) }],
  };
}
