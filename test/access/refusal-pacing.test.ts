import assert from 'node:assert/strict';
import { createRefusalPacing } from '../../src/access/refusal-pacing.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { createAuditReader } from '../../src/features/audit/audit-log.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { collected } from '../support/audit.ts';
import { fakeClock } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct } from '../support/product.ts';
import { kim, lee } from './people.ts';

const ever = { from: 0, to: Date.UTC(2100, 0) };
const from = (objectId: string, name: string) => ({
  from: { id: `29:${name}`, name, aadObjectId: objectId },
});

describe('refusals', () => {
  it('equal refusals are repetitions until their quiet time is over', () => {
    const clock = fakeClock();
    const { isRepeated } = createRefusalPacing(clock);
    assert.equal(isRepeated('a', 60_000), false);
    assert.equal(isRepeated('b', 60_000), false);
    clock.advance(59_999);
    assert.equal(isRepeated('a', 60_000), true);
    clock.advance(1);
    assert.equal(isRepeated('a', 60_000), false);
  });

  it('refusals of ten sentences get one answer and one entry of the audit record with a count', async () => {
    const store: WalkableStore = createMemoryStore();
    const env = { ADMIN_USER_IDS: lee, VIEWER_USER_IDS: kim };
    let tell = () => {};
    const isWritten = new Promise<void>(resolve => (tell = resolve));
    const written = new Set<string>();
    const product = await openProduct({
      env,
      store: {
        ...store,
        async put(place, value, expected) {
          const version = await store.put(place, value, expected);
          const { what, times = 1 } = value as Partial<AuditEntry>;
          if (what && 'said' in what) written.add(`${what.said} ${times}`);
          if (written.has('digest off 10') && written.has('roles 1')) tell();
          return version;
        },
      },
    });
    try {
      for (let count = 1; count <= 10; count += 1) await product.say(`digest off`, from(kim, 'Kim'));
      const sent = product.connector.sent.filter(({ activity }) => activity.type === 'message');
      assert.equal(sent.length, 1);
      // Another refusal, and an allowed message, are answered all the same.
      await product.say('roles', from(kim, 'Kim'));
      assert.match(JSON.stringify(product.connector.sent.at(-1)), /Only admins can do that/);
      await product.say('my role', from(kim, 'Kim'));
      assert.match(JSON.stringify(product.connector.sent.at(-1)), /You’re a viewer/);
      await isWritten;
      const entries = await collected(createAuditReader(store).oldestFirst(ever));
      const refused = entries.filter(({ ending }) => ending.kind === 'refused');
      assert.deepEqual(
        refused.map(({ times, what }) => [times, what]),
        [
          [10, { said: 'digest off' }],
          [undefined, { said: 'roles' }],
        ],
      );
    } finally {
      await product.close();
    }
  });
});
