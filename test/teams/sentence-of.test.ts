import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { sentenceOf } from '../../src/teams/sentence-of.ts';

const bot = { id: '28:bot', name: 'Backup Watch' };
const mention = (id: string, name: string, text: string | null = `<at>${name}</at>`) =>
  ({ type: 'mention', mentioned: { id, name }, text }) as never;
const own = mention(bot.id, bot.name);

const said = (text: string | undefined, ...entities: never[]) =>
  sentenceOf({ text: text as string, recipient: bot, entities }).text;

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

  it('takes a message of 250,000 characters of whatever mark-up, in no more than a moment', function () {
    this.timeout(2_000);
    for (const part of [
      '<at>',
      '<',
      '&',
      '</',
      '<a b="',
      '<!--',
      '</a ',
      '<b>',
      '</u>',
      '<blockquote>',
      '&#x',
    ])
      assert.ok(said(part.repeat(250_000 / part.length)).length <= 250_000);
  });

  it('is what was typed, whatever mark-up Teams puts around it', () => {
    for (const [text, sentence] of [
      ['<p>failed backups today</p>', 'failed backups today'],
      ['<div><div>failed&#160;backups</div></div>', 'failed backups'],
      ['failed<br>backups', 'failed backups'],
      ['<ul><li>exchange</li><li>teams</li></ul>', 'exchange teams'],
      ['<quoted messageId="1764489600000"/>why did it fail', 'why did it fail'],
      ['<attachment id="1764489600000"></attachment>why did it fail', 'why did it fail'],
      [
        '<blockquote itemscope itemtype="http://schema.skype.com/Reply"><b>Kim</b><p>all good?</p></blockquote><p>status</p>',
        'status',
      ],
      ['<span style="font-size:14px">status</span>', 'status'],
      ['fail<b>ed</b> <i>backups</i>', 'failed backups'],
      ['jobs of M&uuml;ller&#x27;s mailbox', "jobs of Müller's mailbox"],
      ['<at id="0">Kim</at> is here', '@Kim is here'],
      ['<P>STATUS</P>', 'STATUS'],
      ['<emoji id="smile" alt="🙂"></emoji> status', 'status'],
      ['<p>broken <b>mark-up</p>', 'broken mark-up'],
    ] as const)
      assert.equal(said(text), sentence, text);
  });

  it('keeps signs that are no mark-up', () => {
    for (const text of [
      'errors < 5 & > 2',
      'a<b',
      'a <b',
      'jobs of <service> today',
      '</nothing> here',
      'R&D',
      'x &copy y',
      '<',
    ])
      assert.equal(said(text), text);
    assert.equal(said('a &lt;p&gt; b'), 'a <p> b');
    assert.equal(said('&amp;lt;'), '&lt;', 'decoded once');
  });

  it('has every word of a plain text, whatever is around them', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const around = fc.constantFrom(
      ' ',
      '<p>',
      '</p>',
      '<br/>',
      '&nbsp;',
      '<div class="x">',
      '\n',
      ' <b></b>',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, around)), pairs => {
        const text = pairs.map(([word, around]) => word + around).join('');
        assert.equal(said(text), pairs.map(([word]) => word).join(' '));
      }),
    );
  });

  it('is read from any text without an error', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom(
              '<',
              '>',
              '</',
              '<at>',
              '</at>',
              '&',
              ';',
              '<![CDATA[',
              ']]>',
              '<!--',
              '-->',
              '\ufdd00\ufdd1',
            ),
          ),
        ),
        parts => {
          said(parts.join(''), own);
        },
      ),
    );
  });
});
