import assert from 'node:assert/strict';
import { executesIn } from '../support/playground.ts';
import { openWholePath, type WholePath } from '../support/whole-path.ts';

/** Monday 23 November 2026, 14:05, in Berlin. */
const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };

/** A local time in Berlin, with the offset that holds then: winter +01:00, summer (until 25 October) +02:00. */
type Local = string;
const now: Local = '2026-11-23T14:05+01:00';

/** Sentence; JobType, ObjectType, JobState; from, to. */
const rows: [string, [number, number, number], [Local, Local] | undefined][] = [
  ['failed backups today', [1, 0, 3], ['2026-11-23T00:00+01:00', now]],
  ['Which restores are running?', [2, 0, 1], undefined],
  ['exchange failures since Friday', [0, 1, 3], ['2026-11-20T00:00+01:00', now]],
  ['exports yesterday', [3, 0, 0], ['2026-11-22T00:00+01:00', '2026-11-23T00:00+01:00']],
  ['partial sharepoint backups last week', [1, 2, 5], ['2026-11-16T00:00+01:00', '2026-11-23T00:00+01:00']],
  ['completed teams chat backups past 6 hours', [1, 9, 2], ['2026-11-23T08:05+01:00', now]],
  ['retention jobs on Friday', [5, 0, 0], ['2026-11-20T00:00+01:00', '2026-11-21T00:00+01:00']],
  [
    'failed onedrive backups between 1 and 7 November',
    [1, 3, 3],
    ['2026-11-01T00:00+01:00', '2026-11-08T00:00+01:00'],
  ],
  ['power automate backups with exceptions this month', [1, 11, 4], ['2026-11-01T00:00+01:00', now]],
  ['deletions last month', [4, 0, 0], ['2026-10-01T00:00+02:00', '2026-11-01T00:00+01:00']],
  ['backups since yesterday 6pm', [1, 0, 0], ['2026-11-22T18:00+01:00', now]],
  ['faild sharpoint backups today', [1, 2, 3], ['2026-11-23T00:00+01:00', now]],
  ['failed backups overnight', [1, 0, 3], ['2026-11-22T18:00+01:00', '2026-11-23T08:00+01:00']],
  ['did backups fail?', [1, 0, 3], ['2026-11-22T14:05+01:00', now]],
  [
    'unsuccessful exchange backups over the weekend',
    [1, 1, 3],
    ['2026-11-21T00:00+01:00', '2026-11-23T00:00+01:00'],
  ],
];

/** JobState and PageSize of the requests behind an empty page: all jobs, and those that still run. */
const behind = (state: number) =>
  state === 0
    ? []
    : state < 3
      ? [['0', '1']]
      : [
          ['0', '1'],
          ['1', '1'],
        ];

/** .NET ticks, worked out here once more. */
const ticks = (local: Local) => String(BigInt(Date.parse(local)) * 10_000n + 621_355_968_000_000_000n);
const isoSeconds = (local: Local) => new Date(local).toISOString().replace('.000', '');

for (const api of ['cloudbackup-jobs', 'cloudbackupjobs'] as const) {
  describe(`sentences on their way to ${api}`, () => {
    let path: WholePath;
    const written = api === 'cloudbackup-jobs' ? ticks : isoSeconds;

    before(async () => {
      path = await openWholePath({ jobsApi: api });
    });
    after(() => path.close());
    beforeEach(() => path.simulator.clearRequests());

    for (const [sentence, [type, service, state], window] of rows) {
      it(`the sentence "${sentence}" asks for ${type}, ${service}, ${state} in ${window?.join(' – ') ?? 'no bounds'}`, async () => {
        const reply = await path.conversation.hear({ text: sentence, ...reader });
        assert.equal(reply.kind, 'card');
        const [first, ...further] = path.jobRequests();
        assert.deepEqual(
          { ...first?.query },
          {
            ...(window && { StartTime: written(window[0]), FinishTime: written(window[1]) }),
            JobType: String(type),
            ObjectType: String(service),
            JobState: String(state),
            PageIndex: '0',
            PageSize: '10',
          },
        );
        // One request a page; if it is empty and one state was asked for, one more, and for a bad one a second.
        const { card } = reply as { card: object };
        const isEmpty = !executesIn(card).some(({ verb }) => verb === 'jobs.job');
        assert.deepEqual(
          further.map(({ query }) => [query.JobState, query.PageSize]),
          isEmpty ? behind(state) : [],
        );
      });
    }

    for (const sentence of ['backups without errors', 'failed on 31 November', 'x'.repeat(1_001), 'help']) {
      it(`the sentence "${sentence.slice(0, 30)}" asks nothing and is answered with a card`, async () => {
        assert.equal((await path.conversation.hear({ text: sentence, ...reader })).kind, 'card');
        assert.deepEqual(path.jobRequests(), []);
      });
    }

    it('a sign alone is small talk, which is answered with a line', async () => {
      assert.equal((await path.conversation.hear({ text: '🤷', ...reader })).kind, 'text');
      assert.deepEqual(path.jobRequests(), []);
    });
  });
}
