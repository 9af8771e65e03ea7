import { keepFailure, openStage, type Stage } from './support.ts';

/** An incident in a channel, from the first failure to its record. */
describe('an incident in the Playground’s page', () => {
  let stage: Stage;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ WATCH_INTERVAL_SECONDS: '5' });
    // Exchange is what is planted here, and nothing else.
    await stage.simulator('DELETE', '/_jobs');
    await stage.simulator('POST', '/_incidents', { kind: 'stops', service: 1, from: 0 });
    // What the index has of before is over, in each location.
    for (const location of ['NAM', 'EUR', 'APC']) await run(2, location);
    await stage.goTo(/Incidents/);
  });

  after(() => stage?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepFailure(stage);
  });

  /** A run of Exchange that ended a moment ago. */
  const run = async (state: number, location?: string) => {
    const now = Date.now();
    await stage.simulator('POST', '/_jobs', {
      service: 1,
      ...(location && { location }),
      startedAt: now - 2_000,
      endedAt: now - 1_000,
      state,
      counts: {
        total: 1_230,
        failed: state === 3 ? 214 : 0,
        successful: state === 3 ? 1_016 : 1_230,
        skipped: 0,
      },
      errors: state === 3 ? [{ value: 'Access denied. The app profile lacks permission.', number: 214 }] : [],
    });
  };

  it('the bot knows who is on call', async () => {
    await stage.mention('on duty', ['Ned Nightshift']);
    await stage.cardWith('is on call').waitFor();
    await stage.picture('duty');
  });

  it('the preview of a watch shows its past alerts before it is saved', async () => {
    await stage.mention('watch exchange');
    await stage.cardWith('14 days').waitFor();
    await stage.picture('watch-preview');
    await stage.cardWith('14 days').getByRole('button', { name: 'Save' }).click();
    await stage.cardWith(/Now watching/).waitFor();
    await stage.picture('watch-saved');
  });

  it('the first failure is reported with a card that mentions who is on call', async () => {
    await run(3);
    await stage.cardWith('Access denied').waitFor();
    await stage.picture('fault-new');
  });

  it('the incident’s card shows everyone who has acknowledged it', async () => {
    await stage.cardWith('Access denied').getByRole('button', { name: 'Acknowledge' }).click();
    await stage.cardWith(/Olga.* acknowledged it/).waitFor();
    await stage.picture('fault-acknowledged');
  });

  it('the incident counts on in the same card', async () => {
    await run(3);
    await stage.cardWith('2 backups failed').waitFor();
    await stage.picture('fault-again');
  });

  it('the incident turns green by itself when a run succeeds', async () => {
    await run(2);
    await stage.cardWith(/recovered/).waitFor();
    await stage.page
      .getByText(/recovered.*after/)
      .last()
      .waitFor();
    await stage.picture('fault-recovered');
  });

  it('the incident’s timeline is shown', async () => {
    await stage
      .cardWith(/recovered/)
      .getByRole('button', { name: 'Report' })
      .click();
    await stage.cardWith('after the alert').waitFor();
    await stage.picture('fault-report');
  });

  it('the bot answers a question in the channel beside it', async () => {
    await stage.mention('failed exchange backups since 6am');
    await stage.cardWith(/Failed backups · Exchange Online/).waitFor();
  });
});
