import assert from 'node:assert/strict';
import { services } from '../../../../src/domain/job.ts';
import { createIncidentRenderer } from '../../../../src/features/incidents/card/renderer.ts';
import type { Incident, MissingStart } from '../../../../src/features/incidents/incident/incident.ts';
import type { IncidentMessage } from '../../../../src/features/incidents/notify/message.ts';
import {
  acknowledged,
  at,
  blind,
  cardMessage,
  failing,
  fault as incident,
  kim,
  lee,
  recovered,
  recovery,
  run,
  stopped,
  stops,
  stuck,
  trouble,
} from '../../../cards/fault-models.ts';
import { hour } from '../../../cards/models.ts';

const render = createIncidentRenderer();

type Kind = Pick<Extract<IncidentMessage, { kind: 'failedAgain' }>, 'kind' | 'more' | 'who'>;

function text(
  kind: Kind | { kind: 'escalation'; who: typeof kim } | { kind: 'allClear'; who: typeof kim | undefined },
  changes: Partial<Incident> = {},
  more: { composedAt?: number; isAgain?: boolean } = {},
): string {
  const wording = render({
    incident: incident(changes),
    isAgain: false,
    composedAt: at(14, 2),
    ...more,
    ...kind,
  });
  assert.ok(wording.kind === 'text');
  return wording.text;
}

const again = (more: number): Kind => ({ kind: 'failedAgain', more, who: undefined });
const partly = (hours: number) => run(at(hours), { state: 'partiallyFinished' });

describe('the renderer of incident messages', () => {
  it('an incident message is rendered as the card of its kind, or as a text that calls the people it names', () => {
    assert.equal(render(cardMessage()).kind, 'card');
    assert.equal(render(cardMessage(blind())).kind, 'card');
    assert.equal(render(cardMessage(stuck())).kind, 'card');
    const wording = render({
      kind: 'escalation',
      incident: incident(),
      who: lee,
      isAgain: false,
      composedAt: at(2, 16),
    });
    assert.ok(wording.kind === 'text');
    assert.deepEqual(
      wording.mentions.map(({ mentioned }) => mentioned),
      [lee],
    );
  });

  it('a reply about one more failure has its time and the total', () => {
    assert.equal(text(again(1)), 'Exchange failed again at 14:00: 3 failures in all.');
    assert.equal(
      text(again(1), {}, { composedAt: at(26) }),
      'Exchange failed again on Mon 23 Nov, 14:00: 3 failures in all.',
    );
  });

  it('a reply about several more failures has their number and the time of the last', () => {
    const runs = Array.from({ length: 7 }, (_, index) => run(at(2 + 2 * index)));
    assert.equal(
      text(again(4), failing(trouble(runs))),
      'Exchange failed 4 more times, last at 14:00: 7 failures in all.',
    );
    assert.equal(
      text(again(1004), failing(trouble(runs, { count: 1234 }))),
      'Exchange failed 1,004 more times, last at 14:00: 1,234 failures in all.',
    );
  });

  it('a reply calls partial runs partial, and doesn’t say that they failed', () => {
    const mixed = failing(trouble([run(at(2)), partly(8), partly(14)]));
    assert.equal(text(again(1), mixed), 'Exchange finished partially again at 14:00: 3 problems in all.');
    assert.equal(
      text(again(2), mixed),
      'Exchange finished partially 2 more times, last at 14:00: 3 problems in all.',
    );
    assert.equal(
      text(again(3), mixed),
      'Exchange failed or finished partially 3 more times, last at 14:00: 3 problems in all.',
    );
  });

  it('a reply about an outage names the services that failed again, and stays short', () => {
    const list = services.map((service, index) =>
      trouble([run(at(2), { id: `a${index}` }), run(at(8, index), { id: `b${index}` })], { service }),
    );
    assert.equal(
      text(again(1), failing(...list)),
      'Power Apps failed again at 08:11: 24 failures in all 12 services.',
    );
    assert.equal(
      text(again(2), failing(...list)),
      'Power Automate and Power Apps failed 2 more times, last at 08:11: 24 failures in all 12 services.',
    );
    const all = text(again(123_456), failing(...list.map(one => ({ ...one, count: 123_456 }))), {
      isAgain: true,
    });
    assert.match(all, /Exchange, SharePoint, OneDrive and 9 more failed 123,456 more times/);
    assert.ok(all.length <= 200, `${all.length}`);
  });

  it('an escalation says for how long the incident is unacknowledged, and since when the service fails', () => {
    const escalation = { kind: 'escalation', who: lee } as const;
    const composedAt = at(2, 16) + 4_000;
    assert.equal(
      text(escalation, {}, { composedAt }),
      '<at>Lee</at>: no one has acknowledged this for 15 min. Exchange has been failing since Mon 23 Nov, 02:00.',
    );
    const wide = failing(
      trouble(),
      trouble(undefined, { service: 'teams' }),
      trouble(undefined, { service: 'project', recovery }),
    );
    assert.match(
      text(escalation, wide, { composedAt }),
      /\. 2 services have been failing since Mon 23 Nov, 02:00\.$/,
    );
    assert.match(
      text(escalation, failing(trouble([partly(2)])), { composedAt }),
      /\. Exchange has had partial backups since/,
    );
    assert.equal(
      text(escalation, blind(), { composedAt }),
      '<at>Lee</at>: no one has acknowledged this. No backup data since Mon 23 Nov, 02:10.',
    );
    assert.match(
      text(escalation, stuck(), { composedAt: at(14) }),
      /\. OneDrive: a backup has been running for over 9 h\.$/,
    );
  });

  it('an all-clear says what recovered, when and after how long', () => {
    const composedAt = at(20, 6);
    const allClear = { kind: 'allClear', who: kim } as const;
    assert.equal(
      text(allClear, recovered, { composedAt }),
      '<at>Kim Weber</at>: Exchange recovered at 20:05, after 18 h 5 min.',
    );
    assert.equal(
      text({ kind: 'allClear', who: undefined }, recovered, { composedAt }),
      'Exchange recovered at 20:05, after 18 h 5 min.',
    );
    const both = failing(
      trouble(undefined, { recovery }),
      trouble(undefined, { service: 'teams', recovery }),
    );
    assert.match(
      text(allClear, { ...both, overAt: recovery.endedAt }, { composedAt }),
      /: Both services recovered, the last at 20:05, after 18 h 5 min\.$/,
    );
  });

  it('an escalation and an all-clear of an incident that was opened again count from its latest failing time', () => {
    const times = { failingSince: at(14) };
    assert.match(
      text({ kind: 'escalation', who: lee }, failing(trouble(undefined, times)), { composedAt: at(14, 16) }),
      /\. Exchange has been failing since Mon 23 Nov, 14:00\.$/,
    );
    const over = { ...failing(trouble(undefined, { ...times, recovery })), overAt: recovery.endedAt };
    assert.equal(
      text({ kind: 'allClear', who: undefined }, over, { composedAt: at(20, 6) }),
      'Exchange recovered at 20:05, after 6 h 5 min.',
    );
  });

  it('an all-clear after missing data promises that failures of the gap are reported', () => {
    const over = { ...blind({ seenAgainAt: at(5, 10) }), overAt: at(5, 10) };
    assert.equal(
      text({ kind: 'allClear', who: undefined }, over, { composedAt: at(5, 11) }),
      'Backup data is back since 05:10. Anything that failed meanwhile is reported late.',
    );
  });

  it('an all-clear of a long-running backup says how it ended, or that this is unknown', () => {
    const end = (state: 'failed' | 'finished' | undefined) =>
      text(
        { kind: 'allClear', who: undefined },
        { ...stuck({ ended: { at: at(5, 10) + 9 * hour, state } }), overAt: at(14, 10) },
        { composedAt: at(14, 11) },
      );
    assert.equal(end('failed'), 'The long OneDrive backup failed at 14:10.');
    assert.equal(end('finished'), 'The long OneDrive backup finished at 14:10.');
    assert.equal(end(undefined), 'The long OneDrive backup ended at 14:10; its result is unknown.');
  });

  it('an all-clear never says recovered if the incident was closed, or the recovery isn’t proven', () => {
    const closed = { closed: { by: kim, at: at(5) }, overAt: at(5) };
    assert.equal(text({ kind: 'allClear', who: undefined }, closed), 'Kim Weber closed this at 05:00.');
    assert.equal(text({ kind: 'allClear', who: undefined }, { overAt: at(5) }), 'This is no longer watched.');
  });

  it('an all-clear of missing starts names the services that start again, or says that all are retired', () => {
    const [stop] = stops;
    assert.ok(stop);
    const retired = { ...stop, isRetired: true as const };
    const over = (list: readonly MissingStart[]) =>
      text({ kind: 'allClear', who: undefined }, { ...stopped(list), overAt: at(9, 10) });
    assert.equal(over([retired]), 'Exchange is retired.');
    const again = { ...stop, service: 'teams' as const, againAt: at(9, 10) };
    assert.equal(over([retired, again]), 'Backups of Teams started again at 09:10.');
  });

  it('a message that may be a duplicate begins with a note', () => {
    const before = 'This may be a duplicate: I restarted while sending it. ';
    const isAgain = { isAgain: true };
    assert.equal(text(again(1), {}, isAgain), `${before}Exchange failed again at 14:00: 3 failures in all.`);
    assert.ok(
      text({ kind: 'escalation', who: lee }, { acknowledged }, isAgain).startsWith(
        `${before}<at>Lee</at>: no one`,
      ),
    );
  });

  it('a rendered message is never empty', () => {
    for (const about of [blind(), stuck()])
      assert.match(text(again(1), about), /^(No backup data since|OneDrive: a backup has been running)/);
  });
});
