/** The product in a process of its own, which reports its state. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { runAsChild } from '../child.ts';

export interface TalkReady {
  readonly url: string;
}

export interface TalkReport {
  /** After all garbage was collected, if the process runs with `--expose-gc`. */
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Of the event loop, since the last report about it; the histogram begins anew with each. */
  readonly delayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Unhandled rejections, uncaught exceptions, and warnings of the runtime. */
  readonly unhandled: readonly string[];
}

const unhandled: string[] = [];
for (const event of ['unhandledRejection', 'uncaughtException', 'warning'] as const)
  process.on(event, (error: unknown) => unhandled.push(`${event}: ${(error as Error)?.stack ?? error}`));

const delay = monitorEventLoopDelay({ resolution: 10 });

runAsChild<Readonly<Record<string, string>>, TalkReady, TalkReport>({
  async start(settings) {
    const app = await createApp(readConfig(settings));
    const url = await app.listen();
    delay.enable();
    return { url };
  },
  report(about) {
    const delayMs = delaysOf(delay);
    if (about === 'delay') delay.reset();
    else collectGarbage();
    const { rss, heapUsed } = process.memoryUsage();
    return { rssBytes: rss, heapBytes: heapUsed, delayMs, unhandled };
  },
});

/** A whole collection stops the process for a moment, which it would not do by itself: that moment is not counted. */
function collectGarbage(): void {
  delay.disable();
  globalThis.gc?.();
  delay.enable();
}

/** What the timer was late, beyond its own 10 ms. */
function delaysOf(histogram: IntervalHistogram): TalkReport['delayMs'] {
  const msOf = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 10);
  return {
    p50: msOf(histogram.percentile(50)),
    p99: msOf(histogram.percentile(99)),
    max: msOf(histogram.max),
  };
}
