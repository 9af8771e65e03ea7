import assert from 'node:assert/strict';
import { hour, minute, on } from './staged.ts';

describe('clock that is set back', () => {
  it('a clock that is set back makes nothing look read that was not: while AvePoint is out of reach, everything is unknown', async () => {
    await on({}, async stage => {
      assert.equal(stage.doubt('exchange'), undefined);
      stage.simulator.addTrouble({ kind: 'drop', at: 'jobs' });
      stage.clock.jump(-hour);
      await stage.run(10 * minute);
      assert.equal(stage.doubt('exchange')?.kind, 'notRead');
      stage.simulator.clearTroubles();
      await stage.run(5 * minute);
      assert.equal(stage.doubt('exchange'), undefined);
    });
  });
});
