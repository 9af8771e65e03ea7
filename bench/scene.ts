import { messageActivity, pressActivity } from '../test/support/activities.ts';
import { type Button, otherMessage, otherPress, sentence } from './asked.ts';
import type { BackendReady, BackendReport, BackendSettings } from './backend.ts';
import type { BareBotSettings } from './bare.ts';
import type { BotReady, BotReport } from './bot.ts';
import { type Child, scriptBeside, startChild } from './child.ts';
import { always, type Bodies, createLoad, varying } from './load.ts';
import type { ProductSettings } from './product.ts';

/** A Monday, 14:05 in Berlin, from which the clocks run: "today" has a full first page of failures, and a second. */
const opensAt = Date.UTC(2026, 10, 23, 13, 5);
export const clockOffsetMs = opensAt - Date.now();

export type Backend = Child<BackendReady, BackendReport>;
export type Bot = Child<BotReady, BotReport>;

/** The processes of the bench: two bots, and what stands behind both. */
export interface Scene {
  readonly backend: Backend;
  readonly real: Bot;
  readonly bare: Bot;
  /** What is sent to both bots: the same each time, or another question each time. */
  readonly messages: Asked;
  readonly presses: Asked;
  /** The two bots once more, in processes of their own. */
  another(nodeFlags: readonly string[]): Promise<{ readonly real: Bot; readonly bare: Bot }>;
  close(): void;
}

export interface Asked {
  readonly same: Bodies;
  readonly different: Bodies;
}

/** Starts the real bot, asks it once, presses Next once, and starts the bare bot with those two answers. */
export async function openScene(): Promise<Scene> {
  const children: { stop(): void }[] = [];
  async function start<Ready, Report>(
    name: string,
    settings: unknown,
    nodeFlags?: readonly string[],
  ): Promise<Child<Ready, Report>> {
    const child = await startChild<Ready, Report>(scriptBeside(import.meta.url, name), settings, nodeFlags);
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
    const { simulatorUrl } = backend.ready;
    const startReal = (nodeFlags?: readonly string[]) =>
      start<BotReady, BotReport>(
        'real-bot',
        { simulatorUrl, clockOffsetMs } satisfies ProductSettings,
        nodeFlags,
      );
    const real = await startReal();
    const { messages, presses, messageCard, pressCard } = await askAround(real.ready.url, backend);
    const startBare = (nodeFlags?: readonly string[]) =>
      start<BotReady, BotReport>('bare-bot', { messageCard, pressCard } satisfies BareBotSettings, nodeFlags);
    return {
      backend,
      real,
      bare: await startBare(),
      messages,
      presses,
      another: async nodeFlags => ({ real: await startReal(nodeFlags), bare: await startBare(nodeFlags) }),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Asks the product at `url` once and presses Next once: what is to be sent, and what it answered. */
export async function askAround(url: string, backend: Backend) {
  const { serviceUrl } = backend.ready;
  // It waits for the job index, by which the rows of every list after it name their service.
  await askOnce(url, always(messageActivity(serviceUrl, 'status last 59 days')));
  const message = always(messageActivity(serviceUrl, sentence));
  await askOnce(url, message);
  const messageCard = JSON.parse((await backend.report()).latest).attachments[0].content;
  const next: Button = messageCard.actions.find(({ title }: { title: string }) => title === 'Next');
  const press = always(pressActivity(serviceUrl, next.verb, next.data));
  const pressCard = JSON.parse(await askOnce(url, press)).value;
  const messages: Asked = { same: message, different: varying(index => otherMessage(serviceUrl, index)) };
  const presses: Asked = { same: press, different: varying(index => otherPress(serviceUrl, next, index)) };
  return { messages, presses, messageCard, pressCard };
}

async function askOnce(url: string, bodies: Bodies): Promise<string> {
  const load = createLoad(url, bodies);
  return load.one().finally(() => load.close());
}
