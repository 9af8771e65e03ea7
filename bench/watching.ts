/**
 * What watching costs: a poll that finds nothing, a failure that is reported to many channels, and drawing its card.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIncidentRenderer } from '../src/features/incidents/card/renderer.ts';
import { openSqliteStore } from '../src/store/sqlite-store.ts';
import { channel, minute, openScene, run } from '../test/features/incidents/support.ts';
import { hour, monday } from '../test/support/fakes.ts';
import { median } from './table.ts';

export interface WatchingTimes {
  readonly channels: number;
  /** Milliseconds of a poll that finds nothing, all of those channels watching. */
  readonly quietMs: number;
  /** Milliseconds from noticing a failure to the last card sent, for each of them. */
  readonly toldMs: number;
  /** Milliseconds to read one record. */
  readonly oneMs: number;
  /** Microseconds to draw the card of an incident. */
  readonly cardUs: number;
}

const rounds = 5;
const channels = 200;
const cardsARound = 300;

/** With the embedded store, and an API and a Teams that answer at once. */
export async function timeWatching(): Promise<WatchingTimes> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-bench-'));
  const store = openSqliteStore({ dataDir });
  const scene = openScene({ store });
  for (let index = 0; index < channels; index += 1)
    await scene.watch({}, { ...channel, id: `19:channel-${index}` });
  await scene.pass(5 * minute);
  const quiet: number[] = [];
  const told: number[] = [];
  const one: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    quiet.push((await timed(() => scene.pass(10 * minute))) / 10);
    const at = scene.clock.now();
    scene.world.plant(run('exchange', at, 'failed', 1_000));
    const before = scene.posts().length;
    // Fifty channels a round.
    told.push((await timed(() => scene.pass(2 * minute, 10_000))) / channels);
    if (scene.posts().length - before !== channels)
      throw new Error(`${round}: ${scene.posts().length - before} of ${channels} channels were told`);
    scene.world.plant(run('exchange', at + 5 * minute, 'finished', 1_000));
    await scene.pass(hour, 10 * minute);
    const [fault] = await scene.faultsOf({ ...channel, id: '19:channel-1' });
    one.push(await timed(() => scene.faults.get({ ...channel, id: '19:channel-1' }, fault?.id ?? '')));
  }
  const [post] = scene.posts();
  await store.close();
  rmSync(dataDir, { recursive: true });
  if (!post) throw new Error('nothing was told');
  const render = createIncidentRenderer();
  const drawing = Array.from({ length: rounds }, () => {
    const started = performance.now();
    for (let index = 0; index < cardsARound; index += 1)
      render({ ...post.message, composedAt: monday + index * minute });
    return (1_000 * (performance.now() - started)) / cardsARound;
  });
  return {
    channels,
    quietMs: median(quiet),
    toldMs: median(told),
    oneMs: median(one),
    cardUs: median(drawing),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
