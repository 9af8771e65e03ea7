import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';
import { gotOf } from './field.ts';
import { berlin, unanswered } from './support.ts';

/** "list backup exchange failed latest 5 not teams", or "– period" for no answer. */
function read(sentence: string): string {
  const reading = interpret(sentence, berlin);
  const about = unanswered(reading);
  if (about !== undefined) return `– ${about}`;
  const { kind, type, services, states, sort, limit, error } = gotOf(reading);
  const { without } = reading.command.question?.narrowed ?? {};
  return [
    kind,
    type === 'all' ? '' : type,
    ...(services ?? []),
    ...(states ?? []).filter(state => state !== 'all'),
    sort,
    limit,
    ...(error ? ['error', error] : []),
    ...(without ? ['not', ...without.types, ...without.services, ...without.states] : []),
  ]
    .filter(part => part !== '' && part !== undefined)
    .join(' ');
}

/** Wordings of one kind of question about jobs, with near misses that stay unanswered. */
const groups: Readonly<Record<string, readonly (readonly [sentence: string, read: string])[]>> = {
  'what did not end well is listed': [
    ['which ones have not finished yet', 'list not finished finishedWithException'],
    ["what hasn't finished yet", 'list not finished finishedWithException'],
    ['backups that never finished this week', 'list backup not finished finishedWithException'],
    ['restores that did not go through last week', 'list restore not finished'],
    ['not finished onedrive backups today', 'list backup onedrive not finished finishedWithException'],
    ['everything that is not green since monday', 'list not finished'],
    ['teams chat backups this week which did not finish ok', 'list backup teamsChat not finished'],
    ['jobs that did not complete cleanly yesterday', 'list not finished'],
    ["backups which didn't end well last night", 'list backup not finished'],
    ["backups that didn't run clean yesterday", 'list backup not finished'],
    ['which exchange backups did not make it last night', 'list backup exchange not finished'],
    [
      'exports without any errors this week',
      'list export not failed partiallyFinished finishedWithException',
    ],
    ['never finished', '– noQuestion'],
    ['which services never finished', '– rank'],
    ['jobs not started', '– noQuestion'],
    ["backups that didn't run yesterday", '– period'],
  ],
  'what is left out is said in many ways': [
    ['failed backups excl. teams', 'list backup failed not teams'],
    ['failed jobs but no exports', 'list failed not export'],
    ['failed jobs, no restores please', 'list failed not restore'],
    ['failed backups and no teams', 'list backup failed not teams'],
    ['any failures besides teams?', 'didItWork failed not teams'],
    ['did anything fail other than exchange', 'didItWork failed not exchange'],
    ["are there any jobs that haven't finished", 'count not finished finishedWithException'],
    ['no failed backups but restores', '– noQuestion'],
    ['failed backups, no idea why', '– words'],
    ['did all backups except teams finish', '– noQuestion'],
  ],
  'one list is picked out or ordered in many ways': [
    ['oldest job still running', 'list running oldest 1'],
    ['oldest job thats still running', 'list running oldest 1'],
    ['which running job is the oldest', 'list running oldest 1'],
    ['the very last failed job', 'list failed latest 1'],
    ['last good restore of exchange', 'list restore exchange finished latest 1'],
    ['latest clean export', 'list export finished latest 1'],
    ['last two runs of teams chat', 'list teamsChat latest 2'],
    ['last few failed backups', 'list backup failed latest 10'],
    ['last couple of failed backups', 'list backup failed latest 2'],
    ['last time exchange failed', 'list exchange failed latest 1'],
    ['newest failed backups first', 'list backup failed latest'],
    ['sort failed jobs by start time', 'list failed latest'],
    ['last time exchange worked', 'lastGood exchange'],
    ['last good backup of exchange', 'lastGood exchange'],
    ['failures in the last few days', '– period'],
    ['are the last 5 backups ok', '– order'],
    ['failed backups by time', '– person'],
    ['is exchange the oldest', '– order'],
  ],
  'whether all went well is asked in many ways': [
    ['not one failure in november?', 'didItWork'],
    ['not even one failed backup last night?', 'didItWork backup'],
    ['without failures last night?', 'didItWork'],
    ['hope nothing failed last night', 'didItWork'],
    ['hope all jobs finished w/o errors past night', 'didItWork'],
    ['hopefully the exchange backup finished', 'didItWork backup exchange'],
    ['all jobs finished without errors last night?', 'didItWork'],
    ['backups ran last night?', 'didItWork backup'],
    ['please confirm that all backups ran last night', 'didItWork backup'],
    ['need confirmation that backups completed last night', 'didItWork backup'],
    ['can i tell the auditors that all backups ran last month', 'didItWork backup'],
    ['did exchange even run last night', 'didItWork exchange'],
    ['all jobs that finished without errors last night?', 'list finished'],
    ['which backups ran last night?', 'list backup'],
    ['confirm failed backups yesterday', 'list backup failed'],
    ['everything from today for viva engage', 'list vivaEngage'],
    ['everything ok yesterday', 'status'],
    ['please confirm', '– notUnderstood'],
  ],
  'a question in the negative asks the same': [
    ['didnt the exchange job run at all on saturday', 'didItWork exchange'],
    ["on saturday, didn't exchange run?", 'didItWork exchange'],
    ["hasn't the export finished yet", 'didItWork export'],
    ["aren't the backups done yet?", 'didItWork backup'],
    ['did exchange not run last night?', 'didItWork exchange'],
    ["wasn't exchange backed up last night?", 'didItWork backup exchange'],
    ["backup didn't run last night", 'lastGood'],
    ["don't show teams", '– noQuestion'],
    ['did any backups not finish', 'count backup not finished finishedWithException'],
    ['are there backups not finished', '– noQuestion'],
  ],
  'what else may have happened changes no question': [
    ['has the export from this morning completed or is it still going', 'didItWork export'],
    ['is the onedrive restore finished or still running', 'didItWork restore onedrive'],
    ['did the exchange backup succeed or fail last night', 'didItWork backup exchange'],
    ['exchange restore: completed or still going?', 'didItWork restore exchange'],
    ['public folders: ok or not ok last night?', 'status publicFolder'],
    ['did the backup work or not', 'didItWork backup'],
    ['failed or not finished backups', '– noQuestion'],
    ['which backups finished or failed?', 'list backup finished failed'],
    ['finished or failed exports', 'list export finished failed'],
    ['completed or still going?', '– noQuestion'],
  ],
  'an error is named in many ways': [
    ["failed onedrive backups with 'file is locked'", 'list backup onedrive failed error file is locked'],
    ['sharepoint backups that failed because of a timeout', 'list backup sharepoint failed error timeout'],
    ["errors that contain 'mailbox not found'", 'list failed error mailbox not found'],
    ['all jobs with message quota exceeded', 'list error quota exceeded'],
    ['jobs where the error is timeout', 'list failed error timeout'],
    ['jobs where the message says throttled', 'list error throttled'],
    ['jobs with 503 yesterday', 'list error 503'],
    ['backups with contoso', '– words'],
    ['jobs with message from bob', '– person'],
    ['exports with 5 items', '– words'],
    ['people whose backups failed', '– person'],
  ],
  'a number is asked for in many ways': [
    ['amount of failed backups last night', 'count backup failed'],
    ['nr of failed backups today', 'count backup failed'],
    ['exchange failures last week, number please', 'count exchange failed'],
    ['just the number of failures today', 'count failed'],
    ['need a number: partially finished teams backups yesterday, how many', 'count backup teams partial'],
    ['how many exports have we done this year', 'count export'],
    ['how many exports are done', 'count export finished'],
    ['how many backups will run', '– words'],
    ['number of backups that failed twice', '– words'],
  ],
  'jobs that were performed, made or carried out are jobs that ran': [
    ['list restore jobs performed in the last 7 days', 'list restore'],
    ['how many jobs were executed yesterday', 'count'],
    ['which backups were carried out yesterday', 'list backup'],
    ['what exports took place last month', 'list export'],
    ['run history of exchange backups this week', 'list backup exchange'],
    ['restores performed by kim', '– person'],
    ['run exchange backups', '– act'],
    ['what has run today', 'list'],
    ['did any backup encounter errors last night', 'didItWork backup failed'],
    ['how often did that happen last month', '– followUp'],
    ['when did it finish', '– followUp'],
  ],
  'kinds of job that are verbs as well are kinds, if more is said of their jobs': [
    ['restore and export jobs from last friday', 'list restore+export'],
    ['export and restore failures this week', 'list export+restore failed'],
    ['restore and export jobs', '– act'],
    ['restore and export failed jobs', '– act'],
    ['delete and restore bobs onedrive', '– act'],
    ['export this', '– file'],
  ],
  'a state behind the rest belongs to it': [
    ['onedrive restores over the last fortnight, finished ones', 'list restore onedrive finished'],
    ['exchange backups last week - only the failed ones', 'list backup exchange failed'],
    ['teams backups yesterday, small ones', '– size'],
  ],
  'all workloads are no filter': [
    ['show failed & partial backups across all workloads, past 72h', 'list backup failed partial'],
    ['failed restores over all workloads yesterday', 'list restore failed'],
    ['failed restores over finance yesterday', '– words'],
  ],
  'whether planned backups ran is no question for the plan': [
    ['have all scheduled backups run today?', 'didItWork backup'],
    ['did the scheduled backups complete last night', 'didItWork backup'],
    ['when is the next scheduled backup', 'nextRun backup'],
    ['did backups run on schedule', '– nextRun'],
  ],
  'our own mailbox backups are those of Exchange': [
    ['have my mailbox backups been successful this month?', 'didItWork backup exchange'],
    ['my mailbox backup failed', '– person'],
    ['did my restore finish', '– person'],
  ],
  'typing errors in small words are read': [
    ['anythign failed in powerbi overnight', 'didItWork powerBi failed'],
    ['did evrything run ok last night', 'didItWork'],
    ['how mny failed today', 'count failed'],
    ['clothing failed', '– words'],
  ],
  'numbers and ends have many words': [
    ['# of failed backups yesterday', 'count backup failed'],
    ['sum of failed jobs last week', 'count failed'],
    ['did all jobs end successfully yesterday', 'didItWork'],
    ['what went down last night', '– words'],
    ['is that better than last week', '– followUp'],
    ['is it worse than last week?', 'compare failed'],
  ],
  'why somebody asks changes no question': [
    ['i was on leave, did anything fail since thursday', 'didItWork failed'],
    ['just back from lunch, what failed', 'list failed'],
    ['for the monthly report: how many backups failed in october', 'count backup failed'],
    ['before my meeting: did all backups run last night', 'didItWork backup'],
    ['failures for tomorrows standup', 'list failed'],
    ['failed backups before my meeting', '– period'],
    ["i'm on call tonight, anything failing?", '– notUnderstood'],
    ['failed backups for sales', '– person'],
    ['i was on leave', '– notUnderstood'],
  ],
  'an order that names a period is no list': [
    ["export last month's backups", '– file'],
    ["restore last night's backup", '– act'],
    ['exports last month', 'list export'],
    ['export yesterday', 'list export'],
  ],
  'two kinds of job with the same state are two lists': [
    ['failed restores and failed exports last month', 'list restore+export failed'],
    ['running backups and running restores', 'list backup+restore running'],
    ['failed exports as well as failed restores yesterday', 'list export+restore failed'],
    ['backups that failed and restores that failed', 'list backup+restore failed'],
    ['how many failed restores and failed exports last week', 'count restore+export failed'],
    ['failed exchange backups and failed teams backups', 'list backup exchange teams failed'],
    ['partial backups and failed backups', 'list backup partial failed'],
    ['failed exchange backups and finished teams backups', '– noQuestion'],
    ['failed exchange backups and failed teams restores', '– noQuestion'],
    ['failed restores plus partial exports', '– noQuestion'],
    ['failed jobs and failed restores', '– noQuestion'],
  ],
};

for (const [title, rows] of Object.entries(groups)) {
  describe(title, () => {
    for (const [sentence, expected] of rows)
      it(`"${sentence}" is read as: ${expected}`, () => assert.equal(read(sentence), expected));
  });
}
