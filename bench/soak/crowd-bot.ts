/** The product in a process of its own, with the store that the soak has filled. */
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { runAsChild } from '../child.ts';

export interface CrowdReady {
  readonly url: string;
}

export interface CrowdReport {
  readonly rssBytes: number;
}

runAsChild<Readonly<Record<string, string>>, CrowdReady, CrowdReport>({
  async start(settings) {
    const app = await createApp(readConfig(settings));
    return { url: await app.listen() };
  },
  report: () => ({ rssBytes: process.memoryUsage.rss() }),
});
