import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';
import { berlin, offered, unanswered } from './support.ts';

/** Sentences with a decisive word, by what their refusal is about. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  person: [
    'failed backups for kim@contoso.com',
    'backups of alice@x.com yesterday',
    'error for kim@contoso.com',
    'errors in bob’s mailbox',
    '"Finance" backups',
    'failed backups for "Board"',
    'Bob’s mailbox',
    'contoso’s backups',
    'failed backups for contoso',
    'failed backups of finance',
    'backups from marketing',
    'failed backups by jane',
    'failed backups in fabrikam',
    'failed for HR',
    'failed backups on server 3',
    'failures per mailbox',
    'failed backups by user',
  ],
  site: [
    'failed backups contoso.com',
    'https://contoso.sharepoint.com/sites/HR failures',
    'which sites failed',
  ],
  period: [
    'failed backups since the outage',
    'failed backups until lunch',
    'failed backups after the patch',
    'backups before the migration',
    'failed backups at dawn',
    'failed backups on payday',
    'failed backups last sprint',
    'failed backups during the maintenance',
    'failures since kickoff for contoso',
    'status since the upgrade',
    'why did exchange fail since the outage',
    'did backups run after the reboot',
  ],
  workload: [
    'entra backups',
    'dynamics backups failed',
    'salesforce jobs',
    'google drive backups failed',
    'azure vm backups today',
    'planner failures',
    'slack backups',
    'jira backups',
  ],
  size: [
    'how big is the exchange backup',
    'total size of backups',
    'backups over 5 gb',
    'how much storage do backups use',
    'price of backups',
    'how much does a backup cost',
    'license usage',
  ],
  act: [
    'retry the failed job',
    'rerun exchange backup',
    'start a backup',
    'cancel the running job',
    'delete old backups',
    'restore bob’s mailbox',
    'recover a deleted file',
    'can you restart the exchange job',
    'i need to restore a site',
    'kick off the sharepoint backup',
    'back up exchange now',
  ],
  elsewhere: [
    'create a ticket',
    'update the ticket',
    'call bob',
    'tell bob about the failures',
    'email this to kim',
    'send this to the boss',
    'mail the report to finance',
    'raise a case with avepoint',
    'schedule a meeting',
    'ask bob to rerun exchange',
  ],
  words: [
    'any critical backups',
    'any critical exchange backups',
    'failed zorg backups',
    'backups zorg',
    'failed backups contoso',
    'backups on time',
    'agent failed',
  ],
};

/** Sentences with polite and everyday words beside a question. */
const everyday: readonly (readonly [sentence: string, same: string])[] = [
  ['need evidence for the auditor: all failed backups in october', 'failed backups in october'],
  ['evidence for our auditors: restores last month', 'restores last month'],
  ['failed backups last month for audit', 'failed backups last month'],
  ['failed backups for the auditors last month', 'failed backups last month'],
  ['boss wants to know: failed backups today', 'failed backups today'],
  ['my manager asks for failed backups today', 'failed backups today'],
  ['quick one: failed backups today', 'failed backups today'],
  ['just got in, failed backups overnight?', 'failed backups overnight'],
  ['hey bot, could you kindly show me the failed backups today, thanks a lot', 'failed backups today'],
  ['FYI show failed backups today', 'failed backups today'],
  ['sorry to bother you, failed backups today please', 'failed backups today'],
  ['when you get a chance, failed backups today', 'failed backups today'],
  ['could you do me a favour and list failed backups today', 'failed backups today'],
  ['I have a quick question about failed backups today', 'failed backups today'],
  ['one more thing: failed backups today', 'failed backups today'],
  ['would you mind showing failed backups today', 'failed backups today'],
  ['for my report: failed backups today', 'failed backups today'],
  ['give me a quick rundown of failed backups today', 'failed backups today'],
  ['is it possible to see failed backups today', 'failed backups today'],
  ['good morning everyone, failed backups today pls', 'failed backups today'],
  ['can someone show me failed backups today', 'failed backups today'],
  ['management needs the failed backups today', 'failed backups today'],
  ['I was wondering which backups failed today', 'failed backups today'],
  ['let me have a look at failed backups today', 'failed backups today'],
  ['if possible, failed backups today', 'failed backups today'],
  ['as usual, failed backups today', 'failed backups today'],
  ['thanks in advance, failed backups today', 'failed backups today'],
  ['long story short: failed backups today', 'failed backups today'],
  ['my boss is asking about failed backups today', 'failed backups today'],
  ['it would be great to see failed backups today', 'failed backups today'],
  ['failed backups today, if you don’t mind', 'failed backups today'],
  ['failed backups today when you have a minute', 'failed backups today'],
];

/** Words that look polite, or like those of a report, but decide something. */
const decisive: readonly string[] = [
  'the customer is asking: failed backups today',
  'failed backups before my meeting',
  'failed backups for the customer',
  'restores by someone',
  'failed backups on my phone',
  'snapshot backups',
  'failed backups of my boss',
  'did anyone restore a site',
];

const aboutOf = (sentence: string) => {
  const about = unanswered(interpret(sentence, berlin));
  return about === 'notUnderstood' ? 'words' : about;
};

describe('decisive words', () => {
  for (const [about, sentences] of Object.entries(kinds))
    it(`a sentence with a decisive word of the kind ${about} gets the refusal of that kind`, () => {
      assert.deepEqual(
        sentences.filter(sentence => aboutOf(sentence) !== about),
        [],
      );
    });

  it('a refused sentence leads to sentences that are understood', () => {
    for (const sentence of Object.values(kinds).flat()) {
      const offers = offered(interpret(sentence, berlin));
      assert.ok(offers.length > 0, sentence);
      assert.deepEqual(
        offers.filter(offer => unanswered(interpret(offer, berlin)) !== undefined),
        [],
        sentence,
      );
    }
  });

  it('polite and everyday words change no question', () => {
    for (const [sentence, same] of everyday)
      assert.deepEqual(interpret(sentence, berlin).command, interpret(same, berlin).command, sentence);
  });

  it('words that decide something are no polite words', () => {
    assert.deepEqual(
      decisive.filter(sentence => aboutOf(sentence) === undefined),
      [],
    );
  });

  it('the audit record is meant only if it is named, or if it is asked who asked', () => {
    const isAudit = (sentence: string) => interpret(sentence, berlin).command.kind === 'audit';
    assert.deepEqual(
      ['audit log', 'audit trail last 7 days', 'audit record today', 'who asked what yesterday'].filter(
        sentence => !isAudit(sentence),
      ),
      [],
    );
    assert.deepEqual(
      ['failed backups for audit', 'for the auditor: restores last month', 'audit failed backups'].filter(
        isAudit,
      ),
      [],
    );
  });
});
