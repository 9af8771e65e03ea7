import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { type Demo, startDemo } from '../support/demo.ts';

const folder = 'docs/screenshots';
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** The demo, and the Playground's page in a browser, used as an operator uses Teams. */
export interface Stage {
  readonly demo: Demo;
  readonly page: Page;
  /** All cards of the conversation. */
  cards(): Locator;
  lastCard(): Locator;
  cardWith(text: string | RegExp): Locator;
  /** A picture for the README. */
  picture(name: string, of?: Locator | Page): Promise<unknown>;
  /** Types a sentence into the page, and sends it. */
  say(text: string): Promise<void>;
  /** The same to the bot, in a channel; `beside` is typed by the names that it begins with and picked from the list. */
  mention(text: string, beside?: readonly string[]): Promise<void>;
  goTo(place: RegExp): Promise<void>;
  simulator(method: string, path: string, body?: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function openStage(env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}: set CHROMIUM_PATH`);
  mkdirSync(folder, { recursive: true });
  const demo = await startDemo(env);
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  await page.goto(demo.playgroundUrl);
  const textbox = () => page.getByRole('textbox').first();
  await textbox().waitFor();
  await page.locator(':text("Log Panel")').locator('xpath=..').locator('button').last().click();

  async function pick(name: string): Promise<void> {
    await page.keyboard.type(`@${name.slice(0, 4)}`);
    await page.locator('#typeahead-menu [role=menuitem]', { hasText: name }).click();
    await page.keyboard.type(' ');
  }

  return {
    demo,
    page,
    cards: () => page.locator('.ac-adaptiveCard'),
    lastCard: () => page.locator('.ac-adaptiveCard').last(),
    cardWith: text => page.locator('.ac-adaptiveCard', { hasText: text }).last(),
    picture: (name, of = page) => of.screenshot({ path: `${folder}/${name}.png` }),
    async say(text) {
      await textbox().click();
      await page.keyboard.type(text);
      await page.getByRole('button', { name: 'Send Message', exact: true }).click();
    },
    async mention(text, beside = []) {
      await textbox().click();
      await pick('Backup Watch');
      await page.keyboard.type(text);
      for (const name of beside) {
        await page.keyboard.type(' ');
        await pick(name);
      }
      await page.getByRole('button', { name: 'Post', exact: true }).click();
    },
    goTo: place => page.getByRole('treeitem', { name: place }).click(),
    async simulator(method, path, body) {
      const init = body
        ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
        : {};
      return (await fetch(demo.simulatorUrl + path, { method, ...init })).json();
    },
    async close() {
      await browser.close();
      await demo.stop();
    },
  };
}

/** What the page showed when a test failed. */
export async function keepFailure(stage: Stage | undefined): Promise<void> {
  mkdirSync('coverage', { recursive: true });
  await stage?.page.screenshot({ path: 'coverage/failed.png' });
}
