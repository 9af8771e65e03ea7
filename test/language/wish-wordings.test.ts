import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';
import { gotFrom } from './field.ts';
import { berlin } from './support.ts';

/** Wordings of what is set, told and wished, by the kind of answer. */
const wordings: Readonly<Record<string, readonly string[]>> = {
  duty: [
    'who has duty this week',
    'who has on-call duty this week',
    'who is on call at the moment',
    'whos oncall today',
  ],
  role: ['am i admin here?', 'what rights do i have', 'who are the admins', 'my permissions'],
  faults: ['how many incidents are open'],
  watch: [
    'pls notifiy me if exchange fails',
    'we would like to receive alerts for failed teams backups',
    'create alert for failed exchange backups',
    'new alert for power bi failures',
    'failure notifications for teams please',
    'write here when exchange backup fails',
    'drop a message here if teams backup breaks',
    'would be good to get a message when exchange fails',
    'is it possible to be notified if a backup fails',
    'subscribe this channel to failures',
    'pls inform me if anything fails tonite',
    'i’m on leave tomorrow, ping the channel if exchange fails',
    'write me a message when the sharepoint restore is finished',
  ],
  digest: [
    'move our morning report to 06:45',
    'move the daily report to 7',
    'can the daily report come at 7 instead of 8',
    'please send the digest at 7 instead',
    'change the digest from 8 to 9',
    'morning report at 7 please',
    'a morning report would be great',
  ],
  quieter: [
    'snooze sharepoint notifications until 6pm',
    'turn off the daily digest',
    'cancel my subscription for teams failures',
    'stop my subscriptions',
    'we have maintenance till tomorrow 8am, pause all alerts',
    'pause all alerts, we have maintenance today',
    'we are migrating exchange this weekend, please pause its alerts',
    'pause notifications during maintenance tonight',
    'we are patching tonight, mute everything',
    'I dont need the daily report anymore, stop it',
    'i no longer want notifications',
    'deactivate the alerts',
    'turn alerts back on',
    'give me a break from the alerts till noon',
  ],
  settings: [
    'which watches are active in this chat',
    'where can i change the time of the digest',
    'where can i see what is configured for this channel',
    'which digests and watches do we have set up here',
    'where are the settings',
    'what am i subscribed to',
    'do we have any alerts here',
    'how can i change the time of the report',
    'at what time do we get the report',
  ],
  smallTalk: [
    'my bad, that was meant for the ops channel',
    'sorry, this was for Marek',
    'ok will check with avepoint support',
    'see u tomorrow',
    'never mind, I found it',
    'thx, you saved my day',
    'ok cool, that’s what i needed',
    'going home now, bye',
    'wrong bot sorry',
    'i was wrong',
    'no, that’s it',
    'just testing',
  ],
};

/** Near to the wordings above; the kind is what they must not be read as. */
const nearMisses: Readonly<Record<string, readonly string[]>> = {
  duty: ['who has duty next week', 'who had duty yesterday', 'who has duty for legal this week'],
  role: ['who is admin of contoso', 'am i admin of the failed backup', 'my rights failed'],
  watch: [
    'we only care about finance, alert us if exchange fails',
    'we don’t want alerts when exchange fails',
    'alert us if anything failed tonight',
    'failure alerts yesterday',
    'monitor that',
    'write the failed backups here',
    'i have alerts for failed exchange backups, which ones fired',
    'is it possible that exchange fails',
  ],
  digest: [
    'did the morning report fail',
    'morning summary',
    'good morning, report failures',
    'move the backup to 7',
    'move the daily report to legal',
    'change the digest from daily',
  ],
  quieter: [
    'we have maintenance, which backups failed',
    'stop the exchange backup, we have maintenance',
    'end all subscriptions',
    'snooze the incident',
    'pause alerts for bob, we have maintenance',
    'its for bob, mute exchange alerts',
    'we have maintenance for contoso, pause all alerts',
    'the daily digest failed',
    'pause all jobs',
    'pause everything in exchange',
  ],
  settings: [
    'what time did the export fail',
    'which notifications failed',
    'where can i change the password',
    'which backups are active in this chat',
    'digests and watches',
  ],
  smallTalk: [
    'that was for exchange',
    'it was for the backup',
    'i found it failed',
    'no success',
    'no that failed',
    'sorry, what failed for Marek',
    'i will check what failed',
  ],
};

const kindOf = async (say: string) => (await gotFrom({ say })).kind;

for (const [kind, sentences] of Object.entries(wordings))
  describe(`wordings of ${kind}`, () => {
    for (const sentence of sentences)
      it(`“${sentence}” is read as ${kind}`, async () => assert.equal(await kindOf(sentence), kind));
  });

describe('what a wish leaves out', () => {
  it('a watch that is wished for during some time says that it lasts', () => {
    assert.deepEqual(interpret('ping us if exchange fails tonight', berlin).notes, [
      { kind: 'watchLasts', said: 'tonight' },
    ]);
  });

  it('a weekly report is moved to another day and time', () => {
    const { order } = interpret('move the weekly report to fridays at 16:00', berlin).command;
    assert.deepEqual(order.to, { hour: 16, minute: 0, zone: 'Europe/Berlin', days: [5] });
  });
});

for (const [kind, sentences] of Object.entries(nearMisses))
  describe(`near misses of ${kind}`, () => {
    for (const sentence of sentences)
      it(`“${sentence}” isn’t read as ${kind}`, async () => assert.notEqual(await kindOf(sentence), kind));
  });
