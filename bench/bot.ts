/** What both bots tell the bench, so that they can be exchanged for each other. */
export interface BotReady {
  readonly url: string;
}

export interface BotReport {
  /** Processor time that the bot's process has used so far: less swayed by the machine's other work than the clock. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
}

/** A process that runs with `--expose-gc` reports its memory without what nobody holds any more. */
export function reportUse(): BotReport {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuMs: (user + system) / 1000, rssBytes: rss, heapBytes: heapUsed };
}
