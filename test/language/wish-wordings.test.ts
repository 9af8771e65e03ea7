import assert from 'node:assert/strict';
import { gotFrom } from './field.ts';

/** Wordings of what is set, told and wished, by the kind of answer. */
const wordings: Readonly<Record<string, readonly string[]>> = {
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
  quieter: [
    'we have maintenance, which backups failed',
    'stop the exchange backup, we have maintenance',
    'end all subscriptions',
    'snooze the incident',
    'pause alerts for bob, we have maintenance',
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

for (const [kind, sentences] of Object.entries(nearMisses))
  describe(`near misses of ${kind}`, () => {
    for (const sentence of sentences)
      it(`“${sentence}” isn’t read as ${kind}`, async () => assert.notEqual(await kindOf(sentence), kind));
  });
