import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AdaptiveCard } from '../../../../src/cards/adaptive-card.ts';
import { bytesOf, maxCardBytes } from '../../../../src/cards/size.ts';
import { services } from '../../../../src/domain/job.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import { buttonsOf, objectsIn, textOf, textsOf, titlesOf } from '../../../cards/elements.ts';
import {
  acknowledged,
  at,
  blind,
  drawn,
  failing,
  fault as incident,
  kim,
  lee,
  longestZone,
  recovered,
  recovery,
  run,
  stuck,
  trouble,
} from '../../../cards/fault-models.ts';
import { hour, now } from '../../../cards/models.ts';
import { unpackPress } from '../../../support/press.ts';

const styleOf = (card: AdaptiveCard) => objectsIn(card.body).find(({ type }) => type === 'Container')?.style;
const headlineOf = (card: AdaptiveCard) => {
  const box = objectsIn(card.body).find(({ type }) => type === 'Container');
  return objectsIn(box).find(({ type }) => type === 'TextBlock')?.text;
};
const assigned = { by: lee, at: at(2, 20) };
const snoozed = { by: kim, at: at(2, 15), until: at(16) };

describe('the card of failing backups', () => {
  it('the incident card names the service, the count and the times of its failures, with the day if it changes', () => {
    const card = drawn();
    assert.equal(headlineOf(card), '✕ Exchange Online: 3 backups failed');
    assert.equal(card.fallbackText, 'Exchange Online: 3 backups failed');
    assert.equal(styleOf(card), 'attention');
    assert.match(textOf(card), /^Since Mon 23 Nov, 02:00 \(Europe\/Berlin\)$/m);
    assert.match(textOf(card), /^Runs ended Mon 23 Nov, 02:00, 08:00, 14:00 \(Europe\/Berlin\)\.$/m);
    const days = failing(trouble([at(20), at(26), at(32)].map(end => run(end))));
    assert.match(textOf(drawn(days)), /^Runs ended Mon 23 Nov, 20:00, Tue 24 Nov, 02:00, 08:00 \(/m);
    assert.match(
      textOf(drawn(failing(trouble([run(at(2))])))),
      /^Since Mon 23 Nov, 02:00 \(Europe\/Berlin\)$/m,
    );
  });

  it('the details of an incident card name at most six times: the first, and the last five', () => {
    const runs = Array.from({ length: 9 }, (_, index) => run(at(2 + 2 * index)));
    const since = (count: number, kept = runs) =>
      textsOf(drawn(failing(trouble(kept, { count })))).find(text => text.startsWith('Runs ended'));
    assert.equal(
      since(9),
      'Runs ended Mon 23 Nov, 02:00 … 10:00, 12:00, 14:00, 16:00, 18:00 (Europe/Berlin).',
    );
    assert.equal(
      since(6, runs.slice(0, 6)),
      'Runs ended Mon 23 Nov, 02:00, 04:00, 06:00, 08:00, 10:00, 12:00 (Europe/Berlin).',
    );
    // The record only counts some of the runs.
    assert.equal(since(5, runs.slice(0, 3)), 'Runs ended Mon 23 Nov, 02:00 … 04:00, 06:00 (Europe/Berlin).');
  });

  it('the incident card calls partial runs partial', () => {
    const partly = (hours: number) => run(at(hours), { state: 'partiallyFinished' });
    assert.equal(
      headlineOf(drawn(failing(trouble([partly(2), partly(8)])))),
      '◐ Exchange Online: 2 partial backups',
    );
    const mixed = drawn(failing(trouble([run(at(2)), run(at(5)), partly(8)])));
    assert.equal(headlineOf(mixed), '✕ Exchange Online: 2 backups failed, 1 partial');
    assert.match(textOf(mixed), /02:00, 05:00, 08:00 \(partial\)/);
    assert.equal(
      headlineOf(drawn(failing(trouble([partly(2), partly(8)], { count: 30 })))),
      '✕ Exchange Online: 30 backups failed or were partial',
    );
  });

  it('the incident card says in one line who has it, and until when it’s snoozed', () => {
    const status = (changes: Partial<Incident>) =>
      textsOf(drawn({ kind: 'personal', call: undefined, ...changes }, { who: undefined }))[2];
    assert.equal(status({}), 'Unacknowledged');
    assert.equal(status({ acknowledged }), 'Kim Weber acknowledged it at 02:14');
    assert.equal(status({ acknowledged, assigned }), 'Lee took it at 02:20');
    assert.equal(status({ snoozed }), 'Unacknowledged · snoozed by Kim Weber until 16:00');
    assert.equal(
      status({ snoozed, acknowledged }),
      'Kim Weber acknowledged it at 02:14 · snoozed until 16:00',
    );
    assert.equal(status({ snoozed, assigned }), 'Lee took it at 02:20 · snoozed by Kim Weber until 16:00');
    assert.equal(status({ snoozed: { ...snoozed, until: at(14) } }), 'Unacknowledged');
    assert.equal(
      status({ acknowledged: { by: kim, at: at(26) } }),
      'Kim Weber acknowledged it on Tue 24 Nov, 02:00',
    );
  });

  it('the incident card calls the person on call while it has no owner, and says what to do if no one is on call', () => {
    assert.match(textOf(drawn()), /^Unacknowledged · called <at>Kim Weber<\/at> at 02:01$/m);
    assert.doesNotMatch(textOf(drawn({ acknowledged })), /called/);
    assert.match(
      textOf(drawn({ call: undefined })),
      /^Unacknowledged · no one was called\nNo one was on call\. To put someone on call, say “on call @Name”\.$/m,
    );
    for (const changes of [{ acknowledged }, recovered, blind(), stuck()])
      assert.doesNotMatch(textOf(drawn({ ...changes, call: undefined })), /call/i);
  });

  it('the incident card names who was called, and when, which stays true if others are put on call', () => {
    const status = (changes: Partial<Incident>) => textsOf(drawn(changes, { who: undefined }))[2];
    const max = { id: '29:max', name: 'Max' };
    const called = [
      { what: 'called', who: kim, at: at(2, 1) },
      { what: 'escalated', who: lee, at: at(2, 16) },
      { what: 'called', who: max, at: at(26) },
    ] as const;
    assert.equal(status({}), 'Unacknowledged · called Kim Weber at 02:01');
    assert.equal(status({ events: called.slice(0, 1) }), 'Unacknowledged · called Kim Weber at 02:01');
    assert.equal(
      status({ events: called.slice(0, 2) }),
      'Unacknowledged · called Kim Weber at 02:01, Lee at 02:16',
    );
    const call = { who: max, fallback: undefined, at: at(26), escalateAt: at(27), isEscalated: true };
    assert.equal(
      status({ events: called, call }),
      'Unacknowledged · called Kim Weber at 02:01, Lee at 02:16, Max on Tue 24 Nov, 02:00',
    );
  });

  it('the card of an incident that was opened again leaves out who was called or acknowledged it before', () => {
    const before = [
      { what: 'called', who: kim, at: at(2, 1) },
      { what: 'escalated', who: lee, at: at(2, 16) },
      { what: 'acknowledged', by: lee, at: at(2, 17) },
      { what: 'reopened', at: at(14, 1) },
    ] as const;
    const again = { reopened: 1, ...failing(trouble(undefined, { failingSince: at(14) })) };
    const status = (changes: Partial<Incident>) =>
      textsOf(drawn({ ...again, events: before, ...changes }, { who: undefined })).filter(text =>
        /acknowledged/i.test(text),
      );
    assert.deepEqual(status({ call: undefined }), ['Unacknowledged']);
    const call = { who: kim, fallback: lee, at: at(14, 2), escalateAt: at(14, 17), isEscalated: false };
    const events = [...before, { what: 'called', who: kim, at: at(14, 2) }] as const;
    assert.deepEqual(status({ call, events }), ['Unacknowledged · called Kim Weber at 14:02']);
    const over = { ...failing(trouble(undefined, { failingSince: at(14), recovery })), overAt: at(20, 5) };
    assert.deepEqual(status({ call, events, ...over }), ['No one acknowledged it this time']);
  });

  it('the card of an incident that was opened again says since when it fails this time, and when it failed first', () => {
    const again = { reopened: 1, ...failing(trouble(undefined, { failingSince: at(14) })) };
    assert.match(
      textOf(drawn(again)),
      /^Again since Mon 23 Nov, 14:00 \(Europe\/Berlin\)\nFirst failure at 02:00, recovered in between$/m,
    );
    const events = [{ what: 'reopened' as const, at: at(14, 1) }];
    assert.match(textOf(drawn({ reopened: 1, events })), /^Again since Mon 23 Nov, 14:01 /m);
    const over = failing(trouble(undefined, { failingSince: at(14), recovery }));
    assert.match(
      textOf(drawn({ ...again, ...over, overAt: recovery.endedAt }, { composedAt: at(20, 6) })),
      /^Failed on and off for 18 h 5 min: Mon 23 Nov, 02:00 to 20:05 \(Europe\/Berlin\)$/m,
    );
  });

  it('the card of an outage says since when the services fail that haven’t recovered', () => {
    const wide = failing(
      trouble([run(at(2))], { recovery }),
      trouble([run(at(3))], { service: 'teams' }),
      trouble([run(at(4))], { service: 'project' }),
    );
    assert.match(textOf(drawn(wide, { composedAt: at(21) })), /^Since Mon 23 Nov, 03:00 /m);
  });

  it('the incident card shows one message of each reason, and the generalized one of an older record', () => {
    const runs = [run(at(2)), run(at(8))];
    const text = 'Mailbox … is full';
    const shown = (cause: {
      readonly runs: number;
      readonly example?: string;
      readonly isVaried?: boolean;
    }) => textOf(drawn(failing(trouble(runs, { causes: [{ text, ...cause }] }))));
    assert.match(
      shown({ runs: 2, example: 'Mailbox a@b.example is full', isVaried: true }),
      /^Mailbox a@b\.example is full \(and others like it\)$/m,
    );
    assert.match(
      shown({ runs: 1, example: 'Mailbox a@b.example is full' }),
      /Mailbox a@b\.example is full$/m,
    );
    assert.match(shown({ runs: 2 }), /^Mailbox … is full$/m);
  });

  it('the incident card has the reasons with the most runs, and the objects of the latest run', () => {
    const causes = Array.from({ length: 5 }, (_, index) => ({ text: `cause ${index}`, runs: 9 - index }));
    const runs = [run(at(2)), run(at(8), { objects: { failed: 3, total: undefined } })];
    const texts = textsOf(drawn(failing(trouble(runs, { causes }))));
    const from = texts.indexOf('Reasons') + 1;
    assert.equal(
      texts.slice(from, from + 8).join(' '),
      '9 backups: cause 0 8 backups: cause 1 7 backups: cause 2  and 2 more reasons',
    );
    assert.match(texts.join(' '), /Latest problem, 08:00: ✕ Failed · 3 objects failed · job EFB/);
    const one = { causes: [{ text: 'disk full', runs: 2 }] };
    assert.match(textOf(drawn(failing(trouble(runs, one)))), /^Reason\n\ndisk full$/m);
    assert.match(
      textOf(drawn(failing(trouble([run(at(2), { objects: undefined })])))),
      /· objects unknown ·/,
    );
  });

  it('the incident card is green once a clean run has ended it, with exactly what is known', () => {
    const card = drawn({ ...recovered, acknowledged }, { composedAt: at(20, 6) });
    assert.equal(headlineOf(card), '✓ Exchange Online has recovered');
    assert.equal(styleOf(card), 'good');
    assert.match(
      textOf(card),
      /^3 backups failed, then a run started at 19:40 and finished without problems$/m,
    );
    assert.match(textOf(card), /^Failed for 18 h 5 min: Mon 23 Nov, 02:00 to 20:05 \(Europe\/Berlin\)$/m);
    assert.match(textOf(card), /^Kim Weber acknowledged it at 02:14$/m);
    assert.match(textOf(drawn(recovered)), /^No one acknowledged it$/m);
    assert.doesNotMatch(textOf(drawn({ ...recovered, call: undefined })), /acknowledged/);
  });

  it('the incident card is neutral if it was closed, or is over without a clean run', () => {
    const closed = drawn({ closed: { by: kim, at: at(5) }, overAt: at(5) });
    assert.equal(headlineOf(closed), 'Closed · Exchange Online: 3 backups failed');
    const over = drawn({ overAt: at(5) });
    assert.equal(headlineOf(over), 'No longer watched · Exchange Online: 3 backups failed');
    const recoveredLater = drawn({ ...recovered, closed: { by: kim, at: at(5) } });
    for (const card of [closed, over, recoveredLater]) {
      assert.equal(styleOf(card), 'emphasis');
      assert.doesNotMatch(JSON.stringify(card), /"good"|✓/i);
    }
  });

  it('the incident card begins with a note if it is late, may be a duplicate, or was held back', () => {
    const late = { ...failing(trouble([run(at(2, 5), { foundAt: at(5, 10) })])), lateMs: 3 * hour };
    const [again, held, seen] = textsOf(
      drawn({ ...late, heldUntil: at(6) }, { isAgain: true, composedAt: at(6) }),
    );
    assert.equal(again, 'This may be a duplicate: I restarted while sending it.');
    assert.equal(held, 'Held back until 06:00: quiet hours.');
    assert.equal(seen, 'This is late: it failed at 02:05, and I noticed at 05:10.');
    assert.match(
      textsOf(drawn(late, { composedAt: at(30) }))[0] ?? '',
      /^This is late: it failed on Mon 23 Nov, 02:05, and I noticed at 05:10\.$/,
    );
  });

  it('the incident card distinguishes the two times of 2:30 in the night in which the clocks go back', () => {
    const twice = Date.UTC(2026, 9, 25, 0, 30);
    const card = drawn(failing(trouble([run(twice), run(twice + hour)])), {
      composedAt: twice + hour,
    });
    assert.match(textOf(card), /^Since Sun 25 Oct, 02:30 GMT\+2 \([\s\S]*Latest problem, 02:30 GMT\+1:/m);
  });
});

describe('the card of an outage of several services', () => {
  const both = (changes = {}) =>
    failing(
      trouble([run(at(2, 10))], { service: 'teams', ...changes }),
      trouble([run(at(2)), run(at(8), { id: 'second' })]),
    );

  it('the card of an outage has a row for each service, those that fail first', () => {
    const card = drawn(both({ recovery: { ...recovery, endedAt: at(5, 10) } }));
    assert.equal(headlineOf(card), '✕ Backups of 1 of 2 services are failing');
    assert.equal(styleOf(card), 'attention');
    const lines = textOf(card).split('\n').join(' ');
    assert.match(lines, /✕ Exchange 2 failed since 02:00 › ✓ Teams recovered 05:10 \(1 failed\) ›/);
    assert.equal(headlineOf(drawn(both())), '✕ Backups of 2 services are failing');
  });

  it('the card of an outage is green once all services have recovered, and names the evidence', () => {
    const all = failing(
      ...['teams', 'exchange'].map(service => trouble(undefined, { service: service as 'teams', recovery })),
    );
    const card = drawn({ ...all, overAt: recovery.endedAt });
    assert.equal(headlineOf(card), '✓ Both services have recovered');
    assert.equal(styleOf(card), 'good');
    assert.match(textOf(card), /^Failed for 18 h 5 min: Mon 23 Nov, 02:00 to 20:05 \(Europe\/Berlin\)$/m);
  });

  it('the card of an outage merges equal reasons', () => {
    const cause = (text: string, runs: number) => ({ causes: [{ text, runs }] });
    const card = drawn(
      failing(
        trouble(undefined, { ...cause('down', 2) }),
        trouble(undefined, { service: 'teams', ...cause('down', 3) }),
        trouble(undefined, { service: 'project', ...cause('denied', 4) }),
      ),
    );
    assert.match(
      textsOf(card).join(' '),
      /Reasons 5 backups of Exchange and Teams: down 4 backups of Project: denied/,
    );
  });

  it('the card of an outage fits into a message and calls at most one person, whatever is in it', () => {
    const words = fc.string({ unit: 'binary', maxLength: 400 });
    const counts = fc.integer({ min: 1, max: 999_999 });
    fc.assert(
      fc.property(words, words, counts, fc.boolean(), (name, text, count, isBack) => {
        const who = { id: '29:who', name };
        const troubles = services.map((service, index) =>
          trouble([run(at(2, index))], {
            service,
            count,
            causes: [{ text: `${text}${index}`, runs: count }],
            recovery: isBack && index > 0 ? recovery : undefined,
          }),
        );
        const card = drawn({
          ...failing(...troubles),
          zone: longestZone,
          call: { who, fallback: who, at: 0, escalateAt: 1, isEscalated: true },
          snoozed: { by: who, at: 0, until: at(99) },
          events: [{ what: 'escalated', who, at: at(2, 16) }],
        });
        assert.ok(bytesOf(card) <= maxCardBytes);
        assert.equal((card.msteams as { entities: readonly unknown[] }).entities.length, 1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the buttons of an incident', () => {
  it('an incident’s card has the buttons that would change something', () => {
    assert.deepEqual(titlesOf(drawn()), ['Acknowledge', 'Snooze', 'Update', 'Show jobs', 'Report']);
    const taken = ['Take over', 'Snooze', 'Update', 'Show jobs', 'Report'];
    assert.deepEqual(titlesOf(drawn({ acknowledged })), taken);
    assert.deepEqual(titlesOf(drawn({ assigned })), taken);
    assert.deepEqual(titlesOf(drawn({ assigned, snoozed })), taken.with(1, 'Unsnooze'));
    assert.deepEqual(titlesOf(drawn(recovered)), ['Note', 'Show jobs', 'Report']);
    assert.deepEqual(titlesOf(drawn({ overAt: at(5), closed: { by: kim, at: at(5) } })), [
      'Reopen',
      'Note',
      'Show jobs',
      'Report',
    ]);
    assert.deepEqual(titlesOf(drawn(blind())), ['Acknowledge', 'Snooze', 'Update', 'Report']);
  });

  it('each button of an incident’s card carries its own action, for this incident', () => {
    const { id } = incident();
    const card = drawn();
    const presses = objectsIn(card.actions)
      .filter(({ type }) => type === 'Action.Execute')
      .map(({ title, verb, data }) => [title, unpackPress(verb, data, now)]);
    assert.deepEqual(presses, [
      ['Acknowledge', { verb: 'fault.acknowledge', id }],
      ['Snooze 1 h', { verb: 'fault.snooze', id, length: '1h' }],
      ['Snooze 4 h', { verb: 'fault.snooze', id, length: '4h' }],
      ['Snooze until 8:00', { verb: 'fault.snooze', id, length: 'tomorrow' }],
      ['Close anyway', { verb: 'fault.close', id, note: '' }],
      ['Assign', { verb: 'fault.assignTo', id, from: undefined, picked: '', note: '' }],
      ['Add note', { verb: 'fault.note', id, note: '' }],
      ['Show jobs', { verb: 'fault.jobs', id }],
      ['Report', { verb: 'fault.report', id }],
    ]);
    assert.deepEqual(
      buttonsOf(card)
        .slice(1, 3)
        .map(({ type }) => type),
      ['Action.ShowCard', 'Action.ShowCard'],
    );
  });
});

describe('the card of missing data', () => {
  it('the card of missing data says since when and why, in amber, and to treat it as unknown', () => {
    const card = drawn(blind());
    assert.equal(headlineOf(card), '? No backup data since Mon 23 Nov, 02:10');
    assert.equal(styleOf(card), 'warning');
    assert.match(
      textOf(card),
      /^AvePoint isn’t answering\. I can’t tell whether these backups are failing\.$/m,
    );
    assert.match(textOf(card), /Europe\/Berlin/);
    const refused = drawn(blind({ services: ['exchange', 'teams'], reason: 'refused' }));
    assert.equal(headlineOf(refused), '? No data for Exchange and Teams since Mon 23 Nov, 02:10');
    assert.match(textOf(refused), /ask whoever runs this bot to check its app registration/);
    assert.match(textOf(drawn(blind({ reason: 'doubtful' }))), /contradict each other/);
  });

  it('the card of missing data is neutral, never green, once the data is back', () => {
    const card = drawn({ ...blind({ seenAgainAt: at(29) }), overAt: at(29) });
    assert.equal(headlineOf(card), 'Backup data is back');
    assert.equal(styleOf(card), 'emphasis');
    assert.match(textOf(card), /^Missing from Mon 23 Nov, 02:10 to Tue 24 Nov, 05:00 \(Europe\/Berlin\)$/m);
    assert.match(
      String(headlineOf(drawn({ ...blind({ services: ['teams'], seenAgainAt: at(5) }), overAt: at(5) }))),
      /^Data for Teams is back/,
    );
    assert.equal(
      headlineOf(drawn({ ...blind(), closed: { by: kim, at: at(5) }, overAt: at(5) })),
      'Closed · No backup data since Mon 23 Nov, 02:10',
    );
  });

  it('the card of missing data names its zone though it is no longer watched', () => {
    const card = drawn({ ...blind(), overAt: at(5) });
    assert.equal(headlineOf(card), 'No longer watched · No backup data since Mon 23 Nov, 02:10');
    assert.match(textOf(card), /^Times in Europe\/Berlin$/m);
  });
});

describe('the card of a long-running backup', () => {
  it('the card of a long-running backup says how long it has been running and what is usual, in amber', () => {
    const card = drawn(stuck(), { composedAt: at(14) });
    assert.equal(headlineOf(card), '△ OneDrive: a backup has been running for over 9 h');
    assert.equal(styleOf(card), 'warning');
    assert.match(
      textOf(card),
      /^Usually takes 1 h 40 min; this one started Mon 23 Nov, 05:00 \(Europe\/Berlin\)$/m,
    );
    assert.match(String(headlineOf(drawn(stuck({ service: 'exchange' })))), /^△ Exchange Online: a backup/);
    assert.match(textOf(drawn(stuck({ jobId: undefined }))), /Job id unknown/);
  });

  it('the card of a long-running backup names the sign and the word of its end state', () => {
    const ended = (state: 'finished' | 'failed' | 'partiallyFinished' | undefined) => {
      const card = drawn({ ...stuck({ ended: { at: at(14, 12), state } }), overAt: at(14, 12) });
      return [headlineOf(card), styleOf(card)];
    };
    const [head, tail] = ['OneDrive: the long backup', 'after 9 h 12 min'];
    assert.deepEqual(ended('failed'), [`✕ ${head} failed ${tail}`, 'attention']);
    assert.deepEqual(ended('partiallyFinished'), [`◐ ${head} partially finished ${tail}`, 'warning']);
    assert.deepEqual(ended('finished'), [`✓ ${head} finished ${tail}`, 'good']);
    assert.deepEqual(ended(undefined), [`? ${head} ended ${tail}, result unknown`, 'emphasis']);
  });
});
