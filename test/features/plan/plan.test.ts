import assert from 'node:assert/strict';
import { textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };

describe('when backups are planned to start', () => {
  let path: WholePath;
  const open = async (jobsApi: 'cloudbackupjobs' | 'cloudbackup-jobs') => {
    path = await openWholePath({ jobsApi });
  };
  afterEach(() => path.close());

  const hear = async (text: string): Promise<string> => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card', text);
    return textOf(reply.card);
  };

  it('the plan names the next start of a service, in the user’s time zone, and until when it is known', async () => {
    await open('cloudbackupjobs');
    const text = await hear('when does exchange back up next');
    assert.match(text, /Planned backups · Exchange/);
    assert.match(text, /Next: Exchange at \d\d:\d\d|No more backups are planned today/);
    assert.match(text, /The plan ends Tue 01:00/);
  });

  it('the plan of all services never names a start that is over', async () => {
    await open('cloudbackupjobs');
    const text = await hear('backup schedule');
    const starts = [...text.matchAll(/ {2}(\d\d:\d\d)/g)].map(([, time = '']) => time);
    assert.ok(starts.length > 0, text);
    assert.ok(
      starts.every(time => time > '14:05' || time < '01:00'),
      starts.join(),
    );
  });

  it('the plan of tomorrow isn’t known, and that of today isn’t shown in its place', async () => {
    await open('cloudbackupjobs');
    const text = await hear('what is scheduled for tomorrow');
    assert.match(text, /AvePoint doesn’t tell yet what’s planned for tomorrow/);
    assert.match(text, /The plan ends Tue 01:00/);
    assert.doesNotMatch(text, /Next: | {2}\d\d:\d\d/);
  });

  it('an API without a plan says so, and doesn’t say that nothing is planned', async () => {
    await open('cloudbackup-jobs');
    const text = await hear('backup schedule');
    assert.match(text, /This AvePoint API doesn’t tell when backups are planned/);
    assert.doesNotMatch(text, /No more backups/);
  });
});
