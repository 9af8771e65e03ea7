import assert from 'node:assert/strict';
import { berlin } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';
import { openProduct, type Product } from '../../support/product.ts';

/** What the reply to each sentence begins with. */
const talk: Readonly<Record<string, readonly string[]>> = {
  'You’re welcome': [
    'thanks',
    'ok thx 👍',
    'all good thanks',
    'thank you so much',
    'thanks, got it',
    'thanks that helps',
    'thanks for the report',
    'thanks for letting us know',
    'nice one',
    'well done bot',
    'cheers mate',
  ],
  OK: [
    'ok great',
    'success!',
    'complete',
    'done',
    '👍',
    '🎉🎉',
    ':)',
    'lol',
    'sounds good',
    'group call in 5 min',
    'standup in 10 minutes',
    'let’s chat later',
    'I’m in a meeting',
    'FYI exchange failed again, looking into it',
    'fyi the exchange backup is failing',
    'heads up: exchange is down',
    'I’m on it',
    'we’re looking into it',
    'I’ll check exchange later',
    'we’ll fix the sharepoint backup',
    'I restarted the failed job',
    'exchange is down again, working on it',
    'Kim is looking into it',
  ],
  Hi: ['hi', 'hello bot', 'good morning', 'good morning team', 'how are you?', 'are you there?'],
  Bye: ['bye', 'good night', 'see you tomorrow', 'have a nice weekend', 'ok, talk to you later'],
  'No problem': ['sorry wrong chat', 'no problem', 'never mind', 'sorry', 'thats all for now'],
  Sorry: [
    'you’re wrong',
    'that’s wrong',
    'wrong answer',
    'this can’t be right',
    'are you sure?',
    'that’s not what I asked!',
    'you are wrong about exchange',
    'the numbers are wrong',
  ],
};

/** Sentences that ask, order or report something, whatever else they say. */
const asking = [
  'hi, failed backups today',
  'good morning! any failures?',
  'ok failed backups',
  'thanks, status',
  'I need failed backups',
  'I am checking whether backups ran',
  'I’m looking for failed backups',
  'I’m looking into exchange failures, any since yesterday?',
  'we are working on exchange. status?',
  'FYI show failed backups',
  'fyi, why did exchange fail',
  'no success',
  'no failures',
  'nothing failed',
  'failed',
  'running',
  'partial',
  'ok backups',
  'ok and sharepoint?',
  'group call failures',
  'let’s see failed backups',
  'is it done',
  'blurb the zorg',
];

const answerTo = (sentence: string) => {
  const { command } = interpret(sentence, berlin);
  return command.kind === 'smallTalk' ? String(command.answer) : command.kind;
};

describe('small talk', () => {
  for (const [start, sentences] of Object.entries(talk))
    it(`small talk is answered with a line: ${start}`, () => {
      assert.deepEqual(
        sentences.filter(sentence => !answerTo(sentence).startsWith(start)),
        [],
      );
    });

  it('a sentence that asks something is no small talk, whatever it begins with', () => {
    assert.deepEqual(
      asking.filter(sentence => interpret(sentence, berlin).command.kind === 'smallTalk'),
      [],
    );
  });
});

describe('messages to somebody else', () => {
  let product: Product;

  before(async () => {
    product = await openProduct({});
  });
  after(() => product.close());

  const lee = { id: '29:lee', name: 'Lee' };
  const toLee = (kind: string) => ({
    entities: [{ type: 'mention', text: '<at>Lee</at>', mentioned: lee }],
    conversation: { id: `19:${kind}`, conversationType: kind, tenantId: 'tenant-1' },
  });
  const messages = () => product.connector.sent.filter(({ activity }) => activity.type === 'message').length;
  const answersTo = async (text: string, overrides: object) => {
    const before = messages();
    await product.say(text, overrides);
    return messages() - before;
  };
  const lastEnding = () => product.logged().findLast(({ msg }) => msg === 'turn ended')?.ending;

  it('a message in a group chat that mentions somebody else and asks nothing gets no answer, and is counted', async () => {
    for (const text of ['<at>Lee</at> lunch at the zorg place?', 'thanks <at>Lee</at>']) {
      assert.equal(await answersTo(text, toLee('groupChat')), 0, text);
      assert.equal(lastEnding(), 'silent');
    }
  });

  it('a message that mentions somebody else is answered if it asks something, or if nobody else reads it', async () => {
    assert.equal(await answersTo('<at>Lee</at> status', toLee('groupChat')), 1);
    assert.equal(await answersTo('<at>Lee</at> blurb the backups', toLee('groupChat')), 1);
    assert.equal(await answersTo('<at>Lee</at> blurb the zorg', toLee('personal')), 1);
    assert.equal(await answersTo('blurb the zorg', { conversation: toLee('groupChat').conversation }), 1);
  });
});
