import assert from 'node:assert/strict';
import { doubtOf } from '../../src/job-index/queries/doubt.ts';
import { hour, minute, on } from './staged.ts';

describe('a clock that is set back', () => {
  it('makes nothing look read that was not: while AvePoint is out of reach, everything is unknown', async () => {
    await on({}, async stage => {
      assert.equal(stage.doubt('exchange'), undefined);
      stage.simulator.addTrouble({ kind: 'drop', at: 'jobs' });
      stage.clock.advance(-hour);
      await stage.run(10 * minute);
      const scope = { type: 'backup', service: 'exchange', from: undefined } as const;
      assert.equal(doubtOf(stage.index, scope, stage.clock.now())?.kind, 'notRead');
      stage.simulator.clearTroubles();
      await stage.run(5 * minute);
      assert.equal(doubtOf(stage.index, scope, stage.clock.now()), undefined);
    });
  });
});
