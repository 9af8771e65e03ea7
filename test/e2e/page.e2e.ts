import assert from 'node:assert/strict';
import { keepFailure, openStage, type Stage } from './support.ts';

/** The Playground's page in a browser, used as an operator uses Teams. The pictures are those of the README. */
describe('the Playground’s page', () => {
  let stage: Stage;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
  });

  after(() => stage?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepFailure(stage);
  });

  it('the bot in the Playground’s page welcomes the user on installation', async () => {
    await stage.cardWith('Backup Watch').waitFor();
    await stage.picture('welcome');
  });

  it('the bot in the Playground’s page answers a typed sentence with the first page, and turns to the next and back', async () => {
    await stage.say('failed backups today');
    const first = stage.cardWith('page 1 of');
    await first.waitFor();
    await stage.picture('failed-backups-today');
    await stage.lastCard().getByRole('button', { name: 'Next' }).click();
    await stage.cardWith('page 2 of').waitFor();
    await stage.picture('next-page');
    await stage.lastCard().getByRole('button', { name: 'Previous' }).click();
    await stage.cardWith('page 1 of').waitFor();
    assert.equal(await stage.lastCard().getByRole('button', { name: 'Previous' }).count(), 0);
  });

  it('the bot in the Playground’s page opens a job’s details and goes back', async () => {
    await stage
      .lastCard()
      .getByRole('button', { name: /^Open / })
      .first()
      .click();
    await stage.lastCard().getByRole('button', { name: 'Back' }).waitFor();
    await stage.picture('job-details');
    await stage.lastCard().getByRole('button', { name: 'Back' }).click();
    await stage.cardWith('page 1 of').waitFor();
  });

  it('the bot in the Playground’s page shows the status, and the jobs behind a number', async () => {
    await stage.say('summary last week');
    await stage.cardWith('Backup status').waitFor();
    await stage.picture('status');
    await stage
      .lastCard()
      .getByRole('button', { name: /^Problems of / })
      .first()
      .click();
    await stage.cardWith(/1–\d+ of \d+/).waitFor();
    await stage.picture('behind-a-number');
  });

  it('the bot in the Playground’s page says why backups failed, and posts one of the jobs as text', async () => {
    await stage.say('why did backups fail today?');
    await stage.cardWith('Why backups failed').waitFor();
    await stage.picture('why');
    await stage
      .lastCard()
      .getByRole('button', { name: /^Jobs: / })
      .first()
      .click();
    await stage.cardWith('Jobs that failed for this reason').waitFor();
    await stage
      .lastCard()
      .getByRole('button', { name: /^Open / })
      .first()
      .click();
    await stage.lastCard().getByRole('button', { name: 'Post as text' }).click();
    await stage.page
      .getByText(/backup [A-Z]+\d{10,}: Failed/)
      .last()
      .waitFor();
    await stage.picture('sent-as-text');
  });

  it('the bot in the Playground’s page shows an API that fails, and the answer once it is back', async () => {
    await stage.simulator('POST', '/_trouble', { kind: 'status', status: 503 });
    await stage.say('exchange failures since yesterday');
    await stage.cardWith('Try again').waitFor();
    await stage.picture('api-down');
    await stage.simulator('DELETE', '/_trouble');
    await stage.lastCard().getByRole('button', { name: 'Try again' }).click();
    await stage.cardWith('Exchange Online').waitFor();
  });

  it('the bot in the Playground’s page answers a mention in a channel', async () => {
    await stage.goTo(/Incidents/);
    await stage.mention('running jobs');
    await stage.cardWith('Running jobs').waitFor();
    await stage.picture('channel-mention');
  });

  it('the bot in the Playground’s page sends the digests that were set a minute before, in the personal chat and in the channel', async function () {
    this.timeout(150_000);
    // Time enough to set both before it comes.
    const at = new Date(Math.ceil((Date.now() + 20_000) / 60_000) * 60_000).toISOString().slice(11, 16);
    await stage.mention(`digest daily at ${at} UTC`);
    await stage.cardWith('Digest set').waitFor();
    await stage.goTo(/Personal/);
    await stage.say(`digest daily at ${at} UTC for exchange and onedrive`);
    await stage.cardWith('Digest set').waitFor();
    await stage.picture('digest-set');
    await stage.cardWith('to change or stop it').waitFor({ timeout: 100_000 });
    await stage.picture('digest-personal');
    await stage
      .lastCard()
      .getByRole('button', { name: /^Problems \(/ })
      .click();
    await stage.cardWith(/1–\d+ of/).waitFor();
    await stage.picture('digest-opened');
    await stage.goTo(/Incidents/);
    await stage.cardWith('to change or stop it').waitFor();
    await stage.picture('digest-channel');
  });

  it('the bot in the Playground’s page changes the settings for all users when a button is pressed', async () => {
    await stage.goTo(/Personal/);
    await stage.say('digest');
    await stage.cardWith('1 digest here').waitFor();
    await stage.lastCard().getByRole('button', { name: 'Pause' }).click();
    await stage.cardWith('Paused').waitFor();
    await stage.picture('digest-paused');
    await stage.lastCard().getByRole('button', { name: 'Turn off' }).click();
    await stage.cardWith('No digests here any more').waitFor();
  });
});
