import assert from 'node:assert/strict';
import { continuationOf } from '../../../src/bot/follow-up/continue.ts';
import { interpret } from '../../../src/bot/interpret.ts';
import { context } from '../../language/support.ts';

const berlin = context('Europe/Berlin', '2026-11-23T14:05');

/** The whole sentence that `say` stands for after `earlier`; undefined if it stands by itself or is asked back. */
async function wholeOf(earlier: string, say: string, at = berlin.now): Promise<string | undefined> {
  const own = interpret(say, berlin);
  const continued = await continuationOf(say, own, berlin, async () => ({ sentence: earlier, at }));
  return continued?.kind === 'sentence' ? continued.sentence : undefined;
}

/** Earlier sentence, what is said then, and what it stands for. */
const goesOn: readonly (readonly [string, string, string])[] = [
  ['failed exchange backups yesterday', 'and for teams?', 'failed Teams backups yesterday'],
  ['failed exchange backups yesterday', 'what about teams', 'failed Teams backups yesterday'],
  ['failed exchange backups yesterday', 'ok, and teams chat?', 'failed Teams chat backups yesterday'],
  ['failed exchange backups yesterday', 'teams', 'failed Teams backups yesterday'],
  ['failed exchange backups yesterday', 'same for onedrive please', 'failed OneDrive backups yesterday'],
  [
    'failed exchange backups yesterday',
    'how about exchange and teams?',
    'failed Exchange and Teams backups yesterday',
  ],
  ['failed exchange backups yesterday', 'teams too', 'failed Exchange and Teams backups yesterday'],
  ['failed exchange backups yesterday', 'today', 'failed exchange backups today'],
  ['failed exchange backups yesterday', 'and last week?', 'failed exchange backups last week'],
  ['failed exchange backups yesterday', 'no, i meant since friday', 'failed exchange backups since friday'],
  ['failed exchange backups yesterday', 'and restores?', 'failed exchange restores yesterday'],
  ['failed exchange backups yesterday', 'partial', 'partial exchange backups yesterday'],
  ['failed exchange backups yesterday', 'and partial restores of teams', 'partial Teams restores yesterday'],
  ['failed exchange backups yesterday', 'not exchange, teams', 'failed Teams backups yesterday'],
  ['failed exchange backups yesterday', 'teams, not exchange', 'failed Teams backups yesterday'],
  ['faild sharpoint backups today', 'and yesterday', 'failed sharepoint backups yesterday'],
  ['failed backups today', 'only exchange', 'failed Exchange backups today'],
  ['failed backups today', 'just teams', 'failed Teams backups today'],
  ['failures', 'exchange', 'failures for Exchange'],
  ['failed jobs', 'yesterday', 'failed jobs yesterday'],
  [
    'running sharepoint backups',
    "let me know when that's finished",
    'tell me when the SharePoint backup ends',
  ],
  ['running exchange restores', 'ping me when they’re done', 'tell me when the Exchange restore ends'],
  ['failed exchange backups today', 'let me know if it fails again', 'watch Exchange'],
  ['failed exchange backups today', 'notify me next time that happens', 'watch Exchange'],
  ['failed exchange backups today', 'can you watch those for me', 'watch Exchange'],
  [
    'failed exchange backups since yesterday',
    'i want that every day at 8',
    'send failed Exchange backups every day at 8',
  ],
  ['failed teams backups today', 'same every morning please', 'send failed Teams backups every morning'],
  ['status', 'and last week', 'status last week'],
  ['status', 'exchange', 'status for Exchange'],
  ['is exchange ok', 'and teams?', 'is Teams ok'],
  ['did the backups run last night?', 'and on friday?', 'did the backups run on friday'],
  ['did all backups work today', 'and restores, did those work?', 'did all restores work today'],
  ['how many restores this month', 'same for last month', 'how many restores last month'],
  ['how many exchange backups failed yesterday', 'and teams?', 'how many Teams backups failed yesterday'],
  ['why did exchange fail last night', 'what about sharepoint', 'why did SharePoint fail last night'],
  ['when was the last exchange backup', 'and sharepoint?', 'when was the last SharePoint backup'],
  [
    'failed backups this week vs last week',
    'only exchange',
    'failed Exchange backups this week vs last week',
  ],
  ['did all onedrive backups complete yesterday?', 'why not?', 'why did OneDrive backups fail yesterday'],
  [
    'did all onedrive backups complete yesterday?',
    'same question for exchange',
    'did all Exchange backups complete yesterday',
  ],
  [
    'did all onedrive backups complete yesterday?',
    'which ones didn’t?',
    'OneDrive backups yesterday that did not finish',
  ],
  [
    'did all onedrive backups complete yesterday?',
    'how many failed',
    'how many failed OneDrive backups yesterday',
  ],
  ['did all onedrive backups complete yesterday?', 'show them', 'OneDrive backup problems yesterday'],
  [
    'did all onedrive backups complete yesterday?',
    'were there any partial ones?',
    'any partial OneDrive backups yesterday',
  ],
  [
    'did all onedrive backups complete yesterday?',
    'is that better than last week',
    'failed OneDrive backups yesterday vs last week',
  ],
  [
    'failed exchange backups yesterday',
    'how does that compare to last week',
    'failed exchange backups yesterday vs last week',
  ],
  [
    'how many backups failed yesterday',
    'how does that compare to last week',
    'failed backups yesterday vs last week',
  ],
  ['how many backups failed yesterday', 'how many succeeded', 'how many finished backups yesterday'],
  ['partial exchange backups last week', 'how many failed', 'how many failed Exchange backups last week'],
  ['failed exchange backups yesterday', 'can i see the same for teams', 'failed Teams backups yesterday'],
  ['failed exchange backups yesterday', 'show me that for teams', 'failed Teams backups yesterday'],
  ['failed exchange backups yesterday', 'same period for teams', 'failed Teams backups yesterday'],
  ['failed exchange backups yesterday', 'sorry, teams', 'failed Teams backups yesterday'],
  ['failed exchange backups yesterday', 'what’s the reason', 'why did Exchange backups fail yesterday'],
  ['failed exchange backups yesterday', 'did it recover', 'status of Exchange'],
  ['failed exchange backups yesterday', 'did it work today', 'did Exchange backups today work'],
  ['failed exchange backups yesterday', 'when was the last time it worked', 'last good Exchange backup'],
  ['failed exchange backups yesterday', 'extend it to last week', 'failed exchange backups last week'],
  ['failed exchange backups yesterday', 'across all services', 'failed backups yesterday'],
  ['running restores', 'are they done?', 'running restores'],
  ['running jobs', 'which is the longest', 'running jobs, longest first'],
  ['restores this week', 'were they successful', 'did restores this week work'],
  ['restores this week', 'which are still running', 'running restores'],
  ['restores this week', 'how many are still running', 'how many running restores this week'],
  [
    'failed exchange backups yesterday',
    'how many was it last week',
    'how many failed Exchange backups last week',
  ],
  ['failed exchange backups yesterday', 'how many today', 'how many failed Exchange backups today'],
  [
    'failed exchange backups yesterday',
    'how often did that happen last month',
    'how many failed Exchange backups last month',
  ],
  [
    'failed exchange backups yesterday',
    'what error did they have',
    'why did Exchange backups fail yesterday',
  ],
  [
    'did all onedrive backups complete yesterday?',
    'which had problems',
    'OneDrive backup problems yesterday',
  ],
  ['failed backups today', 'again', 'failed backups today'],
  ['failed exchange backups yesterday', 'why?', 'why did Exchange backups fail yesterday'],
  ['is onedrive ok', 'and why', 'why did OneDrive jobs fail'],
  ['failed exchange backups yesterday', 'what caused that?', 'why did Exchange backups fail yesterday'],
  ['partial exchange backups last week', 'how many', 'how many partial Exchange backups last week'],
  [
    'failed backups last 3 days',
    'how many of those were sharepoint?',
    'how many failed SharePoint backups last 3 days',
  ],
  ['how many teams backups failed yesterday', 'show me those', 'failed Teams backups yesterday'],
  ['did the backups run last night?', 'show them', 'backup problems last night'],
  ['why is teams failing', 'when did it last work', 'last good Teams backup'],
  ['why is teams failing', 'is it fixed now?', 'status of Teams'],
  ['failed teams backups last 3 days', 'monitor that', 'watch Teams'],
  ['failed onedrive restores yesterday', 'oh no i meant today', 'failed onedrive restores today'],
  [
    'jobs with exceptions in october',
    'how many is that in total',
    'how many jobs with exceptions in october',
  ],
  [
    'were all power bi backups ok yesterday',
    'what about power apps, also fine?',
    'were all Power Apps backups ok yesterday',
  ],
  ['failed backups today', 'limit it to sharepoint', 'failed SharePoint backups today'],
  ['failed backups today', 'nope, yesterday', 'failed backups yesterday'],
  ['last 5 failed backups', 'and for teams?', 'last 5 failed Teams backups'],
  ['failed sharepoint backups last week', 'only the last 3', 'failed sharepoint backups last week last 3'],
  ['failed backups today', 'and longer than 2 hours?', 'failed backups today longer than 2 hours'],
  ['failed backups today', 'but not teams', 'failed backups today not teams'],
  ['failed backups last week', 'without teams pls', 'failed backups last week without teams'],
  ['failed exchange backups yesterday', 'all services', 'failed backups yesterday'],
  ['is exchange ok', 'and everything?', 'is everything ok'],
  ['why did exchange fail last night', 'same for all', 'why did everything fail last night'],
  ['when was the last exchange backup', 'and for all services', 'when was the last backup'],
  ['failed exchange backups yesterday', 'sharepoint i mean', 'failed SharePoint backups yesterday'],
  ['failed exchange backups yesterday', 'wrong service, onedrive', 'failed OneDrive backups yesterday'],
  ['failed exchange backups yesterday', 'i said restores', 'failed exchange restores yesterday'],
  ['running jobs', 'only restores', 'running restores'],
  ['running jobs', 'which is the oldest', 'oldest running jobs'],
  ['failed exchange backups yesterday', 'longest first', 'failed exchange backups yesterday longest first'],
  ['failed backups yesterday', 'by service', 'failed backups yesterday by service'],
  ['failed exchange backups yesterday', 'break that down by day', 'failed exchange backups yesterday by day'],
  ['failed exchange backups yesterday', 'group them by error', 'failed exchange backups yesterday by error'],
  ['backups by service last week', 'now by state instead', 'backups last week by state'],
  ['success rate last 30 days', 'by service', 'success rate last 30 days by service'],
  [
    'failed exchange backups yesterday',
    'and how many succeeded?',
    'how many finished Exchange backups yesterday',
  ],
  ['how many exchange backups failed last week', 'out of how many', 'how many Exchange backups last week'],
  ['did the backups work last night', 'really? nothing failed?', 'any failed backups last night'],
  ['when was the last exchange backup', 'did it work?', 'did Exchange backups work'],
  ['failed exchange backups yesterday', 'is that still the case?', 'status of Exchange'],
  [
    'failed exchange backups yesterday',
    'and the day before?',
    'failed exchange backups 21 november 2026 00:00 to 22 november 2026 00:00',
  ],
  [
    'did the backups work last night',
    'what about the night before that',
    'did the backups work 21 november 2026 18:00 to 22 november 2026 08:00',
  ],
  [
    'how many backups failed this week',
    'and the week before?',
    'how many backups failed 16 november 2026 00:00 to 23 november 2026 00:00',
  ],
  [
    'success rate last 30 days',
    'and the 30 days before',
    'success rate 24 september 2026 14:05 to 24 october 2026 14:05',
  ],
  ['failed backups last month', 'compare with this month', 'failed backups last month vs this month'],
  [
    'failed onedrive backups last week',
    'compare to the week before',
    'failed onedrive backups last week vs 9 november 2026 00:00 to 16 november 2026 00:00',
  ],
  ['failed backups last 14 days', 'split by service', 'failed backups last 14 days by service'],
  ['is exchange ok', 'when was its last good backup?', 'last good Exchange backup'],
  ['did the backups run last night?', 'which one failed?', 'failed backups last night'],
  ['failed teams backups last week', 'and as a percentage?', 'percentage of failed Teams backups last week'],
  // Asked back, with what can be grouped.
  ['failed exchange backups yesterday', 'by service', 'failed exchange backups yesterday by service'],
];

/** Sentences that no question before changes. */
const standsAlone: readonly (readonly [string, string])[] = [
  ['failed exchange backups yesterday', 'failed teams restores today'],
  ['failed exchange backups yesterday', 'how many backups failed today'],
  ['failed exchange backups yesterday', 'status'],
  ['failed exchange backups yesterday', 'thanks'],
  ['failed exchange backups yesterday', 'ok'],
  ['failed exchange backups yesterday', 'done'],
  ['failed exchange backups yesterday', 'help'],
  ['failed exchange backups yesterday', 'watches'],
  ['failed exchange backups yesterday', 'why did teams fail today'],
  ['failed exchange backups yesterday', 'did the backups run last night'],
  ['failed exchange backups yesterday', 'only failed teams restores today'],
];

/** What can't be said of the question before, or isn't understood: it's asked back. */
const askedBack: readonly (readonly [string, string])[] = [
  ['failed exchange backups yesterday', 'why not?'],
  ['failed exchange backups yesterday', 'which ones didn’t?'],
  ['failed exchange backups yesterday', 'is that more than usual'],
  ['failed exchange backups yesterday', 'did it work afterwards'],
  ['finished exchange backups yesterday', 'why not?'],
  ['failed backups yesterday', 'let me know when that is done'],
  ['failed restores today', 'alert me if it happens again'],
  ['failed backups today', 'let me know when that quux is done'],
  ['failed exchange restores today', 'i want that every day at 8'],
  ['failed exchange backups yesterday', 'and for kim?'],
  ['failed exchange backups yesterday', 'and the weather'],
  ['failed exchange backups yesterday', 'and retry those'],
  ['failed exchange backups yesterday', 'and since the outage'],
  ['failed exchange backups yesterday', 'what about the zorg'],
  ['failed exchange backups yesterday', 'and on 11/2 and 12/2'],
  ['status', 'and failed'],
  ['failed backups except exchange', 'and for teams?'],
  ['last 5 failed backups', 'why?'],
  ['failed backups today', 'only the last'],
  // It isn't clear which week comes before a day.
  ['failed backups yesterday', 'and the week before?'],
  ['failed backups since friday', 'and the night before'],
  // A morning is no night, and a Monday no weekend.
  ['failed backups today', 'and the night before that?'],
  ['failed backups today', 'and the weekend before?'],
  ['failed backups', 'compare to the week before'],
  ['running jobs', 'tell me when they finish'],
  ['failed backups yesterday', 'and all the zorgs'],
  ['failed backups yesterday', 'and the others?'],
  ['status of exchange', 'and everything else?'],
];

describe('follow-ups', () => {
  for (const [earlier, say, whole] of goesOn)
    it(`after “${earlier}”, “${say}” asks “${whole}”`, async () => {
      assert.equal(await wholeOf(earlier, say), whole);
    });

  for (const [earlier, say] of standsAlone)
    it(`after “${earlier}”, “${say}” asks what it says`, async () => {
      assert.equal(await wholeOf(earlier, say), undefined);
      assert.notEqual(interpret(say, berlin).command.kind, 'noQuestion');
    });

  for (const [earlier, say] of askedBack)
    it(`after “${earlier}”, “${say}” is asked back`, async () => {
      assert.equal(await wholeOf(earlier, say), undefined);
      assert.match(interpret(say, berlin).command.kind, /noQuestion|notUnderstood/);
    });

  it('a service is added only to services', async () => {
    assert.equal(await wholeOf('failed backups today', 'teams too'), undefined);
  });

  it('a follow-up after midnight asks about the day of the question before', async () => {
    const [before, after] = ['2026-11-22T23:58', '2026-11-23T00:04'].map(at => context('Europe/Berlin', at));
    assert.ok(before && after);
    const own = interpret('and teams?', after);
    const last = { sentence: 'failed exchange backups today', at: before.now };
    const continued = await continuationOf('and teams?', own, after, async () => last);
    const expected = interpret('failed Teams backups today', before);
    assert.deepEqual(continued?.kind === 'sentence' && continued.read.command, expected.command);
  });

  it('a follow-up within the day asks up to now', async () => {
    const own = interpret('and teams?', berlin);
    const last = { sentence: 'failed exchange backups today', at: berlin.now - 10 * 60_000 };
    const continued = await continuationOf('and teams?', own, berlin, async () => last);
    const expected = interpret('failed Teams backups today', berlin);
    assert.deepEqual(continued?.kind === 'sentence' && continued.read.command, expected.command);
  });
});
