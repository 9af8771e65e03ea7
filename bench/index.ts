/**
 * What the bot costs beside the stack that it stands on: turns and presses against a bare bot, the start, the memory,
 * and single pieces of work. See README.md in this folder for what is measured against what.
 * `npm run bench turns presses` measures these parts alone.
 */
import { baselines, parts } from './parts.ts';
import { keepForNext, readPrevious } from './previous.ts';
import { openScene } from './scene.ts';
import { type Row, tableOf } from './table.ts';
import { compare } from './throughput.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

const scene = await openScene();
try {
  let measured: Promise<number> | undefined;
  const turnUs = () =>
    (measured ??= compare(scene, scene.messages.same, 'connector').then(({ bare }) => bare.cpuMs * 1000));
  const rows: Row[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await part(scene, turnUs)));
  }
  console.log(`\n${tableOf(rows, readPrevious())}\n\n${baselines}`);
  keepForNext(rows);
} finally {
  scene.close();
}
