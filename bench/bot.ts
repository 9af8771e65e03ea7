/** What both bots report to the bench, so that either can take the other's part. */
export interface BotReady {
  readonly url: string;
}

export interface BotReport {
  /** Processor time that the bot's process has used so far: less swayed by the machine's other work than the clock. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
}

/**
 * A process that runs with `--expose-gc` collects all garbage with each report, after having read its memory: it gives
 * back what it had only some moments later, so the report after the next one shows what stays.
 */
export function reportUse(): BotReport {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  globalThis.gc?.();
  return { cpuMs: (user + system) / 1000, rssBytes: rss, heapBytes: heapUsed };
}
