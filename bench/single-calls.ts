import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAvePointJobSource } from '../src/avepoint/index.ts';
import { interpret } from '../src/bot/interpret.ts';
import { monotonicMs } from '../src/domain/time.ts';
import { pageCard } from '../src/features/job-list/card.ts';
import type { ListCommand } from '../src/features/job-list/read.ts';
import { createJobs } from '../src/jobs/jobs.ts';
import { clockOf, unreadIndex } from '../test/support/fakes.ts';
import { simulatedSettings } from '../test/support/simulated-settings.ts';
import { sentence } from './asked.ts';
import { clockOffsetMs } from './scene.ts';
import { median } from './table.ts';

const rounds = 5;
const warmUpCalls = 2_000;

/** What people type: short and long, every kind of period, typing errors, and what is no question. */
const sentences = [
  sentence,
  'failed',
  'help',
  'Which restores are running?',
  'exchange failures since Friday',
  'exports yesterday',
  'partial sharepoint backups last week',
  'completed teams chat backups past 6 hours',
  'retention jobs on Friday',
  'failed onedrive backups between 1 and 7 November',
  'power automate backups with exceptions this month',
  'deletions last month',
  'backups since yesterday 6pm',
  'faild sharpoint backups today',
  'failed backups overnight',
  'did backups fail?',
  'unsuccessful exchange backups over the weekend',
  'backups without errors',
  'failed on 31 November',
  'show me failed jobs for teams for the last 3 days',
  'failed yesterday between 20:00 and 23:00',
  'exports on 20.11.2026',
  'page size 25 failed exports',
  'what is the weather like in Paris',
];

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };

/** Microseconds of a call: the median over the rounds, each the median over its kinds of call. */
export interface CallTime {
  readonly medianUs: number;
  /** The dearest kind of call, in the same way. */
  readonly worst: { readonly what: string; readonly us: number };
}

/** How long a sentence takes to be read. The clock moves on with every call, as it does for the bot. */
export function timeParsing(): CallTime {
  let now = Date.now() + clockOffsetMs;
  return timeCalls(
    sentences.map(text => ({ what: `"${text}"`, call: () => interpret(text, { ...reader, now: now++ }) })),
    200,
  );
}

/** How long the card of ten jobs takes to be built: of those that the simulator gives to the first sentence. */
export async function timeCards(simulatorUrl: string): Promise<CallTime> {
  const clock = clockOf(() => Date.now() + clockOffsetMs);
  const log = { debug() {}, info() {}, warn: console.warn, error: console.error };
  const { source, close } = createAvePointJobSource({
    settings: simulatedSettings(simulatorUrl, { jobsApi: 'cloudbackup-jobs' }),
    clock,
    sleep: ms => sleep(ms),
    random: Math.random,
    log,
  });
  const { command } = interpret(sentence, { ...reader, now: clock.now() });
  if (command.kind !== 'jobs') throw new Error('The sentence of the bench is no question.');
  const first = { question: (command as ListCommand).question, pageIndex: 0, firstTotal: undefined };
  const answer = await createJobs({
    source,
    index: unreadIndex,
    clock,
    log,
  }).page(first, monotonicMs(clock.now() + 10_000));
  await close();
  if (answer.jobs.length !== 10) throw new Error(`The page has ${answer.jobs.length} jobs, not ten.`);
  const asides = { notes: [], offers: [] };
  return timeCalls([{ what: 'ten jobs', call: () => pageCard(answer, asides, reader) }], 1_000);
}

/** Each kind is called `calls` times in a row, so that what the garbage collector takes is in the figure. */
function timeCalls(kinds: readonly { what: string; call(): unknown }[], calls: number): CallTime {
  for (let count = 0; count < warmUpCalls; count++) kinds[count % kinds.length]?.call();
  const timed = kinds.map(({ what, call }) => ({ what, call, us: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { call, us } of timed) {
      const startedAt = performance.now();
      for (let count = 0; count < calls; count++) call();
      us.push(((performance.now() - startedAt) * 1000) / calls);
    }
  }
  const medians = timed.map(({ what, us }) => ({ what, us: median(us) }));
  const worst = medians.reduce((a, b) => (a.us >= b.us ? a : b));
  return { medianUs: median(medians.map(({ us }) => us)), worst };
}
