/** The whole product as a process of its own that kills itself as soon as a target is to be written. */
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

const store = openSqliteStore({ dataDir: process.env.DATA_DIR ?? '' });
const app = await createApp(readConfig(process.env), {
  store: {
    ...store,
    put(place, value, expected) {
      if (place.collection === 'targets') process.kill(process.pid, 'SIGKILL');
      return store.put(place, value, expected);
    },
  },
});
console.log(await app.listen());
