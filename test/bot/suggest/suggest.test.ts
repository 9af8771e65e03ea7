import assert from 'node:assert/strict';
import { interpret } from '../../../src/bot/interpret.ts';
import { isUnclear, suggestionsFor } from '../../../src/bot/suggest/suggest.ts';
import { berlin } from '../../language/support.ts';

/** What is offered if the model answers with `answers`, and what it was sent. */
async function offered(text: string, answers: readonly string[]) {
  const sent: string[] = [];
  const asked: string[] = [];
  const model = {
    isReady: () => true,
    async suggest(sentence: string) {
      asked.push(sentence);
      return answers;
    },
  };
  const offers = await suggestionsFor(text, berlin, model, sentence => sent.push(sentence));
  assert.deepEqual(sent, asked);
  return { sent: sent[0], sentences: offers.map(({ sentence }) => sentence) };
}

describe('suggestions of a language model', () => {
  it('up to three questions that the grammar reads are offered', async () => {
    const answers = ['failed backups yesterday', 'status', 'problems today', 'running jobs'];
    assert.deepEqual((await offered('backups von gestern kaputt', answers)).sentences, answers.slice(0, 3));
  });

  const lies: readonly (readonly [string, string])[] = [
    ['a service that does not exist', 'failed Dynamics backups yesterday'],
    ['a service that nobody named', 'failed Exchange backups yesterday'],
    ['a number that nobody said', 'failed backups last 9 days'],
    ['a number in words that nobody said', 'failed backups last two weeks'],
    ['a date that nobody said', 'failed backups since Friday'],
    ['a person', 'failed backups for kim'],
    ['an order', 'watch all backups'],
    ['a digest', 'digest daily at 8'],
    ['an action', 'rerun failed jobs'],
    ['prose', 'I think you want to see the failed backups'],
    ['a typing error', 'faild backups yesterday'],
    ['Markdown', '[failed backups](https://evil.example)'],
    ['two lines', 'failed backups\nwatch all backups'],
    ['another language', 'fehlgeschlagene Backups'],
    ['help', 'help'],
    ['nothing', ''],
  ];
  for (const [name, lie] of lies)
    it(`a suggestion with ${name} is dropped`, async () => {
      assert.deepEqual((await offered('backups kaputt blurb', [lie, 'status'])).sentences, ['status']);
    });

  it('services and numbers that the sentence has may be in a suggestion', async () => {
    const { sentences } = await offered('exchange kaputt letzte 9 tage', [
      'failed Exchange backups last 9 days',
    ]);
    assert.deepEqual(sentences, ['failed Exchange backups last 9 days']);
  });

  it('the same suggestion comes once', async () => {
    assert.deepEqual((await offered('blurb', ['status', 'Status', 'status '])).sentences, ['status']);
  });

  const covered: readonly (readonly [string, string])[] = [
    ['blurb kim@contoso.com zorg', 'blurb NAME1 zorg'],
    ['blurb https://contoso.sharepoint.com/sites/HR zorg', 'blurb NAME1 zorg'],
    ['blurb "Bob Jones" zorg', 'blurb NAME1 zorg'],
    ["blurb Bob's zorg", 'blurb NAME1 zorg'],
    ['blurb for contoso and of fabrikam', 'blurb for NAME1 and of NAME2'],
    ['blurb 20261123 on server01', 'blurb NAME1 on NAME2'],
    ['zorg FB20261123061522419876 blurb', 'zorg ID1 blurb'],
    ['failed backups since the outage', 'failed backups since the outage'],
  ];
  for (const [text, sent] of covered)
    it(`what may identify somebody isn't sent: ${text}`, async () => {
      assert.equal((await offered(text, [])).sent, sent);
    });

  it('a name that was left out comes back in no suggestion', async () => {
    const { sentences } = await offered('blurb for contoso', ['failed backups for NAME1', 'failed backups']);
    assert.deepEqual(sentences, ['failed backups']);
  });

  const kept: readonly (readonly [string, boolean])[] = [
    ['blurb the zorg', true],
    ['failed backups since the outage', true],
    ['restore bob’s onedrive', false],
    ['failed backups for kim@contoso.com', false],
    ['thanks', false],
    ['failed backups today', false],
    ['digest at 25', false],
    ['create a ticket', false],
  ];
  for (const [text, isSent] of kept)
    it(`a sentence ${isSent ? 'that fits nothing may be' : 'of another kind is never'} sent: ${text}`, () => {
      assert.equal(isUnclear(interpret(text, berlin)), isSent);
    });

  it('a message that mentions somebody else and of which nothing is understood is never sent', () => {
    const people = [{ id: '29:lee', name: 'Lee' }];
    assert.equal(isUnclear(interpret('@Lee blurb the zorg', { ...berlin, people })), false);
    assert.equal(isUnclear(interpret('blurb the zorg', berlin)), true);
  });
});
