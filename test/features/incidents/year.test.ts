import assert from 'node:assert/strict';
import type { WatchSpec } from '../../../src/domain/watch-order.ts';
import { quietUntil } from '../../../src/schedule/quiet-hours.ts';
import { hour } from '../../support/fakes.ts';
import { minute, openScene, run } from './support.ts';

const day = 24 * hour;

/** From 1 January 2026, with both changes of the clocks in it. */
const start = Date.UTC(2026, 0, 1);

for (const zone of ['Europe/Berlin', 'America/New_York']) {
  describe(`a year of a watch with quiet hours in ${zone}, polled every 15 minutes`, function () {
    this.timeout(180_000);
    const quiet: WatchSpec['quiet'] = { from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 0 }, zone };
    const scene = openScene({ now: start, intervalMs: 15 * minute });
    /** When each fails, and when its clean run has ended: before the next failure. */
    const incidents: { readonly failedAt: number; readonly clearAt: number }[] = [];

    before(async () => {
      await scene.watch({ quiet });
      // Every 13 hours, at another hour of the day and of another length, from one hour to eleven: so some are in the
      // nights in which the clocks change.
      for (let n = 0; n < 660; n += 1) {
        const failedAt = start + day + n * 13 * hour + 7 * minute;
        const clearAt = failedAt + (1 + ((n * 7) % 11)) * hour;
        scene.world.plant(
          run('exchange', failedAt - minute, 'failed', minute),
          run('exchange', clearAt - minute, 'finished', minute),
          // Enough clean runs before the next failure that it is another incident.
          run('exchange', clearAt + 10 * minute, 'finished', minute),
          run('exchange', clearAt + 20 * minute, 'finished', minute),
        );
        incidents.push({ failedAt, clearAt });
      }
      await scene.pass(365 * day, 15 * minute);
    });

    it('every incident of a year is reported, at once or when the quiet hours end, but those that were over by then', () => {
      const reported = new Map(
        scene.posts().map(({ at, message: { incident } }) => {
          const about = incident.about.kind === 'failing' ? incident.about.troubles[0] : undefined;
          return [about?.first.endedAt, at];
        }),
      );
      let silent = 0;
      for (const { failedAt, clearAt } of incidents) {
        const heldUntil = quietUntil(quiet, seenAfter(failedAt));
        const isSilent = heldUntil !== undefined && seenAfter(clearAt) <= heldUntil;
        if (isSilent) silent += 1;
        const at = reported.get(failedAt);
        assert.equal(at === undefined, isSilent, new Date(failedAt).toISOString());
        if (at !== undefined)
          assert.ok(at - (heldUntil ?? failedAt) <= 15 * minute, new Date(failedAt).toISOString());
      }
      assert.ok(silent > 50 && silent < 300, `${silent} were over before the morning`);
      assert.equal(reported.size, incidents.length - silent);
    });

    it('only edits are sent in quiet hours', () => {
      const loud = scene.said.filter(({ how, at }) => how !== 'edit' && quietUntil(quiet, at) !== undefined);
      assert.deepEqual(loud, []);
    });

    it('every incident of a year ends with the all-clear', () => {
      const provesRecovery = scene.said.filter(({ message }) => message.kind === 'allClear');
      assert.equal(
        provesRecovery.length,
        scene.posts().filter(({ message }) => message.incident.overAt === undefined).length,
      );
    });
  });
}

/** Returns the first poll after a moment. */
function seenAfter(at: number): number {
  return Math.ceil(at / (15 * minute)) * 15 * minute;
}
