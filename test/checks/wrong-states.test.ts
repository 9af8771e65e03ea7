import assert from 'node:assert/strict';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import type { AvePointSettings } from '../../src/avepoint/settings.ts';
import { makeCertificate } from '../support/certificates.ts';
import { type Checked, checking } from './support/checking.ts';

const hour = 3_600_000;

/** Only these are not ok. */
function assertMarks(
  { findings, text }: Checked,
  wrong: Readonly<Record<string, 'warning' | 'failure'>>,
): void {
  const marks = findings.filter(({ mark }) => mark !== 'ok').map(({ tried, mark }) => [tried, mark]);
  assert.deepEqual(Object.fromEntries(marks), wrong, text);
}

describe('npm run check with wrong states', () => {
  it('npm run check reports ok and nothing else if all is right, with few requests', async () => {
    await checking({}, async ({ check, simulator }) => {
      const told = await check();
      assertMarks(told, {});
      assert.deepEqual(told.toSet, []);
      assert.match(told.text, /\nVerdict: ready\. All \d+ checks are ok\.$/);
      assert.match(told.text, /AVEPOINT_JOBS_API=cloudbackupjobs\nAVEPOINT_FIRST_PAGE_INDEX=0/);
      const asked = simulator.requests().map(({ path, query }) => JSON.stringify([path, query]));
      assert.ok(asked.length <= 66, `${asked.length}`);
      assert.ok(simulator.requests().every(({ status = 0 }) => status < 400));
    });
  });

  for (const shapes of ['both', 'cloudbackupjobs', 'cloudbackup-jobs'] as const) {
    it(`npm run check reports ok and the shape that it found with AVEPOINT_JOBS_API=auto (${shapes})`, async () => {
      await checking({ switches: { shapes } }, async ({ check }) => {
        const told = await check({ settings: { jobsApi: 'auto' } });
        assertMarks(told, shapes === 'cloudbackup-jobs' ? {} : { locations: 'warning' });
        const { seen } = told.about(shapes === 'both' ? 'shape to use' : 'jobs API');
        assert.ok(seen.startsWith(shapes === 'both' ? 'cloudbackupjobs: ' : `${shapes} answers`), seen);
        assert.match(told.text, /Found to be right as it is\nAVEPOINT_JOBS_API=auto\n/);
      });
    });
  }

  it('npm run check names the older shape if only it honours the time of day and AVEPOINT_JOBS_API=auto takes the other', async () => {
    await checking({ switches: { ignoreTimeOfDay: 'cloudbackupjobs' } }, async ({ check }) => {
      const told = await check({ settings: { jobsApi: 'auto' } });
      assertMarks(told, { 'shape to use': 'warning' });
      assert.deepEqual(told.toSet, ['AVEPOINT_JOBS_API=cloudbackup-jobs']);
    });
  });

  it('npm run check fails if a location is set and only the older shape answers, which has none', async () => {
    await checking({ switches: { shapes: 'cloudbackup-jobs' } }, async ({ check }) => {
      const told = await check({ settings: { jobsApi: 'auto', location: 'EUR' } });
      assert.equal(told.about('jobs API').mark, 'failure');
    });
  });

  it('npm run check recommends the current shape if the older one is set and both answer', async () => {
    await checking({}, async ({ check }) => {
      const told = await check({ settings: { jobsApi: 'cloudbackup-jobs' } });
      assertMarks(told, { 'shape to use': 'warning', locations: 'warning' });
      assert.deepEqual(told.toSet, ['AVEPOINT_JOBS_API=cloudbackupjobs', 'AVEPOINT_LOCATIONS=NAM,EUR,APC']);
    });
  });

  it('npm run check names the secret if the client is refused, and still reports whether the data centre answers', async () => {
    await checking({}, async ({ check }) => {
      const told = await check({ settings: { credential: { secret: 'over' } } });
      assertMarks(told, { token: 'failure', 'the rest': 'warning' });
      assert.match(told.about('token').seen, /invalid_client.*secret is wrong or has expired/);
      assert.match(told.about('token').fix ?? '', /App registrations: .*make a new secret/);
      assert.deepEqual(told.toSet, ['AVEPOINT_CLIENT_SECRET=<the new secret>']);
      assert.equal(told.about('data centre').mark, 'ok');
    });
  });

  it('npm run check names the certificate if it is not registered with the client, and accepts one that is', async () => {
    const { remove, files, ...certificate } = makeCertificate();
    remove();
    await checking({ at: Date.now() }, async ({ check, simulator }) => {
      const settings = { credential: { certificate } };
      const told = await check({ settings });
      assertMarks(told, { token: 'failure', 'the rest': 'warning' });
      assert.match(
        told.about('token').seen,
        new RegExp(`certificate ${certificate.thumbprint} \\(valid until`),
      );
      assert.match(told.about('token').fix ?? '', /upload this certificate/);
      simulator.registerCertificate(certificate.certificatePem);
      assert.equal((await check({ settings })).about('token').mark, 'ok');
    });
  });

  it('npm run check names the permission to read jobs, be it refused with the token or with the jobs', async () => {
    await checking({ switches: { withholdScope: true } }, async ({ check, simulator }) => {
      const withheld = await check();
      const finding = withheld.about('permission to read jobs');
      assert.equal(finding.mark, 'failure');
      assert.match(finding.seen, /token was given.*403/);
      assert.match(finding.fix ?? '', /App registrations: .*microsoft365backup\.jobInfo\.read\.all/);
      simulator.setSwitches({ withholdScope: false, jobsScope: 'refuse' });
      const refused = (await check()).about('token');
      assert.equal(refused.mark, 'failure');
      assert.match(refused.seen, /invalid_scope/);
      assert.match(refused.fix ?? '', /App registrations: .*microsoft365backup\.jobInfo\.read\.all/);
    });
  });

  for (const settingsScope of ['refuse', 'withhold'] as const) {
    it(`npm run check warns, and names the permission, if the schedule may not be read (${settingsScope})`, async () => {
      await checking({ switches: { settingsScope } }, async ({ check }) => {
        const told = await check();
        assertMarks(told, { 'permission to read the schedule': 'warning' });
        assert.match(
          told.about('permission to read the schedule').fix ?? '',
          /microsoft365backup\.settings\.read\.all.*“coverage”/,
        );
      });
    });
  }

  for (const [only, configured] of [
    ['cloudbackupjobs', 'cloudbackup-jobs'],
    ['cloudbackup-jobs', 'cloudbackupjobs'],
  ] as const) {
    it(`npm run check names the shape that answers if ${configured} is set and does not`, async () => {
      await checking({ switches: { shapes: only } }, async ({ check }) => {
        const told = await check({ settings: { jobsApi: configured } });
        const isCurrent = only === 'cloudbackupjobs';
        assertMarks(told, { 'jobs API': 'failure', ...(isCurrent && { locations: 'warning' }) });
        assert.match(told.about('jobs API').fix ?? '', new RegExp(`AVEPOINT_JOBS_API=${only}\\.`));
        assert.equal(told.toSet[0], `AVEPOINT_JOBS_API=${only}`);
        assert.equal(told.toSet.length, isCurrent ? 2 : 1);
      });
    });
  }

  it('npm run check names AVEPOINT_GRAPH_URL if no shape answers there', async () => {
    await checking({}, async ({ check, url }) => {
      const told = await check({ settings: { graphUrl: `${url}/elsewhere` } });
      assertMarks(told, { 'jobs API': 'failure', 'the rest': 'warning' });
      assert.match(told.toSet.join(), /^AVEPOINT_GRAPH_URL=</);
    });
  });

  for (const [first, set] of [
    [1, 0],
    [0, 1],
  ] as const) {
    it(`npm run check names the first page's index if it is ${first} and ${set} is set`, async () => {
      await checking({ switches: { firstPageIndex: first } }, async ({ check }) => {
        const told = await check({ settings: { firstPageIndex: set } });
        assertMarks(told, { 'first page': 'failure' });
        assert.match(told.about('first page').fix ?? '', new RegExp(`AVEPOINT_FIRST_PAGE_INDEX=${first};`));
        assert.deepEqual(told.toSet, [`AVEPOINT_FIRST_PAGE_INDEX=${first}`]);
      });
    });
  }

  it('npm run check warns if TotalCount counts the page, and says what the bot does then', async () => {
    await checking({ switches: { totalCount: 'page' } }, async ({ check }) => {
      const told = await check();
      assertMarks(told, { TotalCount: 'warning' });
      assert.match(
        told.about('TotalCount').fix ?? '',
        /no setting is needed: .*“at least”.*walking the pages/,
      );
    });
  });

  const windows: readonly (readonly [string, SwitchesPatch, 'warning' | 'failure', RegExp, RegExp])[] = [
    ['its end', { windowBy: 'end' }, 'failure', /the end of jobs.*missing/, /“running jobs” beside/],
    [
      'both ends',
      { windowBy: 'within' },
      'failure',
      /the start and the end of jobs.*missing/,
      /“running jobs”/,
    ],
    [
      'any overlap',
      { windowBy: 'overlap' },
      'warning',
      /ran at some time.*began before/,
      /Counts are too high/,
    ],
    ['dates only', { ignoreTimeOfDay: true }, 'warning', /whole days/, /Ask for whole days/],
  ];
  for (const [name, switches, mark, seen, fix] of windows) {
    for (const shapes of ['both', 'cloudbackup-jobs'] as const) {
      it(`npm run check reports what follows if the window filters ${name} (${shapes})`, async () => {
        await checking({ switches: { ...switches, shapes } }, async ({ check }) => {
          const told = await check(shapes === 'both' ? {} : { settings: { jobsApi: shapes } });
          assertMarks(told, { 'time window': mark });
          assert.match(told.about('time window').seen, seen);
          assert.match(told.about('time window').fix ?? '', fix);
          assert.deepEqual(told.toSet, []);
        });
      });
    }
  }

  it('npm run check names the older shape if only it honours the time of day', async () => {
    await checking({ switches: { ignoreTimeOfDay: 'cloudbackupjobs' } }, async ({ check }) => {
      const told = await check();
      assertMarks(told, { 'shape to use': 'warning' });
      assert.deepEqual(told.toSet, ['AVEPOINT_JOBS_API=cloudbackup-jobs']);
      const older = await check({ settings: { jobsApi: 'cloudbackup-jobs' } });
      assertMarks(older, {});
    });
  });

  for (const [seconds, mark, words] of [
    [-3 * 3600, 'failure', /3 hours ahead of/],
    [6 * 60, 'failure', /6 minutes behind/],
    [75, 'warning', /7[456] s behind/],
    [-75, 'warning', /7[3456] s ahead of/],
  ] as const) {
    it(`npm run check reports a clock that is off by ${-seconds} s, and nothing else because of it`, async () => {
      await checking({ switches: { clockSkewSeconds: seconds } }, async ({ check }) => {
        const told = await check();
        assertMarks(told, { clock: mark });
        assert.match(told.about('clock').seen, words);
        assert.match(told.about('clock').fix ?? '', /time service \(NTP\)/);
      });
    });
  }

  it('npm run check reports several problems at once, in one run', async () => {
    const switches: SwitchesPatch = {
      shapes: 'cloudbackupjobs',
      firstPageIndex: 1,
      totalCount: 'page',
      windowBy: 'end',
      settingsScope: 'refuse',
      clockSkewSeconds: 400,
    };
    await checking({ switches }, async ({ check }) => {
      const told = await check({ settings: { jobsApi: 'cloudbackup-jobs' } });
      assertMarks(told, {
        'jobs API': 'failure',
        'permission to read the schedule': 'warning',
        'first page': 'failure',
        TotalCount: 'warning',
        'time window': 'failure',
        locations: 'warning',
        clock: 'failure',
      });
      assert.deepEqual(told.toSet, [
        'AVEPOINT_JOBS_API=cloudbackupjobs',
        'AVEPOINT_FIRST_PAGE_INDEX=1',
        'AVEPOINT_LOCATIONS=NAM,EUR,APC',
      ]);
      assert.match(told.text, /Verdict: not ready\. 4 failures, 3 warnings\./);
    });
  });

  it('npm run check reports a location that does not exist, one without jobs, and goes on', async () => {
    await checking({}, async ({ check }) => {
      const wrong = await check({ settings: { location: 'EUROPE' } });
      assertMarks(wrong, { location: 'failure' });
      assert.match(wrong.toSet.join(), /^AVEPOINT_LOCATION=</);
      assertMarks(await check({ settings: { location: 'JPN' } }), {
        location: 'warning',
        'first page': 'warning',
        TotalCount: 'warning',
        'page size': 'warning',
        'time window': 'warning',
        StartTime: 'warning',
        FinishTime: 'warning',
        ObjectType: 'warning',
        'lists of all services': 'warning',
        JobType: 'warning',
        JobState: 'warning',
        'requests of the reader': 'warning',
      });
      assertMarks(await check({ settings: { location: 'EUR' } }), {});
    });
  });

  it('npm run check is never ok with too few jobs to judge', async () => {
    await checking({ history: false }, async ({ check, simulator }) => {
      const uncertain = {
        'first page': 'warning',
        TotalCount: 'warning',
        'page size': 'warning',
        'time window': 'warning',
        StartTime: 'warning',
        FinishTime: 'warning',
        ObjectType: 'warning',
        'lists of all services': 'warning',
        JobType: 'warning',
        JobState: 'warning',
        locations: 'warning',
        'requests of the reader': 'warning',
      } as const;
      const none = await check();
      assertMarks(none, uncertain);
      assert.match(
        none.about('requests of the reader').seen,
        /no backups to reckon with; an idle tenant takes/,
      );
      // One running job shows nothing of windows, nor of states.
      simulator.plant({ startedAt: Date.UTC(2026, 10, 23, 10) });
      assertMarks(await check(), {
        TotalCount: 'warning',
        'page size': 'warning',
        'time window': 'warning',
        JobState: 'warning',
        'requests of the reader': 'warning',
      });
    });
  });

  it('npm run check looks back as far as it must for two pages of jobs', async () => {
    await checking({ history: false, switches: { firstPageIndex: 1 } }, async ({ check, simulator }) => {
      const start = Date.UTC(2026, 9, 15, 10);
      for (let run = 0; run < 8; run++)
        simulator.plant({ startedAt: start + run * hour, endedAt: start + (run + 0.5) * hour });
      const told = await check();
      assert.deepEqual(told.toSet, ['AVEPOINT_FIRST_PAGE_INDEX=1']);
      assert.equal(told.about('TotalCount').mark, 'ok');
      assert.equal(told.about('time window').mark, 'ok');
    });
  });

  it('npm run check stops at 429, and says when to try again', async () => {
    await checking({}, async ({ check, simulator }) => {
      for (const at of ['token', 'jobs'] as const) {
        simulator.clearRequests();
        simulator.clearTroubles();
        simulator.addTrouble({ kind: 'status', status: 429, retryAfter: 90, at });
        const told = await check();
        assert.equal(told.findings.filter(({ mark }) => mark === 'failure').length, 1, told.text);
        assert.match(told.text.replace(/\s+/g, ' '), /HTTP 429.* again after 2026-11-23 13:06:30 UTC/);
        const refused = simulator.requests().filter(({ status }) => status === 429);
        assert.equal(refused.length, 1);
      }
    });
  });

  const troubles = [
    { kind: 'status', status: 503 },
    { kind: 'drop' },
    { kind: 'malformed', body: 'html' },
    { kind: 'malformed', body: 'otherShape' },
  ] as const;
  for (const trouble of troubles) {
    it(`npm run check is never ok with an API in trouble: ${JSON.stringify(trouble)}`, async () => {
      await checking({}, async ({ check, simulator }) => {
        simulator.addTrouble({ ...trouble, at: 'jobs' });
        const told = await check();
        assert.ok(!told.findings.every(({ mark }) => mark !== 'failure'), told.text);
        for (const tried of ['first page', 'TotalCount', 'time window'])
          assert.ok(!told.findings.some(one => one.tried === tried && one.mark === 'ok'), told.text);
      });
    });
  }

  it('npm run check blames AvePoint, and no setting, for a service that is in trouble', async () => {
    await checking({}, async ({ check, simulator }) => {
      for (const at of ['token', 'jobs'] as const) {
        simulator.clearTroubles();
        simulator.addTrouble({ kind: 'status', status: 503, at });
        const told = await check();
        assert.match(told.text.replace(/\s+/g, ' '), /answers HTTP 503 Fix: nothing to set: AvePoint itself/);
        assert.deepEqual(told.toSet, []);
      }
    });
  });

  it('npm run check reports how many jobs come at a time if that is less than asked for', async () => {
    await checking({ switches: { maxPageSize: 30 } }, async ({ check, simulator }) => {
      assert.match(
        (await check()).about('page size').seen,
        /100 jobs a page are asked for, at most 30 are given/,
      );
      simulator.setSwitches({ totalCount: 'page', nextLink: 'none' });
      const silent = (await check()).about('page size');
      assert.equal(silent.mark, 'failure');
      assert.match(silent.seen, /nothing says that there are more/);
    });
  });

  const windowSwitches: readonly SwitchesPatch[] = [
    {},
    { windowBy: 'end' },
    { windowBy: 'overlap' },
    { windowBy: 'within' },
    { ignoreTimeOfDay: true },
    { windowBy: 'end', ignoreTimeOfDay: true },
  ];
  it('npm run check never confuses two ways of filtering, whatever the time', async () => {
    const moments = [0, 0.5, 6.7].map(days => Date.UTC(2026, 10, 22) + days * 24 * hour);
    for (const at of moments)
      await checking({ at }, async ({ check, simulator }) => {
        for (const switches of windowSwitches) {
          simulator.setSwitches({ windowBy: 'start', ignoreTimeOfDay: false, ...switches });
          const { mark, seen } = (await check()).about('time window');
          const expected = switches.ignoreTimeOfDay
            ? /whole days/
            : {
                end: /the end of jobs/,
                overlap: /ran at some/,
                within: /start and the end/,
                start: /time of day counts, and a window is about the start/,
              }[switches.windowBy ?? 'start'];
          assert.match(seen, expected, `${new Date(at).toISOString()} ${JSON.stringify(switches)} ${mark}`);
        }
      });
  });

  it('npm run check prints no secret', async () => {
    const secret = 'planted-secret-0123456789';
    await checking({}, async ({ check, simulator }) => {
      simulator.addTrouble({ kind: 'status', status: 400, at: 'token' });
      const told = await check({ settings: { credential: { secret } } as Partial<AvePointSettings> });
      assert.ok(!told.text.includes(secret));
    });
  });
});
