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
    assert.equal(headlineOf(card), '✕ Exchange Online backups fail: ×3');
    assert.equal(styleOf(card), 'attention');
    assert.match(textOf(card), /^Since Mon 23 Nov, 02:00, again 08:00, 14:00 \(Europe\/Berlin\)$/m);
    const days = failing(trouble([at(20), at(26), at(32)].map(end => run(end))));
    assert.match(textOf(drawn(days)), /^Since Mon 23 Nov, 20:00, again Tue 24 Nov, 02:00, 08:00 \(/m);
    assert.match(
      textOf(drawn(failing(trouble([run(at(2))])))),
      /^Since Mon 23 Nov, 02:00 \(Europe\/Berlin\)$/m,
    );
  });

  it('the incident card names at most six times: the first, and the last five', () => {
    const runs = Array.from({ length: 9 }, (_, index) => run(at(2 + 2 * index)));
    const since = (count: number, kept = runs) =>
      textsOf(drawn(failing(trouble(kept, { count })))).find(text => text.startsWith('Since'));
    assert.equal(since(9), 'Since Mon 23 Nov, 02:00 … 10:00, 12:00, 14:00, 16:00, 18:00 (Europe/Berlin)');
    assert.equal(
      since(6, runs.slice(0, 6)),
      'Since Mon 23 Nov, 02:00, again 04:00, 06:00, 08:00, 10:00, 12:00 (Europe/Berlin)',
    );
    // The record only counts some of the runs.
    assert.equal(since(5, runs.slice(0, 3)), 'Since Mon 23 Nov, 02:00 … 04:00, 06:00 (Europe/Berlin)');
  });

  it('the incident card calls partial runs partial', () => {
    const partly = (hours: number) => run(at(hours), { state: 'partiallyFinished' });
    assert.equal(
      headlineOf(drawn(failing(trouble([partly(2), partly(8)])))),
      '◐ Exchange Online backups finish partially: ×2',
    );
    const mixed = drawn(failing(trouble([run(at(2)), partly(8)])));
    assert.equal(headlineOf(mixed), '✕ Exchange Online backups fail: ×2');
    assert.match(textOf(mixed), /02:00, again 08:00 \(partial\)/);
    assert.equal(
      headlineOf(drawn(failing(trouble([partly(2), partly(8)], { count: 30 })))),
      '✕ Exchange Online backups do not finish in full: ×30',
    );
  });

  it('the incident card names the owner', () => {
    const status = (changes: Partial<Incident>) => textsOf(drawn(changes))[2];
    assert.equal(status({}), 'New: nobody has it yet');
    assert.equal(status({ acknowledged }), 'Acknowledged by Kim Weber, 02:14');
    assert.equal(status({ acknowledged, assigned }), 'Lee has it since 02:20');
    assert.equal(status({ snoozed }), 'Snoozed by Kim Weber until 16:00');
    assert.equal(status({ snoozed, acknowledged }), 'Acknowledged by Kim Weber, 02:14, snoozed until 16:00');
    assert.equal(status({ snoozed, assigned }), 'Lee has it since 02:20, snoozed by Kim Weber until 16:00');
    assert.equal(status({ snoozed: { ...snoozed, until: at(14) } }), 'New: nobody has it yet');
    assert.equal(
      status({ acknowledged: { by: kim, at: at(26) } }),
      'Acknowledged by Kim Weber, Tue 24 Nov, 02:00',
    );
  });

  it('the incident card calls the person on call while it has no owner, and says what to do if no one is on call', () => {
    assert.match(textOf(drawn()), /^On duty: <at>Kim Weber<\/at>$/m);
    assert.match(textOf(drawn({ acknowledged })), /^On duty: Kim Weber$/m);
    assert.match(textOf(drawn({}, { who: undefined })), /^On duty: Kim Weber$/m);
    assert.match(textOf(drawn({ call: undefined })), /^Nobody is on duty here: say “on duty @Name”\.$/m);
    for (const changes of [{ acknowledged }, recovered, blind(), stuck()])
      assert.doesNotMatch(textOf(drawn({ ...changes, call: undefined })), /on duty/i);
  });

  it('the incident card has the causes with the most runs, and the objects of the latest run', () => {
    const causes = Array.from({ length: 5 }, (_, index) => ({ text: `cause ${index}`, runs: 9 - index }));
    const runs = [run(at(2)), run(at(8), { objects: { failed: 3, total: undefined } })];
    const texts = textsOf(drawn(failing(trouble(runs, { causes }))));
    assert.deepEqual(texts.slice(-4), [
      '9 runs: cause 0',
      '8 runs: cause 1',
      '7 runs: cause 2',
      'and 2 more causes',
    ]);
    assert.ok(texts.includes('Latest run: 3 objects failed'));
    assert.match(
      textOf(drawn(failing(trouble([run(at(2), { objects: undefined })])))),
      /Latest run: objects not told/,
    );
  });

  it('the incident card is green once a clean run has ended it, with exactly what is known', () => {
    const card = drawn({ ...recovered, acknowledged }, { composedAt: at(20, 6) });
    assert.equal(headlineOf(card), '✓ Exchange Online recovered Mon 23 Nov, 20:05 after 18 h 5 min');
    assert.equal(styleOf(card), 'good');
    assert.match(textOf(card), /^A run that started 19:40 finished cleanly\.$/m);
    assert.match(textOf(card), /^Exchange failed ×3: Mon 23 Nov, 02:00, 08:00, 14:00 \(Europe\/Berlin\)$/m);
    assert.match(textOf(card), /^Acknowledged by Kim Weber, 02:14$/m);
    assert.match(textOf(drawn(recovered)), /^Nobody acknowledged it$/m);
    assert.doesNotMatch(textOf(drawn({ ...recovered, call: undefined })), /acknowledged/);
  });

  it('the incident card is neutral if it was closed, or is over without a clean run', () => {
    const closed = drawn({ closed: { by: kim, at: at(5) }, overAt: at(5) });
    assert.equal(headlineOf(closed), 'Closed by Kim Weber, 05:00: Exchange failed ×3');
    const over = drawn({ overAt: at(5) });
    assert.equal(headlineOf(over), 'Not followed any more: Exchange failed ×3');
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
    assert.equal(again, 'Again: I stopped while I was sending this, so it may have come before.');
    assert.equal(held, 'Held back by the quiet hours until 06:00.');
    assert.equal(seen, 'Late: it failed at 02:05, and I saw it at 05:10.');
    assert.match(
      textsOf(drawn(late, { composedAt: at(30) }))[0] ?? '',
      /^Late: it failed at Mon 23 Nov, 02:05, and I saw it at 05:10\.$/,
    );
  });

  it('the incident card distinguishes the two times of 2:30 in the night in which the clocks go back', () => {
    const twice = Date.UTC(2026, 9, 25, 0, 30);
    const card = drawn(failing(trouble([run(twice), run(twice + hour)])), {
      composedAt: twice + hour,
    });
    assert.match(textOf(card), /^Since Sun 25 Oct, 02:30 GMT\+2, again 02:30 GMT\+1 \(/m);
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
    assert.equal(headlineOf(card), '✕ 1 of 2 services fails');
    assert.equal(styleOf(card), 'attention');
    const lines = textOf(card).split('\n').join(' ');
    assert.match(lines, /✕ Exchange fails ×2, since 02:00 ✓ Teams recovered 05:10; failed ×1/);
    assert.equal(headlineOf(drawn(both())), '✕ 2 services fail');
  });

  it('the card of an outage is green once all services have recovered, and names the evidence', () => {
    const all = failing(
      ...['teams', 'exchange'].map(service => trouble(undefined, { service: service as 'teams', recovery })),
    );
    const card = drawn({ ...all, overAt: recovery.endedAt });
    assert.equal(headlineOf(card), '✓ All 2 services recovered');
    assert.equal(styleOf(card), 'good');
    assert.match(textOf(card), /^The last of them Mon 23 Nov, 20:05 after 18 h 5 min \(Europe\/Berlin\)$/m);
  });

  it('the card of an outage merges equal causes', () => {
    const cause = (text: string, runs: number) => ({ causes: [{ text, runs }] });
    const card = drawn(
      failing(
        trouble(undefined, { ...cause('down', 2) }),
        trouble(undefined, { service: 'teams', ...cause('down', 3) }),
        trouble(undefined, { service: 'project', ...cause('denied', 4) }),
      ),
    );
    assert.deepEqual(textsOf(card).slice(-2), [
      '5 runs of Exchange and Teams: down',
      '4 runs of Project: denied',
    ]);
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
    assert.deepEqual(titlesOf(drawn()), [
      'Acknowledge',
      'Assign to me',
      'Snooze',
      'Show jobs',
      'Close',
      'Report',
    ]);
    assert.deepEqual(titlesOf(drawn({ acknowledged })), [
      'Assign to me',
      'Snooze',
      'Show jobs',
      'Close',
      'Report',
    ]);
    assert.deepEqual(titlesOf(drawn({ assigned, snoozed })), ['Show jobs', 'Close', 'Report']);
    assert.deepEqual(titlesOf(drawn(recovered)), ['Show jobs', 'Report']);
    assert.deepEqual(titlesOf(drawn({ overAt: at(5), closed: { by: kim, at: at(5) } })), [
      'Show jobs',
      'Report',
    ]);
    assert.deepEqual(titlesOf(drawn(blind({ seenAgainAt: at(5) }))).slice(-2), ['Snooze', 'Report']);
  });

  it('each button of an incident’s card carries its own action, for this incident', () => {
    const { id } = incident();
    const card = drawn();
    const presses = objectsIn(card.actions)
      .filter(({ type }) => type === 'Action.Execute')
      .map(({ title, verb, data }) => [title, unpackPress(verb, data, now)]);
    assert.deepEqual(presses, [
      ['Acknowledge', { verb: 'fault.acknowledge', id }],
      ['Assign to me', { verb: 'fault.assign', id }],
      ['1 h', { verb: 'fault.snooze', id, length: '1h' }],
      ['4 h', { verb: 'fault.snooze', id, length: '4h' }],
      ['Until tomorrow 8:00', { verb: 'fault.snooze', id, length: 'tomorrow' }],
      ['Show jobs', { verb: 'fault.jobs', id }],
      ['Close', { verb: 'fault.close', id }],
      ['Report', { verb: 'fault.report', id }],
    ]);
    const snooze = buttonsOf(card)[2];
    assert.equal(snooze?.type, 'Action.ShowCard');
  });
});

describe('the card of missing data', () => {
  it('the card of missing data says since when and why, in amber, and to treat it as unknown', () => {
    const card = drawn(blind());
    assert.equal(headlineOf(card), '? I cannot see the backups since Mon 23 Nov, 02:10');
    assert.equal(styleOf(card), 'warning');
    assert.match(textOf(card), /^AvePoint does not answer\. Treat them as unknown\.$/m);
    assert.match(textOf(card), /Europe\/Berlin/);
    const refused = drawn(blind({ services: ['exchange', 'teams'], reason: 'refused' }));
    assert.equal(headlineOf(refused), '? I cannot see Exchange and Teams since Mon 23 Nov, 02:10');
    assert.match(textOf(refused), /whoever runs this bot must look at the app registration/);
    assert.match(textOf(drawn(blind({ reason: 'doubtful' }))), /contradicts itself/);
  });

  it('the card of missing data is neutral, never green, once the data is back', () => {
    const card = drawn({ ...blind({ seenAgainAt: at(29) }), overAt: at(29) });
    assert.equal(headlineOf(card), 'Backups are seen again since Tue 24 Nov, 05:00');
    assert.equal(styleOf(card), 'emphasis');
    assert.match(textOf(card), /could not be seen from Mon 23 Nov, 02:10 to Tue 24 Nov, 05:00\./);
    assert.match(
      String(headlineOf(drawn({ ...blind({ services: ['teams'], seenAgainAt: at(5) }), overAt: at(5) }))),
      /^Teams is seen again/,
    );
    assert.equal(
      headlineOf(drawn({ ...blind(), closed: { by: kim, at: at(5) }, overAt: at(5) })),
      'Closed by Kim Weber, 05:00: the backups could not be seen from Mon 23 Nov, 02:10 on',
    );
  });
});

describe('the card of a long-running backup', () => {
  it('the card of a long-running backup says how long it has been running and what is usual, in amber', () => {
    const card = drawn(stuck(), { composedAt: at(14) });
    assert.equal(
      headlineOf(card),
      '△ A OneDrive backup has been running for more than 9 h; usually it takes 1 h 40 min',
    );
    assert.equal(styleOf(card), 'warning');
    assert.match(textOf(card), /^Job ODFB20261123050000481; started Mon 23 Nov, 05:00 \(Europe\/Berlin\)$/m);
    assert.match(String(headlineOf(drawn(stuck({ service: 'exchange' })))), /^△ An Exchange backup/);
    assert.match(textOf(drawn(stuck({ jobId: undefined }))), /Its id was not told/);
  });

  it('the card of a long-running backup names the sign and the word of its end state', () => {
    const ended = (state: 'finished' | 'failed' | 'partiallyFinished' | undefined) => {
      const card = drawn({ ...stuck({ ended: { at: at(14, 12), state } }), overAt: at(14, 12) });
      return [headlineOf(card), styleOf(card)];
    };
    const head = 'A OneDrive backup has ended after 9 h 12 min:';
    assert.deepEqual(ended('failed'), [`${head} ✕ Failed`, 'attention']);
    assert.deepEqual(ended('partiallyFinished'), [`${head} ◐ Partially finished`, 'warning']);
    assert.deepEqual(ended('finished'), [`${head} ✓ Finished`, 'good']);
    assert.deepEqual(ended(undefined), [`${head} ? how it ended could not be found out`, 'emphasis']);
  });
});
