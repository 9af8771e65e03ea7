import { keepFailure, openStage, type Stage } from './support.ts';

/** A sentence of each kind of request, and what its card has. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['failed backups yesterday', /Failed backups/],
  ['how many backups failed yesterday', /\d+ failed backups?/],
  ['did the backups run last night?', /Backups with problems/],
  ['status', /Backup status/],
  ['last good exchange backup', /Last good backup · Exchange/],
  ['which services had no backup yesterday', /no good backup|had a good backup/],
  ['why did backups fail yesterday?', /Why backups failed/],
  ['failed backups this week vs last week', / vs /],
  ['which service fails most this week?', /Failed jobs by service/],
  ['failed backups per day last week', /Failed backups by day/],
  ['success rate last 7 days', /Success rate of all jobs/],
  ['last 5 failed backups', /Last 5 failed backups/],
  ['longest jobs yesterday', /All jobs · longest first/],
  ['jobs that took longer than 30 minutes yesterday', /All jobs · longer than 30/],
  ['failed backups with access denied last 7 days', /with “access denied” in the error/],
  ['failed backups yesterday except Teams', /Failed backups · not Teams/],
  ['when does exchange back up next', /upcoming|Next|plan/i],
  ['let me know if exchange fails', /Watch Exchange\?/],
  ['every morning at 8 tell me what failed', /Set a digest: daily at 08:00/],
  ['mute', /Nothing here sends messages/],
  ['settings', /Nothing is set here yet/],
  ['tell me when the restore is done', /Tell you when|No restore is running|running/],
  ['export failed jobs', /I can’t create files/],
  ['rerun the exchange backup', /I can only report/],
  ['failed backups for kim@contoso.com', /I can’t search by person or site/],
  ['failed backups since the outage', /Which period do you mean\?/],
  ['blurb the zorg', /I didn’t understand that/],
  ['fehlgeschlagene Backups heute', /Ich verstehe bisher nur Englisch/],
  ['help', /What you can ask/],
  ['what failed since friday', /Failed jobs/],
];

/** What goes on from the last of them; in a channel that is in its thread, and here each post begins one. */
const followUps: typeof kinds = [
  ['and for teams?', /Failed jobs · Teams/],
  ['why?', /Why jobs failed · Teams/],
];

/** Each kind of request as an operator types it. */
describe('each kind of request', () => {
  let stage: Stage;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
  });

  after(() => stage?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepFailure(stage);
  });

  async function tried(send: (text: string) => Promise<void>, some: typeof kinds): Promise<void> {
    for (const [sentence, card] of some) {
      const such = stage.cards().filter({ hasText: card });
      const before = await such.count();
      await send(sentence);
      await such.nth(before).waitFor();
    }
  }

  it('each kind of request is answered in a personal chat of the Playground’s page', async function () {
    this.timeout(300_000);
    await stage.goTo(/Personal/);
    await tried(text => stage.say(text), [...kinds, ...followUps]);
  });

  it('each kind of request is answered in a channel of the Playground’s page', async function () {
    this.timeout(300_000);
    await stage.goTo(/Incidents/);
    await tried(text => stage.mention(text), kinds);
  });
});
