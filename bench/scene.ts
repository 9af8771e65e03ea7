import { extname } from 'node:path';
import { messageActivity, pressActivity } from '../test/support/activities.ts';
import type { BackendReady, BackendReport, BackendSettings } from './backend.ts';
import type { BareBotSettings } from './bare-bot.ts';
import type { BotReady, BotReport } from './bot.ts';
import { type Child, startChild } from './child.ts';
import { createLoad } from './load.ts';
import type { RealBotSettings } from './real-bot.ts';

/** A Monday, 14:05 in Berlin, from which the clocks run: "today" has a full first page of failures, and a second. */
const opensAt = Date.UTC(2026, 10, 23, 13, 5);
export const clockOffsetMs = opensAt - Date.now();
export const sentence = 'failed backups today';

type Bot = Child<BotReady, BotReport>;

/** The processes of the bench: two bots, and what stands behind both. */
export interface Scene {
  readonly backend: Child<BackendReady, BackendReport>;
  readonly real: Bot;
  readonly bare: Bot;
  /** What is sent to both bots. */
  readonly message: object;
  readonly press: object;
  close(): void;
}

/** Starts the real bot, asks it once, presses Next once, and starts the bare bot with those two answers. */
export async function openScene(): Promise<Scene> {
  // The sources and the build run alike.
  const script = (name: string) => new URL(`./${name}${extname(import.meta.url)}`, import.meta.url);
  const children: { stop(): void }[] = [];
  async function start<Ready, Report>(name: string, settings: unknown): Promise<Child<Ready, Report>> {
    const child = await startChild<Ready, Report>(script(name), settings);
    children.push(child);
    return child;
  }
  const close = () => {
    for (const child of children) child.stop();
  };

  try {
    const backend = await start<BackendReady, BackendReport>('backend', {
      clockOffsetMs,
    } satisfies BackendSettings);
    const { simulatorUrl, serviceUrl } = backend.ready;
    const real = await start<BotReady, BotReport>('real-bot', {
      simulatorUrl,
      clockOffsetMs,
    } satisfies RealBotSettings);

    const message = messageActivity(serviceUrl, sentence);
    await askOnce(real, message);
    const messageCard = JSON.parse((await backend.report()).latest).attachments[0].content;
    const next = messageCard.actions.find(({ title }: { title: string }) => title === 'Next');
    const press = pressActivity(serviceUrl, next.verb, next.data);
    const pressCard = JSON.parse(await askOnce(real, press)).value;
    const bare = await start<BotReady, BotReport>('bare-bot', {
      messageCard,
      pressCard,
    } satisfies BareBotSettings);
    return { backend, real, bare, message, press, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function askOnce(bot: Bot, activity: object): Promise<string> {
  const load = createLoad(bot.ready.url, activity);
  return load.one().finally(() => load.close());
}
