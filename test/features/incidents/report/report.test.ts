import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { markdownFree } from '../../../../src/cards/markdown-free.ts';
import { bytesOf, maxCardBytes } from '../../../../src/cards/size.ts';
import { services } from '../../../../src/domain/job.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import { reportCard } from '../../../../src/features/incidents/report/card.ts';
import { reportText } from '../../../../src/features/incidents/report/text.ts';
import { recordOf } from '../../../../src/features/incidents/report/timeline.ts';
import { buttonsOf, textOf } from '../../../cards/elements.ts';
import {
  absurdRecord,
  at,
  blind,
  failing,
  hostilePerson,
  fault as incident,
  kim,
  lee,
  longRecord,
  record,
  recovery,
  run,
  trouble,
} from '../../../cards/fault-models.ts';
import { british, hostileTexts, now } from '../../../cards/models.ts';
import { unpackPress } from '../../../support/press.ts';

/** Two spaces keep the end of a line in Markdown. */
const linesOf = (text: string) => text.split('\n').map(line => line.trimEnd());

describe('the report of an incident as text', () => {
  it('the text report says how long it failed and when it was acknowledged, then the reasons and the timeline', () => {
    assert.deepEqual(linesOf(reportText(record(), british)), [
      'Incident report · Exchange Online',
      '✓ Exchange Online has recovered',
      'Failed for 18 h 5 min: Mon 23 Nov, 02:00 to 20:05 (Europe/Berlin)',
      '3 backups failed, then a run started at 19:40 and finished without problems',
      'Acknowledged 13 min after the alert',
      'As of Mon 23 Nov, 21:00 (Europe/Berlin)',
      '',
      'Reasons:',
      '2 backups: Access denied: give the backup account full access to the mailbox “kim.weber”. (and others like it)',
      '1 backup: Throttled by Exchange Online. The job gave up after 5 attempts.',
      '',
      'Timeline:',
      'Mon 23 Nov, 02:00 ✕ Failed, 214\u00a0of\u00a01,230 objects',
      '02:01 Alert posted, Kim Weber was called',
      '02:14 Kim Weber acknowledged it',
      '02:15 Kim Weber snoozed it until 06:00',
      '08:00 ✕ Failed, 214\u00a0of\u00a01,230 objects',
      '08:02 Lee took it',
      '14:00 ✕ Failed, 214\u00a0of\u00a01,230 objects',
      '20:05 ✓ Recovered: a run started at 19:40 and finished without problems',
    ]);
  });

  it('the text report says what did not happen, and counts unlisted failures at their place', () => {
    const lines = linesOf(reportText(longRecord(), british));
    assert.ok(lines.includes('Since Mon 23 Nov, 02:00 (Europe/Berlin)'));
    assert.ok(lines.includes('Not acknowledged yet'));
    assert.ok(lines.includes('No recovery so far'));
    const from = lines.indexOf('Timeline:') + 1;
    assert.deepEqual(lines.slice(from, from + 5), [
      'Mon 23 Nov, 02:00 ✕ Failed, 214\u00a0of\u00a01,230 objects',
      '02:01 Alert posted, Kim Weber was called',
      '02:16 Not acknowledged, so Lee was called',
      '… 24 more failures …',
      'Sun 29 Nov, 08:00 ✕ Failed, 214\u00a0of\u00a01,230 objects',
    ]);
  });

  it('the text report of an incident that was opened again says whether it was acknowledged this time', () => {
    const before = [
      { what: 'told', at: at(2, 1) },
      { what: 'acknowledged', by: kim, at: at(2, 14) },
      { what: 'reopened', at: at(14, 1) },
    ] as const;
    const again = { reopened: 1, ...failing(trouble(undefined, { failingSince: at(14) })), events: before };
    const linesFor = (changes: Partial<Incident>) =>
      linesOf(reportText(recordOf(incident({ ...again, ...changes }), at(21)), british));
    const first = 'Acknowledged 13 min after the first alert';
    assert.ok(linesFor({}).includes(`${first}, but not after it failed again`));
    assert.ok(linesFor({}).includes('Again since Mon 23 Nov, 14:00 (Europe/Berlin)'));
    const over = { ...failing(trouble(undefined, { failingSince: at(14), recovery })), overAt: at(20, 5) };
    assert.ok(linesFor(over).includes(`${first}, but not after it failed again`));
    const now = { acknowledged: { by: lee, at: at(14, 6) } };
    assert.ok(linesFor(now).includes(`${first}, and 5 min after it failed again`));
    const unanswered = { events: before.filter(({ what }) => what !== 'acknowledged') };
    assert.ok(linesFor({ ...now, ...unanswered }).includes('Acknowledged 5 min after it failed again'));
    assert.ok(linesFor(unanswered).includes('Not acknowledged yet'));
  });

  it('the text report stays under 20,000 bytes, with every omitted line counted, and days on both sides of the gap', () => {
    const text = reportText(absurdRecord(), british);
    assert.ok(Buffer.byteLength(text) <= 20_000);
    const lines = linesOf(text);
    const gap = lines.findIndex(line => /^… [\d,]+ other events …$/.test(line));
    const hidden = Number(/\d+/.exec(lines[gap] ?? '')?.[0]);
    const shown = lines.filter(line => line.includes('snoozed it')).length;
    assert.equal(hidden + shown, 500);
    assert.match(lines[gap + 1] ?? '', /^\w{3} \d+ \w{3}, \d\d:\d\d .* snoozed it/);
    assert.ok(lines.includes('… 999,986 more failures …'));
  });

  it('the text report names the services of an outage, and distinguishes partial ends', () => {
    const teams = trouble([run(at(3), { state: 'partiallyFinished' })], { service: 'teams' });
    const both = record({
      incident: incident(failing(trouble(), teams)),
      lines: [{ kind: 'failed', at: at(3), failure: teams, run: run(at(3), { state: 'partiallyFinished' }) }],
    });
    assert.match(
      reportText(both, british),
      /^Mon 23 Nov, 03:00 Teams: ◐ Partially finished, 214.of.1,230 objects failed$/m,
    );
  });

  it('the text report has names and reasons as plain text', () => {
    const causes = hostileTexts.map(text => ({ text, runs: 1 }));
    const hostile = record({
      incident: incident(failing(trouble(undefined, { causes }))),
      lines: [{ kind: 'event', at: at(3), event: { what: 'acknowledged', by: hostilePerson, at: at(3) } }],
    });
    const text = reportText(hostile, british);
    for (const line of linesOf(text)) assert.doesNotMatch(line, /\p{C}|\{\{/u);
    assert.match(text, /at Everyone at K i m .*acknowledged it/);
  });

  it('the text report of missing data counts no failures', () => {
    const unseen = record({
      incident: incident({
        ...blind({ services: ['teams'] }),
        closed: { by: kim, at: at(5) },
        overAt: at(5),
      }),
      lines: [{ kind: 'event', at: at(5), event: { what: 'closed', by: kim, at: at(5) } }],
    });
    const lines = linesOf(reportText(unseen, british));
    assert.equal(lines[0], 'Incident report · Missing data');
    assert.ok(!lines.some(line => /fail|recover/.test(line)));
    assert.equal(lines.at(-1), 'Mon 23 Nov, 05:00 Kim Weber closed it');
  });
});

describe('the report of an incident in a ticket that reads Markdown', () => {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  // A host without an address before it is no link in tickets either.
  markdown.linkify.set({ fuzzyLink: false });
  const marks = '*_`~[]()<>|\\\\#+-=!&;:/.@ 1a'.split('');
  const hostile = fc.oneof(
    fc.array(fc.constantFrom(...marks), { minLength: 1, maxLength: 30 }).map(parts => parts.join('')),
    fc.constantFrom(
      '[x](https://evil.example)',
      '<https://evil.example>',
      '<b>x</b>',
      '&lt;b&gt; &#42;',
      '**a** _b_ ~~c~~ `d`',
      'kim@evil.example www.evil.example',
      ...hostileTexts,
    ),
  );

  it('the text report reads the same as Markdown, whatever its data is: no list, heading, emphasis or link', () => {
    fc.assert(
      fc.property(hostile, text => {
        const causes = [
          { text, runs: 2 },
          { text: `${text}!`, runs: 1 },
        ];
        const report = reportText(
          record({ incident: incident(failing(trouble(undefined, { causes }))) }),
          british,
        );
        const html = markdown.render(report);
        assert.doesNotMatch(html, /<(?!\/?p>|br>)/, report);
        const read = html
          .replace(/<\/?p>|<br>/g, '')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&');
        const words = (shown: string) => shown.split(/\s+/).filter(Boolean);
        assert.deepEqual(words(read), words(report));
      }),
    );
  });

  it('a line of any text is no list, heading, rule, quotation or table in Markdown', () => {
    fc.assert(
      fc.property(hostile, text => {
        const line = markdownFree(text);
        assert.doesNotMatch(markdown.render(`${line}  \n${line}`), /<(?!\/?p>|br>)/, line);
      }),
    );
    for (const text of [
      '- a',
      '1. a',
      '1) a',
      '# a',
      '+ a',
      '===',
      '---',
      '    code',
      '> a',
      '* * *',
      '| a |',
    ])
      assert.match(markdown.render(markdownFree(text)), /^<p>[^<]*<\/p>\n$/, text);
    assert.equal(markdownFree('Access denied: user_name (42%)'), 'Access denied: user_name (42%)');
  });
});

describe('the report of an incident as a card', () => {
  it('the report card shows the same as the text, with buttons for the text and the jobs', () => {
    const card = reportCard(record(), british);
    const text = textOf(card).replaceAll('\n', ' ');
    assert.match(text, /02:15 Kim Weber snoozed it until 06:00/);
    assert.match(textOf(card), /^Acknowledged 13 min after the alert$/m);
    const { id } = incident();
    assert.deepEqual(
      buttonsOf(card).map(({ title, verb, data }) => [title, unpackPress(verb, data, now)]),
      [
        ['Post as text', { verb: 'fault.text', id }],
        ['Show jobs', { verb: 'fault.jobs', id }],
      ],
    );
  });

  it('the report card fits into a message, however much happened', () => {
    const absurd = absurdRecord();
    assert.ok(bytesOf(reportCard(absurd, british)) <= maxCardBytes);
    const long = { id: '29:x', name: '漢"'.repeat(500) };
    const worse = record({
      incident: incident(
        failing(
          ...services.map(service =>
            trouble(undefined, { service, causes: [{ text: `${service}${'漢"'.repeat(500)}`, runs: 1 }] }),
          ),
        ),
      ),
      lines: Array.from({ length: 300 }, (_, index) => ({
        kind: 'event' as const,
        at: at(index),
        event: { what: 'escalated' as const, who: index % 2 ? long : lee, at: at(index) },
      })),
    });
    assert.ok(bytesOf(reportCard(worse, british)) <= maxCardBytes);
  });
});
