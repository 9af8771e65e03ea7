import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';
import { gotOf } from './field.ts';
import { berlin, offered, reasonOf, unanswered } from './support.ts';

/** "list backup exchange failed", "status teams", or "– period" for no answer. */
function read(sentence: string): string {
  const reading = interpret(sentence, berlin);
  const about = unanswered(reading);
  if (about !== undefined) return `– ${about}`;
  const { kind, type, services, states, error } = gotOf(reading);
  const { without } = reading.command.question?.narrowed ?? {};
  const left = without && ['not', ...without.types, ...without.services, ...without.states];
  const said = [kind, type === 'all' ? '' : type, ...(services ?? [])];
  const narrowed = [...(left ?? []), ...(error ? ['error', error] : [])];
  return [...said, ...(states ?? []).filter(state => state !== 'all'), ...narrowed].filter(Boolean).join(' ');
}

/** What is typed at work and at night, by cause of what was once read wrongly. */
const groups: Readonly<Record<string, readonly (readonly [sentence: string, read: string])[]>> = {
  'lists of finished jobs are not questions whether all is well': [
    ['all finished backups today', 'list backup finished'],
    ['finished backups since 6am', 'list backup finished'],
    ['which backups were successful yesterday', 'list backup finished'],
    ['show me every successful exchange backup today', 'list backup exchange finished'],
    ['did the exchange backup finish', 'didItWork backup exchange'],
    ['is the restore done', 'didItWork restore'],
    ['exchange done?', 'didItWork exchange'],
    ['have all backups finished', 'didItWork backup'],
    ['everything finished?', 'didItWork'],
    ['all backups completed today', 'didItWork backup'],
    ['were all backups successful last night?', 'didItWork backup'],
  ],
  'whether something works is answered by what does not': [
    ['did the backup work', 'didItWork backup'],
    ['did it work last night', 'didItWork'],
    ['is exchange working', 'didItWork exchange'],
    ['is something wrong with exchange', 'didItWork exchange'],
    ['were there any problems with teams yesterday', 'didItWork teams'],
    ['no problems today?', 'didItWork'],
    ['hmm no failures today?', 'didItWork'],
    ['there were no failures, right?', 'didItWork'],
    ['did nothing fail', 'didItWork'],
    ['restore status', 'didItWork restore'],
    ['status of restores today', 'didItWork restore'],
    ['was exchange backed up on friday', 'didItWork backup exchange'],
    ['was sharepoint backed up last night', 'didItWork backup sharepoint'],
  ],
  'the age of a last good backup is asked as of now alone': [
    ['which services were not backed up last week', '– period'],
    ["backup didn't run last night", '– period'],
    ['proof that exchange was backed up last month', '– period'],
    ['backups started late', '– words'],
    ['do we back up teams', 'lastGood teams'],
    ['no sharepoint backups today?', 'lastGood sharepoint'],
    ['did exchange miss its target', 'lastGood exchange'],
    ['is exchange on target', 'lastGood exchange'],
  ],
  'an exclusion is never turned round': [
    ['failed backups with the exception of teams', 'list backup failed not teams'],
    ['failed backups excluding teams', 'list backup failed not teams'],
    ['failed backups leaving out teams', 'list backup failed not teams'],
    ['everything except exchange', 'list not exchange'],
    ['teams not exchange', '– followUp'],
  ],
  'problem words beside a state are not dropped': [
    ['completed with issues', 'list exception'],
    ['successful backups with problems', '– words'],
    ['problem with completed exports', '– words'],
    ['any problems with running backups', '– words'],
    ['finished unsuccessfully', 'list failed'],
    ['finished with failures', 'list exception'],
    ['complete failure today', 'list failed'],
    ['failed then succeeded', '– order'],
    ['backup not working', 'list backup failed'],
  ],
  'a word that opens a sentence is no state': [
    ['ok show failed', 'list failed'],
    ['ok, failed exchange jobs', 'list exchange failed'],
    ['ok failed backups today', 'list backup failed'],
    ['great, any restores running?', 'list restore running'],
    ['morning! what failed?', 'list failed'],
    ['ok backups today', 'list backup finished'],
  ],
  'people and places that look like small words are decisive': [
    ['failures in the US', '– site'],
    ['backups for IT', '– site'],
    ['my failed restores', '– person'],
    ['restores I started', '– person'],
    ['jobs started by me', '– person'],
    ["my manager's mailbox", '– person'],
    ['is my mailbox backed up', '– person'],
    ['failed backups of management', '– person'],
    ['backups of the auditors', '– person'],
    ['failed backups for Sundar', '– person'],
    ['restore failures for Augusto', '– person'],
    ['failed backups of Frida', '– person'],
    ['restores by kim', '– person'],
    ['backups for HR', '– person'],
    ['affected mailboxes', '– site'],
    ['which teams failed', '– site'],
    ['how many groups failed', '– site'],
    ['which flows failed', '– site'],
    ['status for this group', '– site'],
  ],
  'other words that change the question stop it': [
    ['test restores last month', '– words'],
    ['how many backups are still to go', '– nextRun'],
    ['is microsoft 365 ok', '– words'],
    ['portal status', '– words'],
    ['how many services had no failures', '– rank'],
    ['retention period', '– elsewhere'],
    ['what is our retention', '– elsewhere'],
    ['what happens if a backup fails', '– elsewhere'],
    ['should a backup fail like this', '– elsewhere'],
    ['full backups that failed', '– words'],
    ['failed because of throttling', 'list failed error throttling'],
    ['error 0x80070005 access denied', 'list failed error 0x80070005 access denied'],
    ['failed 2 days in a row', '– order'],
    ['since when is exchange failing', '– order'],
    ['more than 5 failures today?', '– compare'],
    ['did exchange back up every day last week', '– rank'],
    ['fails every night', '– period'],
  ],
  'something to be done is not a list': [
    ['I need a restore', '– act'],
    ['can you do a restore of teams', '– act'],
    ['get exchange running again', '– act'],
    ['finish the backup', '– act'],
    ['backup exchange', '– act'],
    ['please backup teams', '– act'],
    ['re-run failed backups', '– act'],
    ['re-start the backup', '– act'],
    ['can i restore from friday', '– act'],
    ['run failed', 'list failed'],
    ['start with failures', 'list failed'],
    ['backup exchange failed', 'list backup exchange failed'],
    ['get running jobs', 'list running'],
    ['I need the backup status', 'status'],
  ],
  'the way something comes is no service': [
    ['show failures in this chat', 'list failed'],
    ["let's chat about failed backups", 'list backup failed'],
    ['send me failed backups by email', '– elsewhere'],
    ['i got a mail that backups failed', 'list backup failed'],
    ['hi teams, any failures?', 'didItWork failed'],
    ['failed backups in teams', 'list backup teams failed'],
  ],
  'services that stand beside each other are one, or are asked about': [
    ['group chat failed', 'list teamsChat failed'],
    ['group mailbox backups failed', 'list backup groups failed'],
    ['public folder mailbox backups', 'list backup publicFolder'],
    ['sharepoint site backups', 'list backup sharepoint'],
    ['teams sites failed today', '– noQuestion'],
    ['exchange and teams failed', 'list exchange teams failed'],
    ['both exchange and teams failed', 'list exchange teams failed'],
    ['failures including partial', 'list failed partial'],
  ],
  'other answers keep to their own words': [
    ['status report', 'status'],
    ["i'm on call tonight, anything failing?", '– notUnderstood'],
    ["I'm on duty, what failed", '– notUnderstood'],
    ['it was my fault sorry', '– smallTalk'],
    ['sox audit', '– noQuestion'],
    ['internal audit of october', '– noQuestion'],
    ['audit of Kim Larsen yesterday', 'audit'],
  ],
  'reasons are of what went wrong': [
    ['why is exchange still running', '– words'],
    ['why did exchange finish', '– words'],
    ['reasons for partial backups', '– words'],
    ["why didn't the backup finish", 'why backup'],
    ['why did backups fail', 'why backup'],
  ],
  'a colour or a praise before jobs is no status': [
    ['green backups', '– words'],
    ['good backups today', '– words'],
    ['red backups', '– words'],
    ['clean backups', '– words'],
    ['backups green?', 'status'],
  ],
  'short names and other wordings are understood': [
    ['exch failed', 'list exchange failed'],
    ['SP failures', 'list sharepoint failed'],
    ['OD backups', 'list backup onedrive'],
    ['PBI failures', 'list powerBi failed'],
    ['how is exchange doing', 'status exchange'],
    ['hows onedrive', 'status onedrive'],
    ["how's teams", 'status teams'],
    ['I think exchange failed', 'list exchange failed'],
    ['looks like exchange failed', 'list exchange failed'],
    ['failed backups in detail', 'list backup failed'],
    ['last nites backups', 'list backup'],
    ['did last nights backups succeed', 'didItWork backup'],
    ['how many backups are ok', 'count backup finished'],
    ['FW: Backup job failed - Exchange Online', 'list backup exchange failed'],
    ['tell me if exchange failed', 'didItWork exchange failed'],
  ],
  'a question about what may be done, or will be, is not about what ran': [
    ['is it safe to delete backups', '– act'],
    ['is it ok to delete the site', '– act'],
    ['which backups have yet to complete', '– nextRun'],
    ['what still needs to be done', '– nextRun'],
    ['how many to go', '– nextRun'],
    ['which backups should have run', '– words'],
    ['could teams fail', '– words'],
    ['which backups might fail', '– words'],
    ['backups about to fail', '– nextRun'],
    ['if backups fail', '– settings'],
    ['when a backup fails', '– settings'],
    ['what if exchange fails', '– settings'],
    ['trying to restore a mailbox', '– act'],
    ['show me how to restore', '– act'],
    ['how can i restore', '– act'],
    ['get exchange restored', '– act'],
    ['have the mailbox exported', '– act'],
    ['give me a restore', '– act'],
    ['do restore', '– act'],
    ['could you back up exchange', '– act'],
    ['backup everything', '– act'],
    ['backup exchange asap', '– act'],
    ['Fwd: please restore exchange', '– act'],
    ['open an incident', '– elsewhere'],
    ['show restore jobs today', 'list restore'],
    ['what is a partial backup', '– elsewhere'],
    ['what is retention', '– elsewhere'],
    ['how do backups work', '– elsewhere'],
    ['how was the mailbox deleted', '– elsewhere'],
    ['can i count on exchange', '– rate'],
    ['is exchange back up', '– words'],
    ['are my backups gone', '– words'],
  ],
  'whether something has finished is asked in many ways': [
    ['check if exchange is finished', 'didItWork exchange'],
    ['i need to know whether all backups completed', 'didItWork backup'],
    ['was that restore successful', 'didItWork restore'],
    ['did that restore finish', 'didItWork restore'],
    ['exchange finished yet', 'didItWork exchange'],
    ['backups all completed', 'didItWork backup'],
    ['did exchange back up last night', 'didItWork backup exchange'],
    ['backups that finished today', 'list backup finished'],
    ['is it done', 'didItWork'],
    ['did everything work', 'didItWork'],
    ['is there a successful backup of exchange', 'lastGood exchange'],
    ['did any exports run last month', 'list export'],
    ['is there a backup of teams', 'lastGood teams'],
    ['was the last backup successful', '– order'],
    ['what went wrong with the last backup', '– words'],
    ['no backups failed today?', 'didItWork backup'],
  ],
  'what went through has finished': [
    ['how many backups ran through clean in october', 'count backup finished'],
    ['how many went through yesterday', 'count finished'],
    ['how many exports passed', 'count export finished'],
    ['which backups ran fine last night', 'list backup finished'],
    ['backups that went through last night', 'list backup finished'],
    ['show me the restores that went well last week', 'list restore finished'],
    ['did the nightly backup run through', 'didItWork backup'],
    ['did the backups run through cleanly', 'didItWork backup'],
    ['did we get through the weekend', 'didItWork'],
    ['did exchange get through the night', 'didItWork exchange'],
    ['did exchange make it through october', 'didItWork backup exchange'],
    ['when did exchange last go through', 'lastGood exchange'],
    ['go through the failures of last night', 'list failed'],
    ['how many green backups last night', '– words'],
    ['which backups recovered', '– words'],
    ['how many backups run through friday', '– period'],
    ['failures through october', '– words'],
  ],
  'nightly jobs are those of last night': [
    ['did the nightly jobs run', 'didItWork'],
    ['nightly exchange backup failed', 'list backup exchange failed'],
    ['nightly backups on friday', '– period'],
    ['nightly backups this week', '– period'],
    ['nightly', '– notUnderstood'],
  ],
  'words that look like others': [
    ['part of the backup failed', '– words'],
    ['thats ok', '– smallTalk'],
    ['agent failed', '– words'],
    ['worker failed', '– words'],
    ['timezone', '– notUnderstood'],
    ['hw failure', '– words'],
    ['hw many backups failed', 'count backup failed'],
    ['great job', '– smallTalk'],
    ['nice job', '– smallTalk'],
    ['was the wrong site deleted', '– site'],
    ['mailbox deleted in error', '– site'],
    ['wrong mailbox restored', '– site'],
    ['my job failed', '– person'],
    ['is my email backed up', '– person'],
    ['active mailboxes', '– site'],
    ['teams without a backup', '– site'],
    ['is this chat backed up', '– site'],
    ['portal failed', '– words'],
    ['microsoft failed', '– words'],
    ['are you running', '– words'],
    ['is the bot broken', '– words'],
    ['FYI exchange failed again, looking into it', '– smallTalk'],
    ['group the failures', '– rank'],
    ['jobs like exchange', '– words'],
    ['is this job ok', '– followUp'],
    ['no. of failed backups', 'count backup failed'],
    ['what failed since then', '– period'],
    ['finished within 2 hours', '– words'],
    ['did exchange finish within the backup window', '– words'],
    ['failures over the weekend', 'list failed'],
    ['failures over last weekend', 'list failed'],
  ],
  'parts that do not go together are not thrown together': [
    ['failed jobs and all restores', '– noQuestion'],
    ['failures including restores', '– noQuestion'],
    ['exchange plus all failures', '– noQuestion'],
    ['failures or exchange', '– noQuestion'],
    ['all exchange backups and failed teams backups', '– noQuestion'],
    ['failed exchange and finished teams backups', '– noQuestion'],
    ['is only exchange failing', '– rank'],
    ['complete restore failed', '– noQuestion'],
    ['ok exchange failed', 'list exchange failed'],
    ['failed or partial exchange and onedrive backups', 'list backup exchange onedrive failed partial'],
    ['Are there any failed jobs, and why did they fail?', 'why'],
  ],
};

for (const [title, rows] of Object.entries(groups)) {
  describe(title, () => {
    for (const [sentence, expected] of rows)
      it(`"${sentence}" is read as: ${expected}`, () => assert.equal(read(sentence), expected));
  });
}

describe('suggestions', () => {
  it('a suggestion is not what was just excluded', () => {
    for (const [sentence, excluded] of [
      ['failed backups except teams', 'failed Teams backups'],
      ['failed jobs other than restores', 'failed restores'],
      ['failures except today', 'failed jobs today'],
    ] as const)
      assert.ok(!offered(interpret(sentence, berlin)).includes(excluded), sentence);
  });

  it('a suggestion does not mistake the destination of a message for a service', () => {
    const reading = interpret('send failed backups to teams', berlin);
    assert.equal(unanswered(reading), 'elsewhere');
    assert.deepEqual(offered(reading).slice(0, 2), ['failed backups', 'status']);
  });

  it('a suggestion has a reason that is true', () => {
    for (const sentence of [
      'is exchange working?',
      'restores by kim',
      'backups for HR',
      'failures on server 3',
    ])
      assert.doesNotMatch(reasonOf(interpret(sentence, berlin)), /as a time/, sentence);
    assert.doesNotMatch(reasonOf(interpret('no sharepoint backups today?', berlin)), /exclude/);
  });

  it('a suggestion is worded as people say it', () => {
    assert.deepEqual(offered(interpret('problems on 31 november', berlin)), ['problems on 30 november 2025']);
  });
});
