import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sentenceOf } from '../../src/teams/mentions.ts';

const bot = { id: '28:bot', name: 'Backup Watch' };
const kim = { id: '29:kim', name: 'Kim' };
const sam = { id: '29:sam', name: 'Sam O’Hara' };

const at = (name: string) => `<at>${name}</at>`;
const mention = ({ id, name }: { id: unknown; name: unknown }, text: unknown = at(String(name))) =>
  ({ type: 'mention', mentioned: { id, name }, text }) as never;
const own = mention(bot);

/** Who is mentioned, and the sentence, in which each of them stands as "@Name", in order. */
function said(text: string, ...entities: never[]) {
  const activity = { text, recipient: bot, entities };
  const { people, text: sentence } = sentenceOf(activity);
  let from = 0;
  for (const { name } of people) {
    const where = sentence.indexOf(`@${name}`, from);
    assert.ok(where >= 0, `${name} stands in "${sentence}"`);
    from = where + name.length + 1;
  }
  return { people, sentence };
}

describe('people who are mentioned', () => {
  it('the mentioned people are all but the bot, in the order of the text, whatever that of the entities', () => {
    const text = `${at('Backup Watch')} on duty ${at('Kim')}, then ${at('Sam O’Hara')}`;
    assert.deepEqual(said(text, mention(sam), own, mention(kim)), {
      people: [kim, sam],
      sentence: 'on duty @Kim, then @Sam O’Hara',
    });
  });

  it('the mentioned people are listed as often as they are mentioned, at the end too, and beside &nbsp;', () => {
    const text = `${at('Backup Watch')}&nbsp;on duty&nbsp;${at('Kim')}&nbsp;then ${at('Kim')}`;
    assert.deepEqual(said(text, own, mention(kim), mention(kim)), {
      people: [kim, kim],
      sentence: 'on duty @Kim then @Kim',
    });
    assert.deepEqual(
      said(text, own, mention(kim)).people,
      [kim, kim],
      'also where one entity stands for both',
    );
  });

  it('the mentioned people are one if Teams split the mention of a name with spaces into neighbours with one id', () => {
    const split = ['Kim', 'van', 'Larsen'].map(name => mention({ id: '29:kim', name }));
    for (const space of [' ', '', '&nbsp;', '\u00a0', '</p><p>'])
      assert.deepEqual(
        said(
          `on duty ${['Kim', 'van', 'Larsen'].map(at).join(space)} and ${at('Sam O’Hara')}`,
          ...split,
          mention(sam),
        ),
        {
          people: [{ id: '29:kim', name: 'Kim van Larsen' }, sam],
          sentence: 'on duty @Kim van Larsen and @Sam O’Hara',
        },
      );
    const full = { id: '29:kim', name: 'Kim Larsen' };
    assert.deepEqual(
      said(`on duty ${at('Kim')} ${at('Larsen')}`, mention(full, at('Kim')), mention(full, at('Larsen'))),
      {
        people: [full],
        sentence: 'on duty @Kim Larsen',
      },
    );
    const neighbours = said(`on duty ${at('Kim')} ${at('Sam O’Hara')}`, mention(kim), mention(sam));
    assert.deepEqual(neighbours.people, [kim, sam], 'two ids are two people');
  });

  it('the mentioned people do not include the bot if its own name was split', () => {
    const split = ['Backup', 'Watch'].map(name => mention({ id: bot.id, name }));
    assert.deepEqual(said(`failed ${at('Backup')} ${at('Watch')} today`, ...split), {
      people: [],
      sentence: 'failed today',
    });
  });

  it('the mentioned people exclude those of a quotation', () => {
    const text = `<blockquote itemtype="http://schema.skype.com/Reply">${at('Sam O’Hara')} was here</blockquote><p>on duty ${at('Kim')}</p>`;
    assert.deepEqual(said(text, mention(sam), mention(kim)), { people: [kim], sentence: 'on duty @Kim' });
  });

  it('the mentioned people are distinguished by their ids if they have the same name', () => {
    const other = { id: '29:other', name: 'Kim' };
    const text = `on duty ${at('Kim')} then ${at('Kim')}`;
    assert.deepEqual(said(text, mention(other), mention(kim)).people, [other, kim]);
    const once = said(`${text} or ${at('Kim')}`, mention(other), mention(kim));
    assert.deepEqual(once.people, [other, kim], 'nobody knows whom the third one means');
  });

  it('a mentioned person may have the bot’s own name', () => {
    const namesake = { id: '29:namesake', name: bot.name };
    const text = `${at(bot.name)} on duty ${at(bot.name)}`;
    assert.deepEqual(said(text, own, mention(namesake)), {
      people: [namesake],
      sentence: 'on duty @Backup Watch',
    });
  });

  it('the mentioned people are never taken from the text alone, nor from an entity that the text does not hold', () => {
    assert.deepEqual(said(`on duty ${at('Kim')}`), { people: [], sentence: 'on duty @Kim' });
    assert.deepEqual(said('on duty Kim', mention(kim)), { people: [], sentence: 'on duty Kim' });
    assert.deepEqual(said('on duty', mention(kim)), { people: [], sentence: 'on duty' });
  });

  it('the mentioned people have the names from the entities, not those of the text', () => {
    const full = { id: '29:kim', name: 'Kim Night-Shift' };
    assert.deepEqual(said('on duty <at>Kim</at>', mention(full, '<at>Kim</at>')), {
      people: [full],
      sentence: 'on duty @Kim Night-Shift',
    });
  });

  it('the mentioned people have names as they were typed if the client encoded them or left out the entity’s words', () => {
    const lab = { id: '29:lab', name: 'R&D <Lab>' };
    const encoded = '<at>R&amp;D &lt;Lab&gt;</at>';
    for (const entity of [
      mention(lab, encoded),
      mention(lab, null),
      mention({ ...lab, name: 'R&amp;D &lt;Lab&gt;' }),
    ])
      assert.deepEqual(said(`on duty ${encoded}`, entity), { people: [lab], sentence: 'on duty @R&D <Lab>' });
  });

  it('the mentioned people have names of one line and 200 letters at the most, in the sentence too', () => {
    for (const [name, shown] of [
      ['  Kim\r\n\tthe&nbsp;\u0000First ', 'Kim the First'],
      ['x'.repeat(10_000), 'x'.repeat(200)],
      [`${'x'.repeat(199)} y`, 'x'.repeat(199)],
      ['🦉'.repeat(300), '🦉'.repeat(200)],
      ['Kim\ud800', 'Kim\ufffd'],
      ['$& $1', '$& $1'],
      ['', 'somebody'],
      [' \n', 'somebody'],
      [undefined, 'somebody'],
      [{ a: 1 }, 'somebody'],
    ] as const) {
      const words = typeof name === 'string' ? at(name) : '<at>x</at>';
      assert.deepEqual(said(`on duty ${words}.`, mention({ id: '29:x', name }, words)), {
        people: [{ id: '29:x', name: shown }],
        sentence: `on duty @${shown}.`,
      });
    }
  });

  it('a name that contains the mark-up of several mentions is no mention', () => {
    const name = 'Kim</at><at>Sam';
    assert.deepEqual(said(`on duty ${at(name)}.`, mention({ id: '29:x', name })), {
      people: [],
      sentence: 'on duty @Kim@Sam.',
    });
  });

  it('the mentioned people are found by a mention with attributes, or with other white space than its entity', () => {
    assert.deepEqual(said('on duty <at id="0">Kim</at>', mention(kim)), {
      people: [kim],
      sentence: 'on duty @Kim',
    });
    const larsen = { id: '29:kim', name: 'Kim Larsen' };
    assert.deepEqual(said('on duty <at>Kim&nbsp;Larsen</at>', mention(larsen)).people, [larsen]);
  });

  it('the mentioned people exclude those that cannot be called: teams, channels, tags, other bots, and ids that are none', () => {
    for (const mentioned of [
      { id: '19:team@thread.tacv2', name: 'Kim' },
      { id: '28:other-bot', name: 'Kim' },
      { id: 'bWFya2V0aW5n', name: 'Kim', type: 'tag' },
      { id: '', name: 'Kim' },
      { id: 'x'.repeat(1_001), name: 'Kim' },
      { id: '29:\ud800', name: 'Kim' },
      { id: 5, name: 'Kim' },
      null,
      'Kim',
    ]) {
      const entity = { type: 'mention', mentioned, text: at('Kim') } as never;
      assert.deepEqual(said(`on duty ${at('Kim')}`, entity), { people: [], sentence: 'on duty @Kim' });
    }
  });

  it('the mentioned people are the first hundred that a message of any size mentions; the others are words', () => {
    const names = Array.from({ length: 15_000 }, (_, index) => `P${index}.`);
    const crowd = names.map(name => mention({ id: `29:${name}`, name }));
    const { people, sentence } = said(names.map(at).join(''), ...crowd);
    assert.deepEqual(
      people.map(({ name }) => name),
      names.slice(0, 100),
    );
    assert.equal(sentence, `@${names.join('@')}`);
    const often = Array.from({ length: 20_000 }, () => at('Kim')).join(' or ');
    assert.equal(said(often, mention(kim)).people.length, 20_000);
  });
});

describe('sentence of a message', () => {
  const mention = (id: string, name: string, text: string | null = `<at>${name}</at>`) =>
    ({ type: 'mention', mentioned: { id, name }, text }) as never;
  const own = mention(bot.id, bot.name);
  const said = (text: string | undefined, ...entities: never[]) =>
    sentenceOf({ text: text as string, recipient: bot, entities }).text;

  it('the sentence has the bot’s own mention taken out, at the start, in the middle and at the end', () => {
    assert.equal(said('<at>Backup Watch</at> failed backups today', own), 'failed backups today');
    assert.equal(said('failed <at>Backup Watch</at> backups', own), 'failed backups');
    assert.equal(said('failed backups <at>Backup Watch</at>', own), 'failed backups');
  });

  it('the sentence has the bot’s mention removed twice if the user mentioned it twice', () => {
    assert.equal(said('<at>Backup Watch</at> help <at>Backup Watch</at>', own, own), 'help');
  });

  it('the sentence has the bot’s mention removed if the entity does not repeat its text', () => {
    assert.equal(said('<at>Backup Watch</at> help', mention(bot.id, bot.name, null)), 'help');
  });

  it('the sentence preserves the mentions of others', () => {
    const kim = mention('29:kim', 'Kim');
    assert.equal(said('<at>Backup Watch</at> ask <at>Kim</at>', own, kim), 'ask @Kim');
  });

  it('the sentence does not take a name for a mention if no entity confirms it', () => {
    assert.equal(said('<at>Backup Watch</at> help'), '@Backup Watch help');
  });

  it('the sentence is decoded from what the client encoded, and its white space is folded', () => {
    assert.equal(
      said('<at>Backup Watch</at>&nbsp;failed\u00a0 backups\n&amp;  more', own),
      'failed backups & more',
    );
  });

  it('the sentence is empty if the message is empty or only the mention', () => {
    assert.equal(said(undefined), '');
    assert.equal(said('<at>Backup Watch</at>&nbsp;', own), '');
  });

  it('the sentence is read from 250,000 characters of any mark-up in a moment', function () {
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

  it('the sentence is what was typed, whatever mark-up Teams puts around it', () => {
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

  it('the sentence preserves signs that are no mark-up', () => {
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

  it('the sentence has every word of a plain text, whatever is around them', () => {
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

  it('the sentence is read from any text without an error', () => {
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
