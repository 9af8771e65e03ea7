/**
 * What the bot costs beside the stack that it stands on: turns and presses a second against a bare bot, and the
 * time of its two own pieces of work. See README.md in this folder for what is measured against what.
 */
import { timeDigests } from './digests.ts';
import { inFlight } from './load.ts';
import { requestMs, timeOverviews } from './overviews.ts';
import { openScene } from './scene.ts';
import { timeCards, timeParsing } from './single-calls.ts';
import { digits, type Row, tableOf } from './table.ts';
import { type Comparison, compare } from './throughput.ts';
import { timeWatching } from './watching.ts';

const leastRatio = 0.8;
const mostUs = { parse: 200, card: 500 };
/** What Teams takes from one bot in one tenant, with a margin. */
const sentASecond = 40;
const mostMs = { overview: 2_500, cluster: 50 };

const overviews = await timeOverviews();
const digests = await timeDigests();
const watching = await timeWatching();
const scene = await openScene();
try {
  const parsing = timeParsing();
  console.log(`Dearest sentence: ${parsing.worst.what}, ${digits(parsing.worst.us)} µs`);
  const cards = await timeCards(scene.backend.ready.simulatorUrl);
  console.log(`Turns, ${inFlight} in flight:`);
  const turns = await compare(scene, scene.message, 'connector');
  console.log(`Presses, ${inFlight} in flight:`);
  const presses = await compare(scene, scene.press, 'response');
  const turnUs = turns.bare.cpuMs * 1000;
  console.log(
    `\n${tableOf([
      ...rowsOf('turns', 'turn', turns),
      ...rowsOf('presses', 'press', presses),
      timeRow('parse a sentence, µs', parsing.medianUs, turnUs, mostUs.parse),
      timeRow('build a card of ten jobs, µs', cards.medianUs, turnUs, mostUs.card),
      waitRow('how the backups are, first time, ms', overviews.healthCold),
      waitRow('how the backups are, then, ms', overviews.healthWarm),
      waitRow('how old the last good ones are, ms', overviews.coverage),
      {
        what: `errors of ${overviews.jobs} jobs by cause, ms`,
        figure: overviews.cluster,
        baseline: turnUs / 1000,
        aim: { text: `< ${mostMs.cluster} ms`, isMet: overviews.cluster < mostMs.cluster },
      },
      { what: 'digests a second, each drawn anew', figure: digests.drawnASecond, baseline: sentASecond },
      { what: 'digests a second, one for many', figure: digests.sharedASecond, baseline: sentASecond },
      { what: `200 due of ${digests.subscriptions}, ms`, figure: digests.dueMs, baseline: digests.oneMs },
      {
        what: `none due of ${digests.subscriptions}, ms`,
        figure: digests.noneDueMs,
        baseline: digests.oneMs,
      },
      {
        what: `a poll that finds nothing, ${watching.channels} channels, ms`,
        figure: watching.quietMs,
        baseline: watching.oneMs,
      },
      { what: 'a failure told, ms a channel', figure: watching.toldMs, baseline: watching.oneMs },
      timeRow('build a fault’s card, µs', watching.cardUs, turnUs, mostUs.card),
    ])}\n\nBaseline: the bare bot in this run; for single pieces of work, the CPU time of one of its turns; for answers of\nmany requests, one request of ${requestMs} ms; for digests, the ${sentASecond} a second that may be sent, and the reading of\none record.`,
  );
} finally {
  scene.close();
}

function rowsOf(many: string, one: string, { real, bare }: Comparison): Row[] {
  const isMet = real.perSecond / bare.perSecond >= leastRatio;
  return [
    {
      what: `${many} a second`,
      figure: real.perSecond,
      baseline: bare.perSecond,
      aim: { text: `ratio ≥ ${leastRatio}`, isMet },
    },
    { what: `the bot's CPU time a ${one}, ms`, figure: real.cpuMs, baseline: bare.cpuMs },
  ];
}

function waitRow(what: string, ms: number): Row {
  const aim = { text: `< ${mostMs.overview} ms`, isMet: ms < mostMs.overview };
  return { what, figure: ms, baseline: requestMs, aim };
}

function timeRow(what: string, us: number, turnUs: number, mostUs: number): Row {
  return { what, figure: us, baseline: turnUs, aim: { text: `< ${mostUs} µs`, isMet: us < mostUs } };
}
