/** What both bots tell the bench, so that they can be exchanged for each other. */
export interface BotReady {
  readonly url: string;
}

export interface BotReport {
  /** Processor time that the bot's process has used so far: less swayed by the machine's other work than the clock. */
  readonly cpuMs: number;
}

export function reportCpu(): BotReport {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000 };
}
