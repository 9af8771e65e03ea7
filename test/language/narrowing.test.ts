import assert from 'node:assert/strict';
import { narrowingLimits } from '../../src/domain/narrowing.ts';
import { interpret } from '../support/interpret.ts';
import { berlin, unanswered } from './support.ts';

/** What a sentence narrows, in short: "latest 5", "over 120", "error 429", "not teams". */
function narrowingOf(sentence: string): string {
  const { command } = interpret(sentence, berlin);
  if (!['jobs', 'tabs'].includes(command.kind)) return `– ${command.kind}`;
  const { order, limit, length, error, without, among } = command.question.narrowed ?? {};
  const { services, states, service, state, type, span } = command.question;
  const isReaching = span.to - span.from === narrowingLimits.reachMs;
  const sign = { min: length?.isStrict ? '>' : '>=', max: length?.isStrict ? '<' : '<=' };
  const known = [service, state, ...(services ?? []), ...(states ?? [])].filter(one => one !== undefined);
  return [
    command.lead ?? '',
    type ?? '',
    ...known,
    ...(among ? [...among.services, ...among.states] : []),
    order ?? '',
    limit ?? '',
    isReaching ? 'ever' : '',
    length?.minMs === undefined ? '' : `${sign.min}${length.minMs / 60_000}`,
    length?.maxMs === undefined ? '' : `${sign.max}${length.maxMs / 60_000}`,
    length?.isWithRunning ? 'or running' : '',
    error ? `error ${error.isPhrase ? `"${error.text}"` : error.text}` : '',
    without ? `not ${[...without.types, ...without.services, ...without.states].join()}` : '',
  ]
    .filter(part => part !== '')
    .join(' ');
}

const groups: Readonly<Record<string, readonly (readonly [sentence: string, read: string])[]>> = {
  'an order and a number of jobs': [
    ['last 5 failed backups', 'backup failed latest 5 ever'],
    ['show me the last ten failed sharepoint backups please', 'backup sharepoint failed latest 10 ever'],
    ['5 most recent failures', 'failed latest 5 ever'],
    ['the 3 newest restores', 'restore latest 3 ever'],
    ['past 10 failed jobs', 'failed latest 10 ever'],
    ['last failed exchange backup', 'backup exchange failed latest 1 ever'],
    ['when was the last failed teams backup', 'backup teams failed latest 1 ever'],
    ['last backup failure', 'backup failed latest 1 ever'],
    ['latest failures', 'failed latest 10 ever'],
    ['last restore', 'restore latest 1 ever'],
    ['last 5 failed backups in october', 'backup failed latest 5'],
    ['last 3 failed backups this week', 'backup failed latest 3'],
    ['last 5 backups that failed', 'backup failed latest 5 ever'],
    ['the 3 latest failed or partial backups', 'backup failed partiallyFinished latest 3 ever'],
    ['last 5 exchange and teams backups', 'backup exchange teams latest 5 ever'],
    ['most recent 20 partial backups, 5 per page', 'backup partiallyFinished latest 20 ever'],
    ['oldest failed backup', 'backup failed oldest 1'],
    ['first 3 failed backups this week', 'backup failed oldest 3'],
    ['oldest running backups', 'backup inProgress oldest'],
    ['top 10 longest', 'longest 10'],
    ['top 5 longest-running backups', 'backup longest 5'],
    ['longest running jobs today', 'longest'],
    ['longest running backup right now', 'backup inProgress longest 1'],
    ['which job took the longest yesterday', 'longest 1'],
    ['which backups took the most time last week', 'backup longest'],
    ['fastest backup yesterday', 'backup shortest 1'],
    ['failed backups last week, longest first', 'backup failed longest'],
    ['failed backups newest first', 'backup failed latest'],
    ['jobs yesterday sorted by duration', 'longest'],
  ],
  'how long jobs took': [
    ['jobs that took longer than 2 hours', '>120 or running'],
    ['jobs that took > 45 minutes yesterday', '>45'],
    ['jobs running longer than 6 hours', 'inProgress >360'],
    ['any backups running for over 3 hours?', 'any backup inProgress >180'],
    ['backups running for 6 hours', 'backup inProgress >=360'],
    ['jobs that took 2 hours or longer today', '>=120 or running'],
    ['backups longer than 1.5 hours', 'backup >90 or running'],
    ['took longer then an hour and a half', '>90 or running'],
    ['>2h jobs', '>120 or running'],
    ['backups over 2h', 'backup >120 or running'],
    ['restores that lasted at least 90 min last week', 'restore >=90'],
    ['failed backups taking more than 1h30m', 'backup failed >90'],
    ['exports under 10 minutes', 'export <10'],
    ['backups that took no longer than 30 minutes', 'backup <=30'],
    ['jobs that took between 1 and 2 hours', '>=60 <=120'],
    ['took between 30 minutes and 2 hours', '>=30 <=120'],
    ['how many jobs took longer than 2 hours today', 'count >120 or running'],
    ['did any backup take longer than 3 hours last night', 'count backup >180'],
  ],
  'words of an error': [
    ['failed with access denied', 'failed error access denied'],
    ['failed backups with a 429 error', 'backup failed error 429'],
    ['backups that failed with HTTP 403', 'backup failed error 403'],
    ['errors containing "quota" this month', 'failed error "quota"'],
    ['"access denied" errors', 'failed error "access denied"'],
    ['errors saying "mailbox not found"', 'failed error "mailbox not found"'],
    ['how many 429 errors today', 'count failed error 429'],
    ['any 429 errors today?', 'any failed error 429'],
    ['throttling errors', 'failed error throttling'],
    ['403 forbidden errors', 'failed error 403 forbidden'],
    ['errors like throttling', 'failed error throttling'],
    ['access denied failures this week', 'failed error access denied'],
    ['503 errors last 7 days', 'failed error 503'],
    ['error 0x80070005 today', 'failed error 0x80070005'],
    ['exchange failures with error code 503', 'exchange failed error 503'],
    ['failed due to quota exceeded', 'failed error quota exceeded'],
    ['last 3 jobs that failed with throttling', 'failed latest 3 ever error throttling'],
  ],
  'what is left out': [
    ['failed backups not including teams', 'backup failed not teams'],
    ['all but Teams', 'not teams'],
    ['everything except exchange and onedrive', 'not exchange,onedrive'],
    ['failed backups, exchange excluded', 'backup failed not exchange'],
    ['all failed backups but teams', 'backup failed not teams'],
    ['all backups except exchange backups', 'backup not exchange'],
    ['failed non-exchange backups', 'backup failed not exchange'],
    ['failed jobs other than restores', 'failed not restore'],
    ['how many backups without teams failed yesterday', 'count backup failed not teams'],
    ['backups that did not fail', 'backup not failed'],
    ['un-finished restores', 'restore not finished,finishedWithException'],
    ['not completed backups', 'backup not finished,finishedWithException'],
    ['backups that did not succeed', 'backup not finished'],
    ['backups without errors', 'backup not failed,partiallyFinished,finishedWithException'],
    ['backups with no problems', 'backup not failed,partiallyFinished,finishedWithException'],
    ['finished backups without errors', 'backup finished'],
    ['jobs that aren’t running', 'not inProgress'],
    ['longest backups except teams', 'backup longest not teams'],
  ],
};

describe('sentences that narrow or order a list', () => {
  for (const [title, rows] of Object.entries(groups))
    for (const [sentence, expected] of rows)
      it(`a list is narrowed by ${title}: "${sentence}"`, () =>
        assert.equal(narrowingOf(sentence), expected));

  it('what is left out is asked back if it’s asked for as well', () => {
    const reading = interpret('failed backups that did not fail', berlin);
    assert.equal(unanswered(reading), 'noQuestion');
    assert.deepEqual(
      reading.offers.map(({ sentence }) => sentence),
      ['failed backups', 'backups'],
    );
  });

  it('a list isn’t narrowed by words that ask something else', () => {
    for (const sentence of [
      'last 5 days',
      'latest exchange backup',
      'did the last 5 backups fail',
      'last 5 backups failed',
      'which of the last 5 backups failed',
      'how many of the last 5 backups failed',
      'last 5 failed backups of each service',
      'last 5000 failed backups',
      'top 5 failed backups',
      'restore the last 5 failed backups',
      'why did the last 5 backups fail',
      'backups over 2 days',
      'backups last 2 hours or more',
      'failed with lots of errors',
      'backups more than 2 hours ago',
      'more than 5 failed backups',
      'jobs that took 2 hours',
      '5 errors',
      'contoso failures today',
      'errors with kim@contoso.com',
      'problems with finance',
      'google workspace failures',
      'not exchange, teams',
      'teams backups, not exchange',
      'not only failed backups',
      'everything except failed exchange backups',
      'did all backups except teams complete',
      'did we get through october without a failed restore',
      'services with no failed backups',
      'skip exchange',
    ])
      assert.equal(interpret(sentence, berlin).command.question?.narrowed, undefined, sentence);
  });
});
