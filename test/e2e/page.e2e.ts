import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { type Demo, startDemo } from '../support/demo.ts';

const folder = 'docs/screenshots';
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** The Playground's page in a browser, used as an operator uses Teams. The pictures are those of the README. */
describe('the Playground’s page', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;

  before(async function () {
    if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}: set CHROMIUM_PATH`);
    this.timeout(60_000);
    mkdirSync(folder, { recursive: true });
    demo = await startDemo();
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-sync',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
    await page.goto(demo.playgroundUrl);
    await page.getByRole('textbox').first().waitFor();
    await page.locator(':text("Log Panel")').locator('xpath=..').locator('button').last().click();
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    mkdirSync('coverage', { recursive: true });
    await page.screenshot({ path: 'coverage/failed.png' });
  });

  const lastCard = () => page.locator('.ac-adaptiveCard').last();
  const cardWith = (text: string | RegExp) => page.locator('.ac-adaptiveCard', { hasText: text }).last();
  const picture = (name: string, of: Locator | Page = page) =>
    of.screenshot({ path: `${folder}/${name}.png` });

  async function say(text: string, button = 'Send Message'): Promise<void> {
    await page.getByRole('textbox').first().click();
    await page.keyboard.type(text);
    await page.getByRole('button', { name: button, exact: true }).click();
  }

  const trouble = (method: string, body?: object) =>
    fetch(`${demo.simulatorUrl}/_trouble`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });

  it('welcomes on installation', async () => {
    await cardWith('Backup Watch').waitFor();
    await picture('welcome');
  });

  it('answers a typed sentence with the first page, and turns to the next and back', async () => {
    await say('failed backups today');
    const first = cardWith('page 1 of');
    await first.waitFor();
    await picture('failed-backups-today');
    await lastCard().getByRole('button', { name: 'Next' }).click();
    await cardWith('page 2 of').waitFor();
    await picture('next-page');
    await lastCard().getByRole('button', { name: 'Previous' }).click();
    await cardWith('page 1 of').waitFor();
    assert.equal(await lastCard().getByRole('button', { name: 'Previous' }).count(), 0);
  });

  it('opens a job’s details and goes back', async () => {
    await lastCard()
      .getByRole('button', { name: /Details/ })
      .first()
      .click();
    await lastCard().getByRole('button', { name: 'Back' }).waitFor();
    await picture('job-details');
    await lastCard().getByRole('button', { name: 'Back' }).click();
    await cardWith('page 1 of').waitFor();
  });

  it('shows how the backups are, and the jobs behind a number', async () => {
    await say('summary last week');
    await cardWith('Backups · all services').waitFor();
    await picture('status');
    await lastCard()
      .getByRole('button', { name: /Show the jobs/ })
      .nth(1)
      .click();
    await cardWith(/Failed .*: 1–/).waitFor();
    await picture('behind-a-number');
  });

  it('says why backups failed, and sends one of the jobs as text', async () => {
    await say('why did backups fail today?');
    await cardWith('object errors').waitFor();
    await picture('why');
    await lastCard().getByRole('button', { name: /Jobs/ }).first().click();
    await cardWith('Jobs behind one cause').waitFor();
    await lastCard()
      .getByRole('button', { name: /Details/ })
      .first()
      .click();
    await lastCard().getByRole('button', { name: 'Send as text' }).click();
    await page
      .getByText(/job [A-Z]+\d{10,}/)
      .last()
      .waitFor();
    await picture('sent-as-text');
  });

  it('shows an API that fails, and the answer once it is back', async () => {
    await trouble('POST', { kind: 'status', status: 503 });
    await say('exchange failures since yesterday');
    await cardWith('Try again').waitFor();
    await picture('api-down');
    await trouble('DELETE');
    await lastCard().getByRole('button', { name: 'Try again' }).click();
    await cardWith('Exchange Online').waitFor();
  });

  it('answers a mention in a channel', async () => {
    await page.getByRole('treeitem', { name: /Incidents/ }).click();
    await page.getByRole('textbox').first().click();
    await page.keyboard.type('@Back');
    await page.locator('#typeahead-menu [role=menuitem]', { hasText: 'Backup Watch' }).click();
    await page.keyboard.type(' running jobs');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await cardWith('no time bounds').waitFor();
    await picture('channel-mention');
  });

  it('brings the digests that were set a minute before, in the personal chat and in the channel', async function () {
    this.timeout(150_000);
    // Time enough to set both before it comes.
    const at = new Date(Math.ceil((Date.now() + 20_000) / 60_000) * 60_000).toISOString().slice(11, 16);
    await page.getByRole('textbox').first().click();
    await page.keyboard.type('@Back');
    await page.locator('#typeahead-menu [role=menuitem]', { hasText: 'Backup Watch' }).click();
    await page.keyboard.type(` digest daily at ${at} UTC`);
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await cardWith('The digest is set').waitFor();
    await page.getByRole('treeitem', { name: /Personal/ }).click();
    await say(`digest daily at ${at} UTC for exchange and onedrive`);
    await cardWith('The digest is set').waitFor();
    await picture('digest-set');
    await cardWith('as asked for here').waitFor({ timeout: 100_000 });
    await picture('digest-personal');
    await lastCard()
      .getByRole('button', { name: /^Not good/ })
      .click();
    await cardWith(/1–\d+ of/).waitFor();
    await picture('digest-opened');
    await page.getByRole('treeitem', { name: /Incidents/ }).click();
    await cardWith('as asked for here').waitFor();
    await picture('digest-channel');
  });

  it('changes the settings for everybody when a button is pressed', async () => {
    await page.getByRole('treeitem', { name: /Personal/ }).click();
    await say('digest');
    await cardWith('The digest here').waitFor();
    await lastCard().getByRole('button', { name: 'Pause' }).click();
    await cardWith('Paused').waitFor();
    await picture('digest-paused');
    await lastCard().getByRole('button', { name: 'Turn off' }).click();
    await cardWith('No digest comes here any more').waitFor();
  });
});
