import assert from 'node:assert/strict';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { chat } from '../../access/people.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;

describe('reasons of jobs with problems', () => {
  let path: WholePath;
  beforeEach(async () => {
    path = await openWholePath({ history: false });
  });
  afterEach(() => path.close());

  const hear = async (text: string) => {
    const reply = await path.conversation.hear({ text, place: chat, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const press = async (action: object | undefined) => {
    const reply = await path.conversation.press({ ...(action as CardAction), ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const plant = (
    service: number,
    state: number,
    hoursAgo: number,
    ...errors: [value: string, number: number, url?: string][]
  ) =>
    path.simulator.plant({
      service,
      state,
      startedAt: path.clock.now() - hoursAgo * hour,
      endedAt: path.clock.now() - hoursAgo * hour + 60_000,
      errors: errors.map(([value, number, url = '']) => ({ value, number, url })),
    })[0]?.id;

  it('the answer to why backups failed groups jobs by reason, and leads to each job and back', async () => {
    const help = 'https://cdn.avepoint.com/help/1.htm';
    const ids = [
      plant(2, 3, 5, ['Access denied to https://a.example/sites/1', 200, help]),
      plant(2, 5, 4, ['Access denied to https://a.example/sites/22', 14, help], ['Item 12 is locked', 3]),
      plant(1, 4, 3, ['Item 999 is locked', 13, 'https://evil.example/']),
    ];
    plant(1, 2, 2, ['a finished run tells no cause', 99]);
    const card = await hear('why did backups fail today?');
    const text = textOf(card);
    assert.match(
      text,
      /\n1 backup failed: Access denied to https:\/\/a\.example\/sites\/22 \(and others like it\)\n/,
    );
    assert.match(
      text,
      /Jobs: Access denied to https:\/\/a\.example\/sites\/22 \(and others lik…\nalso 1 partial · SharePoint · \nShow jobs\u00a0›\n/,
    );
    assert.match(
      text,
      /Item 999 is locked \(and others like it\)\n\u00a0›\n1 partial, 1 with exceptions · Exchange and SharePoint\n/,
    );
    assert.doesNotMatch(text, /tells no cause/);
    assert.match(JSON.stringify(card), /cdn\.avepoint\.com/);
    assert.doesNotMatch(JSON.stringify(card), /evil/);

    const listed = await press(executesIn(card).find(({ verb }) => verb === 'causes.jobs'));
    assert.match(
      textOf(listed),
      /\n1 failed, 1 partial\n[\s\S]*Access denied to https:\/\/a\.example\/sites\/22 \(and others like it\)\n[\s\S]*214 object errors for this reason\./,
    );
    const opened = executesIn(listed).filter(({ verb }) => verb === 'job.find');
    assert.deepEqual(
      opened.map(({ data }) => data.j),
      [ids[1], ids[0]],
    );
    const one = await press(opened[0]);
    assert.match(textOf(one), new RegExp(`\\nJob ${ids[1]}\\n`));
    assert.equal(textOf(await press(executesIn(one).find(({ title }) => title === 'Back'))), textOf(listed));
    assert.equal(textOf(await press(executesIn(listed).find(({ title }) => title === 'Back'))), text);
  });

  it('the answer to why backups failed says for how many AvePoint gave no reason, and leads to these jobs', async () => {
    plant(7, 3, 5);
    plant(7, 3, 5.2);
    plant(3, 5, 2);
    const card = await hear('why did backups fail today');
    assert.match(textOf(card), /\n3 backups had problems, and AvePoint gave no reason\n/);
    assert.match(textOf(card), /\n2 failed, 1 partial · OneDrive and Teams · \nShow jobs/);
    const listed = textOf(await press(executesIn(card).find(({ verb }) => verb === 'causes.jobs')));
    assert.match(listed, /^Jobs without a reason\n2 failed, 1 partial\n/);
    assert.match(listed, /OneDrive[\s\S]*Teams[\s\S]*Teams/);
  });

  /** 57 failed: 24 for one reason with an error each, 33 for three others with many; and many exceptions of another. */
  const plantFailures = () => {
    for (let index = 0; index < 24; index += 1)
      plant([1, 2, 7][index % 3] ?? 1, 3, 8 + index / 10, [`Throttled after ${index} s`, 1]);
    for (const reason of ['Disk full', 'Item locked', 'Access denied'])
      for (let index = 0; index < 11; index += 1) plant(1, 3, 4 + index / 10, [reason, 500]);
    for (let index = 0; index < 40; index += 1) plant(2, 4, 2 + index / 50, ['Skipped a file', 900]);
  };

  it('the answer to why backups failed begins with the reason of the most failed jobs, whatever the error counts', async () => {
    plantFailures();
    const text = textOf(await hear('why did backups fail today?'));
    const order = ['Throttled', 'Access denied', 'Disk full', 'Item locked', 'Skipped a file'];
    assert.deepEqual(
      order.toSorted((a, b) => text.indexOf(a) - text.indexOf(b)),
      order,
    );
    assert.match(
      text,
      /\n24 of 57 failed backups have one reason: Throttled after 0 s \(and others like it\)\n/,
    );
    assert.match(text, /\n52,524 object errors in all\./);
    assert.match(text, /Skipped a file\n\u00a0›\n40 with exceptions · SharePoint\n/);
  });

  it('a digest lists the reason of the most failed jobs first, and counts the reasons that it has no room for', async () => {
    plantFailures();
    const text = textOf(await hear('digest now'));
    const [, section = ''] = text.split('\nReasons\n');
    const [first = '', second = '', third = '', rest = ''] = section.split('\n');
    assert.equal(first, '24 failed: Throttled after 0 s (and others like it)');
    assert.equal(second, '11 failed: Access denied');
    assert.equal(third, '11 failed: Disk full');
    assert.equal(rest, 'and 2 more reasons');
  });

  it('the bot reads failed jobs before other jobs with problems, and says how many it read, also in a digest', async () => {
    for (let index = 0; index < 24; index += 1)
      plant(1, 3, 20 + index / 10, [`Throttled after ${index} s`, 1]);
    for (let index = 0; index < 520; index += 1) plant(2, 4, 1 + index / 500, ['Skipped a file', 900]);
    const text = textOf(await hear('why did backups fail'));
    assert.match(text, /All 24 failed backups have one reason: Throttled after 0 s \(and others like it\)\n/);
    assert.match(text, /I read 500 of 544 jobs, failed ones first\./);
    assert.match(
      textOf(await hear('digest now')),
      /24 failed: Throttled[\s\S]*I read 500 of 544 jobs, failed ones first\./,
    );
  });

  it('a digest says how many failed jobs have no reason, and which services could not be read', async () => {
    plant(1, 3, 5, ['Disk full', 2]);
    plant(1, 3, 4);
    plant(1, 3, 3);
    plant(7, 3, 3, ['Disk full', 2]);
    assert.match(
      textOf(await hear('digest now')),
      /2 failed: Disk full\nAvePoint gave no reason for 2 jobs\./,
    );
    path.simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: '7' } });
    assert.match(textOf(await hear('digest now')), /I couldn’t read all jobs of Teams\./);
  });

  it('the answer to why backups failed says how many jobs were read if there are too many to read', async () => {
    for (let index = 0; index < 620; index += 1) plant(1, 3, 1 + index / 100, [`Item ${index} is locked`, 1]);
    const text = textOf(await hear('why did exchange fail'));
    assert.match(text, /I read 500 of 620 jobs, failed ones first\./);
    assert.match(
      text,
      /All 500 failed jobs that I read have one reason: Item 0 is locked \(and others like it\)\n/,
    );
  });

  it('the answer to why backups failed says if none did, and if jobs could not be read', async () => {
    plant(1, 2, 2);
    plant(7, 3, 2, ['Item 1 is locked', 1]);
    assert.match(textOf(await hear('why did exchange fail')), /\nNo jobs with problems\n/);
    path.simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: '7' } });
    const exchange = textOf(await hear('why did exchange fail'));
    assert.match(
      exchange,
      /\n\? I found no problems, but can’t be sure\nSome jobs with problems are of an unknown service/,
    );
    const text = textOf(await hear('why did teams fail'));
    assert.match(text, /\n\? I found no problems, but can’t be sure\n/);
    assert.match(text, /AvePoint has refused to list these jobs since 14:05\./);
  });

  it('the jobs of one reason say as of when they were read, and what could not be read', async () => {
    plant(1, 3, 2, ['Item 1 is locked', 1]);
    plant(7, 3, 3, ['Disk full', 1]);
    const card = await hear('why did backups fail');
    const jobsOf = executesIn(card).find(({ verb }) => verb === 'causes.jobs');
    const sure = textOf(await press(jobsOf));
    assert.match(sure, /\n1 failed\n[^\n]* · as of 14:0\d\n/);
    assert.doesNotMatch(sure, /△/);

    path.simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: '7' } });
    path.clock.advance(3 * hour);
    const unsure = textOf(await press(jobsOf));
    assert.match(unsure, /\n\? 1 failed\n/);
    assert.match(unsure, /△ AvePoint has refused to list Teams since 17:05\./);
  });

  it('the jobs of one reason say that some may be missing if there were too many to read', async () => {
    for (let index = 0; index < 620; index += 1) plant(1, 3, 1 + index / 100, [`Item ${index} is locked`, 1]);
    const card = await hear('why did exchange fail');
    const jobs = textOf(await press(executesIn(card).find(({ verb }) => verb === 'causes.jobs')));
    assert.match(jobs, /△ I read 500 of 620 jobs, failed ones first\./);
  });
});
