import { parseArgs } from 'node:util';
import { takeEnvironment } from '../config/environment.ts';
import { loadStoreSettings } from '../config.ts';
import type { AuditSpan } from '../domain/audit.ts';
import { createAuditReader } from '../features/audit/audit-log.ts';
import { openStoreToRead } from '../store/open-store.ts';
import { daysOf } from './days.ts';
import { printLines, runCommand, UsageError } from './run.ts';

const usage = `Say: npm run --silent audit -- --from 2026-11-01 --to 2026-11-26
Both days are in UTC and belong to it; without them, the last 7 days.`;
const dayMs = 24 * 3_600_000;
const usualDays = 7;

/** Prints the audit record of some days as JSON lines, the oldest first, while the bot is running or not. */
await runCommand(async () => {
  const span = readSpan(process.argv.slice(2), Date.now());
  const store = await openStoreToRead(await loadStoreSettings(takeEnvironment(process.env)));
  try {
    await printLines(linesOf(span));
  } finally {
    await store.close();
  }

  async function* linesOf(span: AuditSpan) {
    for await (const entry of createAuditReader(store).oldestFirst(span)) {
      const { at, ...rest } = entry;
      yield JSON.stringify({ at: new Date(at).toISOString(), ...rest });
    }
  }
});

function readSpan(args: string[], now: number): AuditSpan {
  const usual = { from: (last: number) => last - (usualDays - 1), to: Math.floor(now / dayMs) };
  const { first, last } = daysOf(valuesOf(args), usual, usage);
  return { from: first * dayMs, to: (last + 1) * dayMs };
}

function valuesOf(args: string[]) {
  try {
    return parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' } } }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}
