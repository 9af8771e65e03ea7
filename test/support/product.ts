import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { type App, createApp, type Replacements } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createTurns } from '../../src/telemetry/turns.ts';
import { messageActivity, pressActivity } from './activities.ts';
import { type Connector, openConnector } from './connector.ts';
import { createMemoryIndexJournal } from './memory-index-journal.ts';
import { createMemoryStore } from './memory-store.ts';

/** The whole product in this process, with a Teams and an AvePoint over real HTTP, as those who run it see it. */
export interface Product {
  readonly app: App;
  readonly url: string;
  readonly simulator: Simulator;
  readonly connector: Connector;
  /** The lines of the log as they are written. */
  logged(): readonly Readonly<Record<string, unknown>>[];
  post(activity: object): Promise<Response>;
  say(text: string, overrides?: object): Promise<Response>;
  press(verb: string, data: unknown): Promise<Response>;
  metrics(): Promise<string>;
  close(): Promise<void>;
}

export async function openProduct({
  env = {},
  answer = () => 201,
  apiNow = Date.now,
  ...replacements
}: {
  readonly env?: Readonly<Record<string, string>>;
  /** What Teams answers to what the bot sends. */
  readonly answer?: () => number;
  /** AvePoint's clock. */
  readonly apiNow?: () => number;
} & Replacements = {}): Promise<Product> {
  const simulator = createSimulator({ history: false, now: apiNow });
  const { url: api, close: stopSimulator } = await simulator.listen(0);
  const connector = await openConnector(answer);
  const lines: string[] = [];
  const turns = createTurns();
  const log = createLogger('debug', turns, { write: line => void lines.push(line) });
  const config = readConfig({
    PORT: '0',
    AVEPOINT_GRAPH_URL: api,
    AVEPOINT_TOKEN_URL: `${api}/connect/token`,
    AVEPOINT_CLIENT_ID: simulatedClient.id,
    AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
    ...env,
  });
  const store = replacements.store ?? createMemoryStore();
  const journal = replacements.journal ?? createMemoryIndexJournal({ isShared: false }).open();
  const app = await createApp(config, { log, turns, ...replacements, store, journal });
  const url = await app.listen();
  const post = (activity: object) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
  return {
    app,
    url,
    simulator,
    connector,
    post,
    logged: () => lines.map(line => JSON.parse(line)),
    say: (text, overrides) => post(messageActivity(connector.serviceUrl, text, overrides)),
    press: (verb, data) => post(pressActivity(connector.serviceUrl, verb, data)),
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    async close() {
      await app.close();
      await connector.close();
      await stopSimulator();
    },
  };
}

/** Returns what a press is answered with: a card for its user, or a short text. */
export async function answerOf(response: Response): Promise<object | string> {
  const { type, value } = (await response.json()) as { type: string; value: unknown };
  return type === 'application/vnd.microsoft.card.adaptive' ? (value as object) : String(value);
}
