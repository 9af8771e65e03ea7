import { isButtonJobId } from '../../cards/button-fields.ts';
import { signs } from '../../cards/number-table.ts';
import { clipped } from '../../cards/plain.ts';
import type { Times } from '../../cards/times.ts';
import { nameOf, namesOf } from '../../cards/words.ts';
import { questionLimits } from '../../domain/question.ts';
import type { PastCoverageQuestion, PastService } from '../../jobs/past-coverage.ts';
import { findPostLink, searchFor } from '../job/buttons.ts';
import { pageLink } from '../job-list/buttons.ts';
import type { Cell } from './rows.ts';

const heads = {
  cells: [
    { text: 'Service', align: 'Left' },
    { text: 'Good backup', align: 'Left' },
    { text: 'All backups', align: 'Right' },
  ],
};
const goodId = 'good';

/** Returns the parts of the table: the services without a good backup, and a line that unfolds the others. */
export function pastPartsOf(
  worstFirst: readonly PastService[],
  question: PastCoverageQuestion,
  times: Times,
): readonly unknown[] {
  const good = worstFirst.filter(({ verdict }) => verdict === 'good');
  const isFolded = good.length > 0 && good.length < worstFirst.length;
  const shown = isFolded ? worstFirst.filter(one => !good.includes(one)) : worstFirst;
  const tableOf = (rows: readonly PastService[], hasHeads: boolean) =>
    rows.length === 0
      ? []
      : [
          {
            hasHeads,
            heads: hasHeads ? [heads] : [],
            rows: rows.map(one => ({ cells: cellsOf(one, question, times) })),
          },
        ];
  const more = {
    title: 'Show or hide the services with a good backup',
    text: `${times.number(good.length)} with a good backup: ${namesOf(good.map(({ service }) => service))}`,
    target: goodId,
  };
  return [
    { id: 'services', isVisible: true, table: tableOf(shown, true), more: isFolded ? [more] : [] },
    ...(isFolded ? [{ id: goodId, isVisible: false, table: tableOf(good, false), more: [] }] : []),
  ].filter(({ table }) => table.length > 0);
}

function cellsOf(one: PastService, question: PastCoverageQuestion, times: Times): readonly Cell[] {
  const { location, service, verdict } = one;
  const name = location === undefined ? nameOf(service) : `${nameOf(service)} · ${clipped(location, 20)}`;
  return [
    { align: 'Left', runs: [signs[verdict], { text: name, color: 'Default' }], below: [], open: [] },
    goodCell(one, question, times),
    runsCell(one, question, times),
  ];
}

function goodCell(
  { good, verdict }: PastService,
  { zone, window }: PastCoverageQuestion,
  times: Times,
): Cell {
  const cell = (text: string, open: Cell['open'] = []): Cell => ({
    align: 'Left',
    runs: [{ text, color: open.length > 0 ? 'Accent' : 'Default' }],
    below: [],
    open,
  });
  if (!good) return cell(verdict === 'unknown' ? 'not known' : 'none');
  const text = times.near(good.startedAt, window.span.from);
  const { jobId, startedAt } = good;
  if (jobId === undefined || !isButtonJobId(jobId)) return cell(text);
  const link = findPostLink.encode(searchFor(jobId, startedAt, zone));
  return cell(text, [{ title: `Open job ${clipped(jobId, 60)}`, ...link }]);
}

/** Returns what ran in the window; a tap opens exactly these jobs. */
function runsCell(
  { location, service, tally, doubt }: PastService,
  { zone, window }: PastCoverageQuestion,
  times: Times,
): Cell {
  const counts = [
    ...stateWords.map(([state, word]) => [tally.states[state], word] as const),
    [tally.other, 'end unknown'] as const,
  ].flatMap(([count, word]) =>
    count === 0 ? [] : [`${times.number(count)}${tally.atLeast ? '+' : ''} ${word}`],
  );
  const quiet = doubt ? 'not read' : 'nothing ran';
  const text = counts.length > 0 ? counts.join(', ') : quiet;
  // A list can't be of one location, and an empty one says no more.
  const isListed = location === undefined && counts.length > 0;
  const page = {
    question: {
      type: 'backup' as const,
      service,
      state: undefined,
      ...window,
      zone,
      pageSize: questionLimits.defaultPageSize,
    },
    from: 'index' as const,
    pageIndex: 0,
    firstTotal: undefined,
  };
  return {
    align: 'Right',
    runs: [{ text, color: isListed ? 'Accent' : 'Default' }],
    below: [],
    open: isListed
      ? [{ title: `Backups of ${nameOf(service)} in this period`, ...pageLink.encode(page) }]
      : [],
  };
}

const stateWords = [
  ['failed', 'failed'],
  ['partiallyFinished', 'partial'],
  ['finishedWithException', 'with exceptions'],
  ['inProgress', 'running'],
  ['finished', 'good'],
] as const;
