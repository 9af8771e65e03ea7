import assert from 'node:assert/strict';
import { bytesOf, maxCardBytes } from '../../../../src/cards/size.ts';
import { services } from '../../../../src/domain/job.ts';
import { reportCard } from '../../../../src/features/incidents/report/card.ts';
import { reportText } from '../../../../src/features/incidents/report/text.ts';
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
  run,
  trouble,
} from '../../../cards/fault-models.ts';
import { british, hostileTexts, now } from '../../../cards/models.ts';
import { unpackPress } from '../../../support/press.ts';

const linesOf = (text: string) => text.split('\n');

describe('the report of an incident as text', () => {
  it('the text report has the key figures, the causes and the timeline, in lines to copy', () => {
    assert.deepEqual(linesOf(reportText(record(), british)), [
      'Report: Exchange Online backups',
      'Mon 23 Nov, 02:00 to 20:05 (Europe/Berlin)',
      '✓ Exchange Online recovered Mon 23 Nov, 20:05 after 18 h 5 min',
      'Failures: 3',
      'To acknowledge: 13 min',
      'To recover: 18 h 5 min',
      '',
      'Causes:',
      '2 runs: Access denied: give the backup account full access to the mailbox “…”.',
      '1 run: Throttled by Exchange Online. The job gave up after … attempts.',
      '',
      'What happened:',
      'Mon 23 Nov, 02:00 ✕ Failed (214\u00a0of\u00a01,230 objects)',
      '02:01 Told here, Kim Weber was called',
      '02:14 Acknowledged by Kim Weber',
      '02:15 Snoozed by Kim Weber until 06:00',
      '08:00 ✕ Failed (214\u00a0of\u00a01,230 objects)',
      '08:02 Taken by Lee',
      '14:00 ✕ Failed (214\u00a0of\u00a01,230 objects)',
      '20:05 ✓ Recovered. A run that started 19:40 finished cleanly.',
    ]);
  });

  it('the text report says what did not happen, and counts unlisted failures at their place', () => {
    const lines = linesOf(reportText(longRecord(), british));
    assert.ok(lines.includes('Since Mon 23 Nov, 02:00 (Europe/Berlin)'));
    assert.ok(lines.includes('To acknowledge: not acknowledged'));
    assert.ok(lines.includes('To recover: not recovered'));
    const from = lines.indexOf('What happened:') + 1;
    assert.deepEqual(lines.slice(from, from + 5), [
      'Mon 23 Nov, 02:00 ✕ Failed (214\u00a0of\u00a01,230 objects)',
      '02:01 Told here, Kim Weber was called',
      '02:16 Nobody had acknowledged: Lee was called',
      '… 24 more failures …',
      'Sun 29 Nov, 08:00 ✕ Failed (214\u00a0of\u00a01,230 objects)',
    ]);
  });

  it('the text report stays under 20,000 bytes, with every omitted line counted, and days on both sides of the gap', () => {
    const text = reportText(absurdRecord(), british);
    assert.ok(Buffer.byteLength(text) <= 20_000);
    const lines = linesOf(text);
    const gap = lines.findIndex(line => /^… [\d,]+ other lines …$/.test(line));
    const hidden = Number(/\d+/.exec(lines[gap] ?? '')?.[0]);
    const shown = lines.filter(line => line.includes('Snoozed')).length;
    assert.equal(hidden + shown, 500);
    assert.match(lines[gap + 1] ?? '', /^\w{3} \d+ \w{3}, \d\d:\d\d Snoozed/);
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
      /^Mon 23 Nov, 03:00 Teams: ◐ Partially finished \(214.of.1,230 objects failed\)$/m,
    );
  });

  it('the text report has names and causes as plain text', () => {
    const causes = hostileTexts.map(text => ({ text, runs: 1 }));
    const hostile = record({
      incident: incident(failing(trouble(undefined, { causes }))),
      lines: [{ kind: 'event', at: at(3), event: { what: 'acknowledged', by: hostilePerson, at: at(3) } }],
    });
    const text = reportText(hostile, british);
    for (const line of linesOf(text)) assert.doesNotMatch(line, /\p{C}|\{\{/u);
    assert.match(text, /Acknowledged by at Everyone at K i m/);
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
    assert.equal(lines[0], 'Report: Teams not seen');
    assert.ok(!lines.some(line => line.startsWith('Failures')));
    assert.equal(lines.at(-1), 'Mon 23 Nov, 05:00 Closed by Kim Weber');
  });
});

describe('the report of an incident as a card', () => {
  it('the report card shows the same as the text, with buttons for the text and the jobs', () => {
    const card = reportCard(record(), british);
    const text = textOf(card).replaceAll('\n', ' ');
    assert.match(text, /02:15 Snoozed by Kim Weber until 06:00/);
    assert.match(textOf(card), /^To acknowledge: 13 min$/m);
    const { id } = incident();
    assert.deepEqual(
      buttonsOf(card).map(({ title, verb, data }) => [title, unpackPress(verb, data, now)]),
      [
        ['As text', { verb: 'fault.text', id }],
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
