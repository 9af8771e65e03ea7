import { timeAdded } from './added.ts';
import { timeDigests } from './digests.ts';
import { timeJobIndex } from './job-index.ts';
import { inFlight } from './load.ts';
import { weighBots } from './memory.ts';
import { requestMs, timeOverviews } from './overviews.ts';
import { timeReady } from './ready.ts';
import type { Asked, Scene } from './scene.ts';
import { timeCards, timeParsing } from './single-calls.ts';
import { digits, type Row } from './table.ts';
import { type Comparison, compare } from './throughput.ts';
import { timeWatching } from './watching.ts';

const leastRatio = 0.85;
const mostRatio = 1.2;
const mostPageRatio = 1.5;
const mostUs = { parse: 200, card: 500 };
const mostMs = { overview: 5_000, cluster: 50, added: { p50: 3, p99: 15 }, indexStart: 2_000, status: 5 };
const mostIndexMb = 80;
const ingestedASecond = 500;
/** What Teams takes from one bot in one tenant, with a margin. */
const sentASecond = 40;

/** What stands beside the rows of those that are no comparison. */
export const baselines = `Baseline: the bare bot in this run; for single pieces of work, the CPU time of one of its turns; for answers of
many requests and for those of the index, one request of ${requestMs} ms; for digests, the ${sentASecond} a second that may be
sent, and the reading of one record; for the index, the ${ingestedASecond} jobs a second that it must take in, the reading and
parsing of its rows, and its file.`;

/** Microseconds of processor time that a turn of the bare bot takes. */
type TurnUs = () => Promise<number>;

/** The parts of the bench, in order; each returns its rows of the table. */
export const parts: Readonly<Record<string, (scene: Scene, turnUs: TurnUs) => Promise<Row[]>>> = {
  async turns(scene) {
    const { same, different } = await compareAsked('Turns', scene, scene.messages, 'connector');
    return [
      ...rowsOf('turns', 'turn', same, leastRatio),
      ...rowsOf('different turns', 'different turn', different),
    ];
  },

  async presses(scene) {
    const { same, different } = await compareAsked('Presses', scene, scene.presses, 'response');
    return [
      ...rowsOf('presses', 'press', same, leastRatio),
      ...rowsOf('different presses', 'different press', different),
    ];
  },

  async added(scene) {
    const { real, bare } = await timeAdded(scene);
    return (['p50', 'p99'] as const).map(name => ({
      what: `added to a turn at 50 a second, ${name}, ms`,
      figure: real[name],
      baseline: bare[name],
      aim: under(real[name], mostMs.added[name], 'ms'),
    }));
  },

  async ready(scene) {
    const { real, bare } = await timeReady(scene);
    return [
      atMost({ what: 'time to ready, ms', figure: real.ready, baseline: bare.ready }),
      { what: 'time to the first answer, ms', figure: real.answered, baseline: bare.answered },
    ];
  },

  async memory(scene) {
    const { real, bare } = await weighBots(scene);
    return [
      atMost({ what: 'memory after 10,000 turns, MB', figure: real.rssMb, baseline: bare.rssMb }),
      { what: 'the used heap in it, MB', figure: real.heapMb, baseline: bare.heapMb },
    ];
  },

  async pieces(scene, turnUs) {
    const parsing = timeParsing();
    console.log(`Dearest sentence: ${parsing.worst.what}, ${digits(parsing.worst.us)} µs`);
    const cards = await timeCards(scene.backend.ready.simulatorUrl);
    return [
      timeRow('parse a sentence, µs', parsing.medianUs, await turnUs(), mostUs.parse),
      timeRow('build a card of ten jobs, µs', cards.medianUs, await turnUs(), mostUs.card),
    ];
  },

  async overviews(_scene, turnUs) {
    const overviews = await timeOverviews();
    return [
      {
        what: 'the first overview after a start without an index, ms',
        figure: overviews.first,
        baseline: requestMs,
        aim: under(overviews.first, mostMs.overview, 'ms'),
      },
      {
        what: 'a live page while the index is filled and eight ask, ms',
        figure: overviews.pageDuringFill,
        baseline: overviews.pageAlone,
        aim: {
          text: `ratio < ${mostPageRatio}`,
          isMet: overviews.pageDuringFill / overviews.pageAlone < mostPageRatio,
        },
      },
      {
        what: `errors of ${overviews.jobs} jobs by cause, ms`,
        figure: overviews.cluster,
        baseline: (await turnUs()) / 1000,
        aim: under(overviews.cluster, mostMs.cluster, 'ms'),
      },
    ];
  },

  async index() {
    const index = await timeJobIndex();
    const runs = index.runs.toLocaleString('en-GB');
    const wait = (what: string, ms: number, most?: number): Row => ({
      what: `from the index, ${what}, ms`,
      figure: ms,
      baseline: requestMs,
      aim: most === undefined ? undefined : under(ms, most, 'ms'),
    });
    return [
      {
        what: 'jobs taken into the index a second',
        figure: index.ingestedASecond,
        baseline: ingestedASecond,
        aim: { text: 'ratio ≥ 1', isMet: index.ingestedASecond >= ingestedASecond },
      },
      {
        what: `start of an index of ${runs} runs, ms`,
        figure: index.loadMs,
        baseline: index.parseMs,
        aim: under(index.loadMs, mostMs.indexStart, 'ms'),
      },
      {
        what: 'the used heap of it, MB',
        figure: index.heapMb,
        baseline: index.fileMb,
        aim: under(index.heapMb, mostIndexMb, 'MB'),
      },
      wait('status of a day', index.status, mostMs.status),
      wait('age of the last good backups', index.coverage),
      wait('reasons for the failures of 59 days', index.why),
      wait('both halves of 59 days compared', index.compare),
    ];
  },

  async digests() {
    const digests = await timeDigests();
    const of = `of ${digests.subscriptions}, ms`;
    return [
      { what: 'digests a second, each drawn anew', figure: digests.drawnASecond, baseline: sentASecond },
      { what: 'digests a second, one for many', figure: digests.sharedASecond, baseline: sentASecond },
      { what: `200 due ${of}`, figure: digests.dueMs, baseline: digests.oneMs },
      { what: `none due ${of}`, figure: digests.noneDueMs, baseline: digests.oneMs },
    ];
  },

  async watching(_scene, turnUs) {
    const { channels, quietMs, toldMs, oneMs, cardUs } = await timeWatching();
    return [
      { what: `a poll that finds nothing, ${channels} channels, ms`, figure: quietMs, baseline: oneMs },
      { what: 'a failure reported, ms a channel', figure: toldMs, baseline: oneMs },
      timeRow('build an incident’s card, µs', cardUs, await turnUs(), mostUs.card),
    ];
  },
};

async function compareAsked(
  what: string,
  scene: Scene,
  { same, different }: Asked,
  answeredBy: 'connector' | 'response',
): Promise<{ readonly same: Comparison; readonly different: Comparison }> {
  console.log(`${what}, ${inFlight} in flight:`);
  const first = await compare(scene, same, answeredBy);
  console.log(`${what}, each another question:`);
  // The bare bot sends the answer to the first question; the words of other answers differ by a few.
  return { same: first, different: await compare(scene, different, answeredBy, 0.1) };
}

function rowsOf(many: string, one: string, { real, bare }: Comparison, least?: number): Row[] {
  const isMet = least !== undefined && real.perSecond / bare.perSecond >= least;
  return [
    {
      what: `${many} a second`,
      figure: real.perSecond,
      baseline: bare.perSecond,
      aim: least === undefined ? undefined : { text: `ratio ≥ ${least}`, isMet },
    },
    { what: `the bot's CPU time a ${one}, ms`, figure: real.cpuMs, baseline: bare.cpuMs },
  ];
}

function atMost(row: Row): Row {
  return {
    ...row,
    aim: { text: `ratio ≤ ${mostRatio}`, isMet: row.figure / row.baseline <= mostRatio },
  };
}

function timeRow(what: string, us: number, turnUs: number, mostUs: number): Row {
  return { what, figure: us, baseline: turnUs, aim: under(us, mostUs, 'µs') };
}

function under(value: number, most: number, unit: string): NonNullable<Row['aim']> {
  return { text: `< ${most.toLocaleString('en-GB')} ${unit}`, isMet: value < most };
}
