import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { sentenceOf } from '../../src/teams/mentions.ts';

const bot = { id: '28:bot', name: 'Backup Watch' };
const mention = (id: string, name: string, text: string | undefined = `<at>${name}</at>`) => ({
  type: 'mention',
  mentioned: { id, name },
  text,
});
const own = mention(bot.id, bot.name);
const html = (content: unknown) => ({ contentType: 'text/html', content });
const skype = (what: string) => `itemscope="" itemtype="http://schema.skype.com/${what}"`;
const quote =
  '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1783379480258">' +
  '<strong itemprop="mri" itemid="28:abc">Backup Watch</strong><span itemprop="time" itemid="1783379480258"></span>' +
  '<p itemprop="preview">Exchange Online: 12 backups failed last week…</p></blockquote>';

/** Messages in the shapes that documentation and bug reports show, and what their authors wrote. */
const messages: readonly {
  readonly what: string;
  readonly activity: object;
  readonly sentence: string;
  readonly people?: readonly string[];
}[] = [
  {
    what: 'a mention of the bot in a channel, with its copy in HTML',
    activity: {
      text: '<at>Backup Watch</at> status for <at>Larry Brown</at>',
      attachments: [
        html(
          `<div><span contenteditable="false" ${skype('Mention')} itemid="0">Backup Watch </span> status for ` +
            `<span contenteditable="false" ${skype('Mention')} itemid="1">Larry Brown </span></div>`,
        ),
      ],
      entities: [own, mention('29:larry', 'Larry Brown')],
    },
    sentence: 'status for @Larry Brown',
    people: ['29:larry Larry Brown'],
  },
  {
    what: 'a reply in a thread',
    activity: {
      text: '<at>Backup Watch</at>&nbsp;status',
      attachments: [html(`<p><span ${skype('Mention')} itemid="0">Backup Watch</span>&nbsp;status</p>`)],
      entities: [own],
    },
    sentence: 'status',
  },
  {
    what: 'a name in two parts, each with an entity of its own',
    activity: {
      text: '<at>Backup</at>&nbsp;<at>Watch</at> on duty <at>Larry</at> <at>Brown</at>',
      entities: [
        mention(bot.id, 'Backup'),
        mention(bot.id, 'Watch'),
        mention('29:larry', 'Larry'),
        mention('29:larry', 'Brown'),
      ],
    },
    sentence: 'on duty @Larry Brown',
    people: ['29:larry Larry Brown'],
  },
  {
    what: 'a quoted reply with a placeholder',
    activity: {
      text: '<quoted messageId="1772050244572"/> what failed today',
      entities: [{ type: 'quotedReply', quotedReply: { messageId: '1772050244572', preview: 'last week' } }],
    },
    sentence: 'what failed today',
  },
  {
    what: 'a quoted reply whose quotation stands in HTML alone',
    activity: { text: 'what failed today', attachments: [html(`${quote}\n<p>what failed today</p>`)] },
    sentence: 'what failed today',
  },
  {
    what: 'a quoted reply whose quotation is written into the text',
    activity: {
      text: 'Backup WatchExchange Online: 12 backups failed last week…what failed today',
      attachments: [html(`<div>${quote}<p>what failed today</p></div>`)],
    },
    sentence: 'what failed today',
  },
  {
    what: 'a quoted reply that mentions somebody, and quotes a mention of somebody else',
    activity: {
      text: '<at>Lee</at> is late<at>Backup Watch</at> on duty <at>Kim</at>',
      attachments: [
        html(
          `<blockquote ${skype('Reply')}><span ${skype('Mention')} itemid="0">Lee</span> is late</blockquote>` +
            `<p><span ${skype('Mention')} itemid="1">Backup Watch</span> on duty ` +
            `<span ${skype('Mention')} itemid="2">Kim</span></p>`,
        ),
      ],
      entities: [mention('29:lee', 'Lee'), own, mention('29:kim', 'Kim')],
    },
    sentence: 'on duty @Kim',
    people: ['29:kim Kim'],
  },
  {
    what: 'a forwarded message',
    activity: {
      text: 'status\r\n\r\nfailed jobs last week',
      attachments: [
        html(`<p>status</p><blockquote ${skype('Forward')}><p>failed jobs last week</p></blockquote>`),
      ],
    },
    sentence: 'status',
  },
  {
    what: 'a message in HTML alone',
    activity: {
      attachments: [
        html(`<p><at id="0">Backup Watch</at>&nbsp;errors &lt; 5 &amp; it&#39;s <b>M&uuml;ller</b></p>`),
      ],
      entities: [own],
    },
    sentence: "errors < 5 & it's Müller",
  },
  {
    what: 'a text that HTML copies is read as it is',
    activity: { text: 'failed jobs', attachments: [html('<p>something else</p>')] },
    sentence: 'failed jobs',
  },
  {
    what: 'a text in XML',
    activity: { textFormat: 'xml', text: '<p>failed <b>jobs</b></p><p>today</p>' },
    sentence: 'failed jobs today',
  },
  {
    what: 'a text in Markdown',
    activity: { textFormat: 'markdown', text: 'errors < 5 & **failed** a<b' },
    sentence: 'errors < 5 & **failed** a<b',
  },
  {
    what: 'a mention that tells no words',
    activity: {
      text: '<at>Backup &amp; Watch</at> status',
      entities: [mention(bot.id, 'Backup & Watch', undefined)],
    },
    sentence: 'status',
  },
  {
    what: 'attachments that are none',
    activity: {
      text: '',
      attachments: [{}, html(5), html(null), { contentType: 'application/vnd.card', content: '<p>x</p>' }],
    },
    sentence: '',
  },
];

describe('what Teams sends', () => {
  for (const { what, activity, sentence, people = [] } of messages)
    it(`a message of Teams is read as its author wrote it: ${what}`, () => {
      const message = {
        type: 'message',
        textFormat: 'plain',
        recipient: bot,
        ...activity,
      } as Partial<Activity>;
      assert.equal(sentenceOf(message).text, sentence);
      assert.deepEqual(
        sentenceOf(message).people.map(({ id, name }) => `${id} ${name}`),
        people,
      );
    });
});
