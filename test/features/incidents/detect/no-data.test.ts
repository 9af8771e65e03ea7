import assert from 'node:assert/strict';
import type { Service } from '../../../../src/domain/job.ts';
import {
  blindnessOf,
  isBlind,
  pausesToTell,
  stuckOf,
  unstuck,
  type Watched,
} from '../../../../src/features/incidents/detect/no-data.ts';
import type { SeenService } from '../../../../src/features/incidents/detect/poller.ts';
import type { BlindReason, Fault } from '../../../../src/features/incidents/incident/incident.ts';
import { type RunningBackup, runIdOf } from '../../../../src/features/incidents/runs/run-history.ts';
import { at, aWatch, emptyLedger, ran } from '../given.ts';
import { minute } from '../support.ts';

const watch = aWatch();

/** A service without data for so many minutes; 0: it has data. It is reported after two. */
const unseen = (
  minutes: number,
  { reason = 'noAnswer', ...overrides }: Partial<SeenService> & { readonly reason?: BlindReason } = {},
): SeenService => ({
  ledger: emptyLedger('exchange'),
  seenAt: at(-10),
  unseen: minutes > 0 ? { since: at(-minutes), tellAt: at(2 - minutes), reason } : undefined,
  ...overrides,
});
const watched = (service: Service, state: SeenService, of = watch): Watched => ({
  service,
  watch: of,
  state,
});
const states = (minutes: Partial<Record<Service, number>>, of = watch) =>
  Object.entries(minutes).map(([service, count]) => watched(service as Service, unseen(count), of));
const blindAfter = (minutes: Partial<Record<Service, number>>, faults: readonly Fault[] = []) =>
  blindnessOf(states(minutes), faults, at(0));
const aboutOf = (found: Fault | undefined) => {
  const about = found?.about;
  assert.ok(about?.kind === 'blind');
  return about;
};

describe('the notice that nothing can be seen', () => {
  it('comes when people are to be told, and not before', () => {
    assert.deepEqual(
      [0, 1, 1.9, 2, 3].map(minutes => isBlind(unseen(minutes), at(0))),
      [false, false, false, true, true],
    );
    assert.equal(blindAfter({ exchange: 1, teams: 1 }), undefined);
    assert.ok(blindAfter({ exchange: 3, teams: 3 }));
  });

  it('names the services, and none where it is all that is watched', () => {
    assert.deepEqual(aboutOf(blindAfter({ exchange: 3, teams: 1, onedrive: 5 })).services, [
      'exchange',
      'onedrive',
    ]);
    assert.deepEqual(aboutOf(blindAfter({ exchange: 3, teams: 4 })).services, []);
    assert.deepEqual(aboutOf(blindAfter({ exchange: 3 })).services, []);
  });

  it('tells why, and until when they were seen: not from before the watch, and where never, since when not', () => {
    const since = (state: Partial<SeenService>, createdAt = at(-1_000)) =>
      aboutOf(blindnessOf([watched('exchange', unseen(3, state), aWatch({ createdAt }))], [], at(0))).since;
    assert.equal(since({}), at(-10));
    assert.equal(since({}, at(-7)), at(-7));
    assert.equal(since({ seenAt: undefined }), at(-3));
    const two = [
      watched('exchange', unseen(3, { reason: 'refused' })),
      watched('teams', unseen(4, { seenAt: at(-30) })),
    ];
    const about = aboutOf(blindnessOf(two, [], at(0)));
    assert.deepEqual([about.reason, about.since, about.seenAgainAt], ['refused', at(-30), undefined]);
  });

  it('is one as long as it lasts, and says which services it is about by then', () => {
    const first = blindAfter({ exchange: 3, teams: 0 });
    const faults = first ? [first] : [];
    assert.equal(blindAfter({ exchange: 9, teams: 1 }, faults), undefined);
    const more = blindAfter({ exchange: 9, teams: 3, onedrive: 0 }, faults);
    assert.equal(more?.id, first?.id);
    assert.deepEqual(aboutOf(more).services, ['exchange', 'teams']);
    assert.ok((more?.telling.revision ?? 0) > 1);
  });

  it('ends only when every service is seen, not when the first is or one is unseen for a moment', () => {
    const first = blindAfter({ exchange: 3, teams: 3 });
    const faults = first ? [first] : [];
    const partly = blindAfter({ exchange: 0, teams: 4 }, faults);
    assert.deepEqual([partly?.overAt, aboutOf(partly).services], [undefined, ['teams']]);
    const moment = blindAfter({ exchange: 1, teams: 0 }, faults);
    assert.deepEqual([moment?.overAt, aboutOf(moment).services], [undefined, ['exchange']]);
    const over = blindAfter({ exchange: 0, teams: 0 }, faults);
    assert.deepEqual([over?.overAt, aboutOf(over).seenAgainAt], [at(0), at(0)]);
    assert.equal(blindAfter({ exchange: 0 }, over ? [over] : []), undefined);
    assert.equal(blindAfter({ exchange: 3 }, over ? [over] : [])?.overAt, undefined);
    assert.ok(blindAfter({ exchange: 3 }, over ? [over] : []));
  });
});

describe('the notice that nothing can be seen, of a watch that is ended', () => {
  const ending = { ...watch, isEnding: true };

  it('is not begun', () => {
    assert.equal(blindnessOf(states({ exchange: 3 }, ending), [], at(0)), undefined);
  });

  it('that was told before is seen through', () => {
    const open = blindAfter({ exchange: 3 });
    assert.ok(open);
    assert.equal(blindnessOf(states({ exchange: 4 }, ending), [open], at(9)), undefined);
    assert.equal(blindnessOf(states({ exchange: 0 }, ending), [open], at(9))?.overAt, at(9));
  });
});

describe('the notice of a backup that runs too long', () => {
  const started = (startedAt: number | undefined, id: string | null = 'r'): RunningBackup => ({
    service: 'exchange',
    id: id ?? undefined,
    startedAt: startedAt === undefined ? undefined : at(startedAt),
  });
  const running = (usual: number | undefined, ...backups: RunningBackup[]): SeenService =>
    unseen(0, {
      ledger: {
        ...emptyLedger('exchange'),
        usualMs: usual === undefined ? undefined : usual * minute,
        running: backups,
      },
    });
  const stuckAt = (minutes: number, state: SeenService, faults: readonly Fault[] = [], isEnding = false) =>
    stuckOf(watched('exchange', state, { ...watch, isEnding }), faults, at(minutes));

  it('comes after more than three times as long as usual, and never within five minutes', () => {
    const state = running(20, started(0));
    assert.deepEqual(
      [60, 60.1].map(minutes => stuckAt(minutes, state).length),
      [0, 1],
    );
    assert.deepEqual(
      [5, 5.1].map(minutes => stuckAt(minutes, running(1, started(0))).length),
      [0, 1],
    );
    assert.deepEqual(stuckAt(61, state)[0]?.about, {
      kind: 'stuck',
      service: 'exchange',
      jobId: 'r',
      startedAt: at(0),
      usualMs: 20 * minute,
      ended: undefined,
    });
  });

  it('is none where what is usual or when it began is not known, and none of a watch that ends', () => {
    assert.deepEqual(stuckAt(900, running(undefined, started(0))), []);
    assert.deepEqual(stuckAt(900, running(20, started(undefined))), []);
    assert.deepEqual(stuckAt(900, running(20, started(0)), [], true), []);
  });

  it('is one for each backup, and no second one when it is over', () => {
    const state = running(20, started(0), started(1, 't'), started(0, null), started(1, 's'));
    const found = stuckAt(90, state);
    assert.equal(new Set(found.map(({ id }) => id)).size, 4);
    assert.deepEqual(stuckAt(91, state, found), []);
    assert.deepEqual(
      stuckAt(
        91,
        state,
        found.map(fault => ({ ...fault, overAt: at(91) })),
      ),
      [],
    );
    assert.equal(stuckAt(91, state, found.slice(1)).length, 1);
  });

  it('ends with the backup, and tells how that ended; how is not known where it was lost', () => {
    const state = running(20, started(0));
    const [stuck] = stuckAt(90, state) as [Fault];
    const endOf = (after: SeenService, fault = stuck) => {
      const over = unstuck(fault, after, at(100));
      return over?.about.kind === 'stuck' ? [over.overAt, over.about.ended] : undefined;
    };
    assert.equal(endOf(state), undefined);
    const ended = unseen(0, {
      ledger: { ...emptyLedger('exchange'), runs: [ran('r', 0, 95, 'partiallyFinished')] },
    });
    assert.deepEqual(endOf(ended), [at(95), { at: at(95), state: 'partiallyFinished' }]);
    assert.deepEqual(endOf(unseen(0)), [at(100), { at: at(100), state: undefined }]);
    assert.equal(endOf(unseen(0, { ledger: emptyLedger('teams') })), undefined);
    assert.equal(endOf(unseen(0), { ...stuck, overAt: at(95) }), undefined);
  });

  it('finds a backup without an id, or with a very long one, by what its run is known by', () => {
    for (const id of [null, 'x'.repeat(90)]) {
      const [stuck] = stuckAt(90, running(20, started(0, id))) as [Fault];
      assert.equal(stuck.about.kind === 'stuck' && stuck.about.jobId, id ?? undefined);
      const known = runIdOf({ id: id ?? undefined, startedAt: at(0), finishedAt: undefined }) ?? '';
      const over = unstuck(
        stuck,
        unseen(0, { ledger: { ...emptyLedger('exchange'), runs: [ran(known, 0, 95)] } }),
        at(96),
      );
      assert.deepEqual(over?.about.kind === 'stuck' && over.about.ended, { at: at(95), state: 'failed' });
    }
  });
});

describe('the notice of a time in which nobody looked', () => {
  const pause = { from: at(-300), to: at(-60) };
  const seen = [watched('exchange', unseen(0))];

  it('is one that is over, for what was watched then, and comes once', () => {
    const [notice, ...none] = pausesToTell(seen, [pause], [], at(0));
    assert.deepEqual(none, []);
    const about = aboutOf(notice);
    assert.deepEqual([about.since, about.seenAgainAt, notice?.overAt], [at(-300), at(-60), at(-60)]);
    assert.deepEqual(pausesToTell(seen, [pause], notice ? [notice] : [], at(1)), []);
  });

  it('is none if AvePoint’s silence was told for that time, if nothing was watched, or if it’s long over', () => {
    const silence = blindnessOf([watched('exchange', unseen(250, { seenAt: at(-300) }))], [], at(-50));
    assert.ok(silence);
    assert.deepEqual(pausesToTell(seen, [pause], [silence], at(0)), []);
    const later = aWatch({ createdAt: at(-30) });
    assert.deepEqual(pausesToTell([watched('exchange', unseen(0), later)], [pause], [], at(0)), []);
    assert.deepEqual(pausesToTell(seen, [pause], [], at(3 * 24 * 60)), []);
  });

  it('is one for pauses of several locations that overlap', () => {
    const later = { from: at(-299), to: at(-58) };
    const [notice, ...none] = pausesToTell(seen, [later, pause], [], at(0));
    assert.deepEqual(none, []);
    const about = aboutOf(notice);
    assert.deepEqual([about.since, about.seenAgainAt], [at(-300), at(-58)]);
  });

  it('comes if it began in the minute in which AvePoint’s silence was over', () => {
    const silence = blindnessOf([watched('exchange', unseen(330, { seenAt: at(-330) }))], [], at(-310));
    assert.ok(silence);
    const over = blindnessOf([watched('exchange', unseen(0))], [silence], at(-299.5));
    assert.ok(over?.overAt);
    assert.equal(pausesToTell(seen, [pause], [over], at(0)).length, 1);
  });
});
