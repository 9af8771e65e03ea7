import { strict as assert } from 'node:assert';
import { sentenceOf } from '../../src/teams/sentence-of.ts';

const bot = { id: '28:bot', name: 'Backup Watch' };
const mention = (id: string, name: string, text: string | null = `<at>${name}</at>`) =>
  ({ type: 'mention', mentioned: { id, name }, text }) as never;
const own = mention(bot.id, bot.name);

const said = (text: string | undefined, ...entities: never[]) =>
  sentenceOf({ text: text as string, recipient: bot, entities });

describe('the sentence that was said', () => {
  it('has the bot’s own mention taken out, at the start, in the middle and at the end', () => {
    assert.equal(said('<at>Backup Watch</at> failed backups today', own), 'failed backups today');
    assert.equal(said('failed <at>Backup Watch</at> backups', own), 'failed backups');
    assert.equal(said('failed backups <at>Backup Watch</at>', own), 'failed backups');
  });

  it('has it taken out twice where it was said twice', () => {
    assert.equal(said('<at>Backup Watch</at> help <at>Backup Watch</at>', own, own), 'help');
  });

  it('has it taken out where the entity does not repeat its text', () => {
    assert.equal(said('<at>Backup Watch</at> help', mention(bot.id, bot.name, null)), 'help');
  });

  it('keeps the mentions of others', () => {
    const kim = mention('29:kim', 'Kim');
    assert.equal(said('<at>Backup Watch</at> ask <at>Kim</at>', own, kim), 'ask @Kim');
  });

  it('does not take a name for a mention that no entity vouches for', () => {
    assert.equal(said('<at>Backup Watch</at> help'), '@Backup Watch help');
  });

  it('decodes what the client encoded and folds white space', () => {
    assert.equal(
      said('<at>Backup Watch</at>&nbsp;failed\u00a0 backups\n&amp;  more', own),
      'failed backups & more',
    );
  });

  it('is empty where nothing or the mention alone was said', () => {
    assert.equal(said(undefined), '');
    assert.equal(said('<at>Backup Watch</at>&nbsp;', own), '');
  });

  it('takes a message of 200,000 characters', () => {
    assert.equal(said('<at>'.repeat(50_000)).length, 200_000);
  });
});
