import assert from 'node:assert/strict';
import { gotOf } from '../../language/field.ts';
import { berlin, offered, unanswered } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

function read(sentence: string): string {
  const { command } = interpret(sentence, berlin);
  assert.ok(command.kind === 'rate', `${sentence}: ${command.kind}`);
  const { type, services, from, to } = gotOf(interpret(sentence, berlin));
  const { states, order } = command.question;
  return [states.join('+'), type, services?.join('+'), `${from}/${to}`, order].filter(Boolean).join(' ');
}

const lastDay = '2026-11-22T14:05/2026-11-23T14:05';
const today = '2026-11-23T00:00/2026-11-23T14:05';
const month = '2026-11-01T00:00/2026-11-23T14:05';

describe('a share of jobs that is asked for', () => {
  const rows: [sentence: string, meaning: string][] = [
    ['success rate last 30 days', 'finished all 2026-10-24T14:05/2026-11-23T14:05'],
    ['sucess rate today', `finished all ${today}`],
    ['what’s the failure rate today', `failed all ${today}`],
    ['percentage of failed backups this month', `failed backup ${month}`],
    ['what % of exchange backups failed this month?', `failed backup exchange ${month}`],
    ['what share of backups succeed', `finished backup ${lastDay}`],
    ['how many percent of the restores were successful', `finished restore ${lastDay}`],
    ['how reliable are teams backups', `finished backup teams ${lastDay}`],
    ['reliability of exchange and teams backups', `finished backup exchange+teams ${lastDay}`],
    ['sla', `finished all ${lastDay}`],
    ['percent of jobs with exceptions today', `finishedWithException all ${today}`],
    [
      'what proportion of jobs had problems today',
      `failed+finishedWithException+partiallyFinished all ${today}`,
    ],
    ['success rate by service today', `finished all ${today}`],
    ['which service has the highest failure rate', `failed all ${lastDay} highest`],
    ['worst success rate by service this month', `finished all ${month} lowest`],
    ['which service is most reliable', `finished all ${lastDay} highest`],
    ['least reliable service', `finished all ${lastDay} lowest`],
  ];
  for (const [sentence, meaning] of rows) {
    it(`"${sentence}" asks for ${meaning}`, () => assert.equal(read(sentence), meaning));
  }

  for (const [sentence, about] of [
    ['success rate per day', 'rate'],
    ['success rate this week vs last week', 'rate'],
    ['success and failure rate', 'rate'],
    ['percentage of running jobs', 'rate'],
    ['percentage of restores', 'rate'],
    ['99% success?', 'words'],
    ['success rate for kim@contoso.com', 'person'],
    ['success rate since the outage', 'period'],
    ['success rate tomorrow', 'noQuestion'],
  ] as const) {
    it(`"${sentence}" is refused: ${about}`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(unanswered(reading), about);
      for (const offer of offered(reading))
        assert.equal(unanswered(interpret(offer, berlin)), undefined, offer);
    });
  }
});
