import { strict as assert } from 'node:assert';
import type { PackedPress } from '../../src/cards/press.ts';
import { executesIn, textOf } from '../support/playground.ts';
import { openWholePath, type WholePath } from '../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;

describe('why jobs did not end well', () => {
  let path: WholePath;
  beforeEach(async () => {
    path = await openWholePath({ history: false });
  });
  afterEach(() => path.close());

  const hear = async (text: string) => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const press = async (action: object | undefined) => {
    const reply = await path.conversation.press({ ...(action as PackedPress), ...reader });
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

  it('is told by cause, with the jobs behind each, and the way to each of them and back', async () => {
    const help = 'https://cdn.avepoint.com/help/1.htm';
    const ids = [
      plant(2, 3, 5, ['Access denied to https://a.example/sites/1', 200, help]),
      plant(2, 5, 4, ['Access denied to https://a.example/sites/22', 14, help], ['Item 12 is locked', 3]),
      plant(1, 4, 3, ['Item 999 is locked', 13, 'https://evil.example/']),
    ];
    plant(1, 2, 2, ['a finished run tells no cause', 99]);
    const card = await hear('why did backups fail today?');
    const text = textOf(card);
    assert.match(text, /2 causes behind 3 jobs; the first behind 2/);
    assert.match(text, /Access denied to …\n\u00a0›\n214 of 230 object errors · 2 jobs · SharePoint\n/);
    assert.match(
      text,
      /Item … is locked\n\u00a0›\n16 of 230 object errors · 2 jobs · Exchange and SharePoint/,
    );
    assert.doesNotMatch(text, /tells no cause/);
    assert.match(JSON.stringify(card), /cdn\.avepoint\.com/);
    assert.doesNotMatch(JSON.stringify(card), /evil/);

    const listed = await press(executesIn(card).find(({ verb }) => verb === 'causes.jobs'));
    assert.match(textOf(listed), /2 of 2/);
    const opened = executesIn(listed).filter(({ verb }) => verb === 'job.find');
    assert.deepEqual(
      opened.map(({ data }) => data.j),
      [ids[1], ids[0]],
    );
    const one = await press(opened[0]);
    assert.match(textOf(one), new RegExp(`Partially finished\\n${ids[1]}`));
    assert.equal(textOf(await press(executesIn(one).find(({ title }) => title === 'Back'))), textOf(listed));
    assert.equal(textOf(await press(executesIn(listed).find(({ title }) => title === 'Back'))), text);
  });

  it('is told by service and hour where the API gives no errors, and it says so', async () => {
    plant(7, 3, 5);
    plant(7, 3, 5.2);
    plant(3, 5, 2);
    const text = textOf(await hear('why did backups fail today'));
    assert.match(text, /3 jobs without a word why/);
    assert.match(text, /AvePoint gave no errors for them/);
    assert.match(text, /Teams, Mon 23 Nov, 09:00\n1 job/);
    assert.match(text, /OneDrive, Mon 23 Nov, 12:00\n1 job/);
  });

  it('says what was left out of a window with more bad jobs than are read', async () => {
    for (let index = 0; index < 620; index += 1) plant(1, 3, 1 + index / 100, [`Item ${index} is locked`, 1]);
    const text = textOf(await hear('why did exchange fail'));
    assert.match(text, /Read: 500 of 620 jobs/);
    assert.match(text, /500 of 500 object errors · 500 jobs/);
  });

  it('claims nothing where nothing ended badly, and names what could not be read', async () => {
    plant(1, 2, 2);
    plant(7, 3, 2, ['Item 1 is locked', 1]);
    assert.match(textOf(await hear('why did exchange fail')), /None ended badly, of those that were read/);
    const { page } = path.source;
    path.source.page = async (query, until) => {
      const answer = await page(query, until);
      return query.service === 'teams' && query.pageSize > 1
        ? { ...answer, jobs: answer.jobs.map(job => ({ ...job, startedAt: 0 })) }
        : answer;
    };
    const text = textOf(await hear('why did backups fail'));
    assert.match(text, /\? None ended badly/);
    assert.match(text, /Could not be read reliably: Teams/);
  });
});
