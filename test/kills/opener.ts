/** Opens and closes the store for ever, with records each time; prints the key of each once it is acknowledged. */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

const [, , dataDir = '', life = ''] = process.argv;
writeSync(1, 'ready\n');
for (let opening = 0; ; opening += 1) {
  const store = openSqliteStore({ dataDir });
  for (let index = 0; index < 3; index += 1) {
    const key = `k${life}-${opening}-${index}`;
    await store.put({ collection: 'c', partition: 'p', key }, { text: 'x'.repeat(500) });
    writeSync(1, `${key}\n`);
  }
  await store.close();
}
