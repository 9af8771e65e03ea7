import { parseArgs } from 'node:util';
import { printLines, runCommand, UsageError } from './command.ts';
import { loadStoreSettings } from './config.ts';
import type { AuditSpan } from './domain/audit.ts';
import { openStoreToRead } from './store/open-store.ts';
import { createAuditReader } from './telemetry/audit.ts';

const usage = `Say: npm run --silent audit -- --from 2026-11-01 --to 2026-11-26
Both days are in UTC and belong to it; without them, the last 7 days.`;
const dayMs = 24 * 3_600_000;
const usualDays = 7;

/** Prints the audit record of some days as JSON lines, the oldest first, while the bot is running or not. */
await runCommand(async () => {
  const span = readSpan(process.argv.slice(2), Date.now());
  const store = await openStoreToRead(await loadStoreSettings(process.env));
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
  const { from, to } = valuesOf(args);
  const today = new Date(now).toISOString().slice(0, 10);
  const last = startOf(to ?? today);
  const first = from === undefined ? last - (usualDays - 1) * dayMs : startOf(from);
  if (first > last) throw new UsageError(`The first day comes after the last.\n${usage}`);
  return { from: first, to: last + dayMs };
}

function valuesOf(args: string[]) {
  try {
    return parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' } } }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}

/** The first moment of a day. */
function startOf(day: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // A day that there is not, such as the 31st of November, is taken for another by some.
  if (Number.isNaN(at) || at < 0 || new Date(at).toISOString().slice(0, 10) !== day)
    throw new UsageError(`“${day}” is no day such as 2026-11-26.\n${usage}`);
  return at;
}
