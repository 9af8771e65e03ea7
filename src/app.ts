import { createAnsweringBot, createReceivingBot, createRecordedBot } from './app/bot.ts';
import { createConnection, renewRosters } from './app/connection.ts';
import { createLoops } from './app/loops.ts';
import { createHealthCheck, createServer, sendHeartbeats } from './app/operations.ts';
import { followIndex, openReading, signIn } from './app/reading.ts';
import { createRuntime, type Replacements } from './app/runtime.ts';
import { createSenders } from './app/senders.ts';
import { openStored } from './app/stored.ts';
import { createSubscribed } from './app/subscribed.ts';
import type { Config } from './config.ts';

export type { Replacements };

/** The whole product. */
export interface App {
  /** Resolves with the address it listens on. */
  listen(): Promise<string>;
  /** Accepts nothing new, finishes what is in progress, and closes every connection. */
  close(): Promise<void>;
}

/** Builds the parts and connects them; decides nothing. Rejects with `StoreError` if the store can't be opened. */
export async function createApp(config: Config, replacements: Replacements = {}): Promise<App> {
  const runtime = createRuntime(config, replacements);
  const stored = await openStored(runtime, replacements.store);
  const reading = await openReading(runtime, stored, replacements.journal);
  const connection = await createConnection(runtime, stored, replacements);
  const subscribed = createSubscribed(runtime, stored, reading);
  const answering = createAnsweringBot(runtime, stored, reading, connection, subscribed);
  const recorded = createRecordedBot(runtime, stored, answering);
  const bot = createReceivingBot(runtime, stored, connection, recorded);
  const senders = createSenders(runtime, stored, connection);
  const loops = createLoops(runtime, stored, reading, connection, subscribed, senders, recorded);
  const health = createHealthCheck(runtime, stored, reading, connection);
  const server = createServer(runtime, bot, health);

  let following: Promise<void> | undefined;
  let renewing: Promise<void> | undefined;
  let beating: Promise<void> | undefined;

  return {
    async listen() {
      connection.adapter.start();
      const port = await server.listen(config.port, config.host);
      for (const loop of loops) loop.start();
      signIn(reading, runtime);
      if (reading.journal.isShared) following = followIndex(reading, runtime);
      if (connection.membership) renewing = renewRosters(connection, runtime);
      beating = sendHeartbeats(runtime, connection, health);
      return addressOf(config.host, port);
    },
    async close() {
      await server.close();
      await bot.settled();
      const stopped = Promise.all(loops.map(loop => loop.stop()));
      runtime.end();
      // No caller waits for an answer any more; a poll in progress ends with its connections.
      await reading.avePoint.close();
      await stopped;
      await following;
      await renewing;
      await reading.index.close();
      await beating;
      await connection.adapter.close();
      await connection.outside.close();
      await recorded.settled();
      await stored.lastQuestions.settled();
      await stored.passes.settled();
      await stored.store.close();
      runtime.metrics.close();
    },
  };
}

function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
