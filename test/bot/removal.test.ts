import assert from 'node:assert/strict';
import { createRemoval } from '../../src/bot/removal.ts';
import { StoreError } from '../../src/domain/store.ts';
import { recordingLog } from '../support/fakes.ts';

describe('removal of the bot from a chat', () => {
  /** Putting away fails so often, half-way, before it succeeds. */
  function open(failures: number) {
    let left = failures;
    const log = recordingLog();
    const slept: number[] = [];
    let watches = 1;
    const leave = createRemoval({
      settingsBin: {
        async putAway(_home, _place, _why, gone) {
          if (gone) gone.watches += watches;
          watches = 0;
          if (left-- > 0) throw new StoreError('unavailable', 'no connection');
          if (gone) gone.digests += 1;
        },
      },
      sleep: async ms => void slept.push(ms),
      log,
    });
    return { log, slept, leave: () => leave({ home: 'a:personal', channel: undefined }) };
  }

  it('the settings of a chat that the bot left are put into the bin in the end though the store fails half-way, with a right count', async () => {
    const { log, slept, leave } = open(2);
    assert.deepEqual(await leave(), {
      ending: { kind: 'answered' },
      settings: { digests: 1, watches: 1, rosters: 0 },
    });
    assert.deepEqual(slept, [1_000, 2_000]);
    assert.deepEqual(
      log.lines.map(({ level, message }) => [level, message]),
      [['info', 'settings put into the bin']],
    );
  });

  it('the settings of a chat that the bot left are reported as partly removed, in the log and in the outcome, if any remain', async () => {
    const { log, leave } = open(Number.POSITIVE_INFINITY);
    assert.deepEqual(await leave(), {
      ending: { kind: 'failed', problem: 'store' },
      settings: { digests: 0, watches: 1, rosters: 0 },
    });
    const [line] = log.lines;
    assert.match(line?.message ?? '', /^removal incomplete/);
    assert.deepEqual([line?.level, line?.fields.home, line?.fields.watches], ['error', 'a:personal', 1]);
  });
});
