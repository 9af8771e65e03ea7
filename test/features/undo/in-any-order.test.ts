import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Reply } from '../../../src/features/turn.ts';
import { collection, isOver } from '../../../src/features/undo/records.ts';
import { createForgetting } from '../../../src/schedule/forget-old.ts';
import { actionOf, ada, channel, hasUndo, kim, lee, minute, open } from './support.ts';

const sentences = [
  'digest daily at 08:00',
  'digest weekdays at 09:00 only problems',
  'digest pause',
  'digest pause until tomorrow',
  'digest resume',
  'digest off',
  'unwatch exchange',
  'unwatch teams',
  'stop watching everything',
  'escalate after 20 minutes',
  'remind after 12 hours',
  'on call off',
  'target exchange 12h',
  'target exchange 6h',
  'target exchange off',
  'exchange is retired',
  'exchange is expected',
];
const watches = [
  'watch exchange',
  'watch exchange and teams twice in a row',
  'watch all backups',
  'watch teams',
];

type Opened = ReturnType<typeof open>;
type Step = (of: Opened) => Promise<Reply>;
const steps: readonly Step[] = [
  ...sentences.map(
    (sentence): Step =>
      ({ say }) =>
        say(sentence),
  ),
  ...watches.map(
    (sentence): Step =>
      ({ watch }) =>
        watch(sentence),
  ),
  ({ say }) => say('on call @Lee then @Ada', kim, channel, [lee, ada]),
  ({ say }) => say('on call @Ada', kim, channel, [ada]),
];

/** What users have set: without what the product reckons with by itself, and what is empty. */
function plain(set: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(set).flatMap(([name, value]) => {
      const rest = Object.entries(value as object).filter(([field]) => !ofProduct.has(field));
      const isUsual =
        name.startsWith('duty') && JSON.stringify(rest) === JSON.stringify([['escalateMs', 15 * minute]]);
      return rest.length === 0 || isUsual ? [] : [[name, Object.fromEntries(rest)]];
    }),
  );
}
const ofProduct = new Set(['v', 'dueAt', 'toldUntil', 'begun', 'setAt', 'setBy']);

describe('several changes, each with its Undo', () => {
  it('any changes, undone from the last to the first, lead back through exactly what was set before each', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(steps.length - 1), { minLength: 1, maxLength: 8 }), async chosen => {
        const opened = open();
        const undos: (() => Promise<void>)[] = [];
        for (const index of chosen) {
          const before = plain(opened.set());
          const reply = await steps[index]?.(opened);
          assert.ok(reply);
          opened.clock.advance(minute / 2);
          const isChanged = JSON.stringify(plain(opened.set())) !== JSON.stringify(before);
          assert.equal(hasUndo(reply), isChanged, 'an Undo if, and only if, something has changed');
          if (!hasUndo(reply)) continue;
          undos.push(async () => {
            const undone = await opened.undo(reply);
            assert.ok(undone.kind === 'edit' && undone.isChange, JSON.stringify(undone));
            assert.deepEqual(plain(opened.set()), before);
          });
        }
        for (const undo of undos.reverse()) await undo();
      }),
      { numRuns: 150 },
    );
  });

  it('records of changes are removed once they can’t be undone any more', async () => {
    const { say, store, clock } = open();
    const walk = (name: string) => store.all(name);
    const forgetting = createForgetting({ collection, isOver, walk, store, clock });
    await say('target exchange 12h');
    clock.advance(14 * minute);
    const later = await say('target teams 12h');
    clock.advance(minute);
    await forgetting.go();
    const left = await store.list(collection, channel.home, { limit: 9 });
    assert.deepEqual(
      left.map(({ key }) => key.split('|')[1]),
      [actionOf(later, 'change.undo').data.d],
    );
  });
});
