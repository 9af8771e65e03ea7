/** The product with a bot identity, in a process of its own, whose Teams and Entra are on loopback. */
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { runAsChild } from '../child.ts';

export interface AbuseBotSettings {
  readonly env: Readonly<Record<string, string>>;
  readonly issuer: string;
  readonly openIdUrl: string;
  /** The only service address that is Teams'. */
  readonly serviceUrl: string;
}

export interface AbuseBotReady {
  readonly url: string;
}

/** `collected`: after all garbage was collected. */
export interface AbuseBotReport {
  readonly rssBytes: number;
}

runAsChild<AbuseBotSettings, AbuseBotReady, AbuseBotReport>({
  async start({ env, issuer, openIdUrl, serviceUrl }) {
    Object.assign(process.env, env);
    const isService = (address: string) => address === serviceUrl;
    const app = await createApp(readConfig(env), { cloud: { issuer, openIdUrl, isService } });
    return { url: await app.listen() };
  },
  report(about) {
    if (about === 'collected') for (const _ of [1, 2]) globalThis.gc?.();
    return { rssBytes: process.memoryUsage.rss() };
  },
});
