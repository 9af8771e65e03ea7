import { createApp } from './app.ts';
import { takeEnvironment } from './config/environment.ts';
import { loadConfig } from './config.ts';
import { OperatorError } from './domain/operator-error.ts';
import { createLogger } from './telemetry/logger.ts';
import { createTurns } from './telemetry/turns.ts';

/** Turns under way end by their own budgets; whatever is left after this is cut off. */
const graceMs = 15_000;

try {
  const config = await loadConfig(takeEnvironment(process.env));
  const turns = createTurns();
  const log = createLogger(config.logLevel, turns);
  for (const warning of config.warnings) log.warn({}, warning);
  const app = await createApp(config, { log, turns });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping: turns under way are finished first');
      setTimeout(() => process.exit(1), graceMs).unref();
      app.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  log.info({ address: await app.listen(), localMode: config.identity === undefined }, 'listening');
} catch (error) {
  // A request that hangs, such as to an identity endpoint, would keep the process alive for minutes.
  process.stderr.write(`${explain(error)}\n`, () => process.exit(1));
}

/** Returns why the start failed, in one message for the operator. */
function explain(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Choose another one with PORT, for example PORT=3980.`;
  if (code === 'EACCES') return 'This port may not be opened. Choose one above 1024 with PORT.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST is not an address of this machine.';
  return `The bot could not start: ${message}`;
}
