import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { type JobState, services } from '../../../src/domain/job.ts';
import { againLink, showLink } from '../../../src/features/rate/buttons.ts';
import type { RateQuestion } from '../../../src/features/rate/question.ts';
import { chat } from '../../access/people.ts';
import { now } from '../../cards/models.ts';
import { healths, orUndefined } from '../../cards/questions.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB', place: chat };
const hour = 3_600_000;
/** Codes of AvePoint's. */
const [finished, failed, exceptions, partial] = [2, 3, 4, 5];

describe('a card with a rate', () => {
  let path: WholePath;
  const plant = (service: number, state: number, ...hoursAgo: readonly number[]) => {
    for (const hours of hoursAgo) {
      const startedAt = path.clock.now() - hours * hour;
      path.simulator.plant({ service, state, startedAt, endedAt: startedAt + 60_000 });
    }
  };
  beforeEach(async () => {
    // Monday 23 November 2026, 14:05 in Berlin.
    path = await openWholePath({ history: false });
    plant(1, finished, 2, 3, 4, 5, 6, 7);
    plant(1, failed, 8);
    plant(1, exceptions, 9);
    plant(7, finished, 2);
    plant(7, partial, 3);
    path.simulator.plant({ service: 7, startedAt: path.clock.now() - hour });
  });
  afterEach(() => path.close());

  const hear = async (text: string) => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };

  it('a rate is of what has ended, and each other end has its own number', async () => {
    const text = textOf(await hear('backup success rate today'));
    assert.match(text, /\n70% of 10 ended backups finished without problems\n/);
    assert.match(
      text,
      /\n7 finished without problems, 1 failed, 1 partially finished, 1 with exceptions\.\n/,
    );
    assert.match(text, /\n1 backup is still running and not counted\.\n/);
    assert.match(text, /Teams[\s\S]*50% of 2[\s\S]*Exchange[\s\S]*75% of 8/);
  });

  it('a failure rate counts failed jobs alone', async () => {
    assert.match(textOf(await hear('failure rate today')), /\n10% of 10 ended jobs failed\n/);
  });

  it('the service with the lowest rate is named first', async () => {
    assert.match(
      textOf(await hear('which service has the lowest success rate today')),
      /\nTeams has the lowest share: 50% of 2 ended jobs finished without problems\n/,
    );
  });

  it('a rate of a window that was not wholly read is not given', async () => {
    const text = textOf(await hear('success rate in august'));
    assert.match(text, /\n\? I couldn’t read all of this window, so I can’t give its rate\n/);
    assert.match(text, /I only know jobs since /);
    assert.doesNotMatch(text, /%/);
  });

  it('a window in which nothing has ended has no rate', async () => {
    const text = textOf(await hear('success rate of restores today'));
    assert.match(text, /\nNo restore has ended\nNothing started in this window\.\n/);
  });

  it('a rate is never green', async () => {
    assert.doesNotMatch(JSON.stringify(await hear('onedrive success rate')), /"style":"good"/);
  });

  it('each number beside a rate opens a list of just so many jobs', async () => {
    const card = await hear('success rate today');
    const rows = async (title: string) => {
      const button = executesIn(card).find(one => one.title === title);
      const { verb, data } = button as CardAction;
      const list = await path.conversation.press({ verb, data, ...reader });
      assert.ok(list.kind === 'card');
      return executesIn(list.card).filter(one => one.verb === 'jobs.job').length;
    };
    assert.deepEqual(
      [await rows('Clean: Exchange'), await rows('Failed: Exchange'), await rows('Other: Teams')],
      [6, 1, 1],
    );
  });
});

describe('a button of a card with a rate', () => {
  const bad: readonly JobState[] = ['failed', 'partiallyFinished', 'finishedWithException'];
  const rates = fc
    .record(
      {
        window: healths,
        services: fc.subarray([...services], { maxLength: 4 }),
        states: fc.oneof(
          fc.constant<readonly JobState[]>(['finished']),
          fc.subarray([...bad], { minLength: 1 }),
        ),
        type: orUndefined(fc.constantFrom('backup', 'restore')),
        order: orUndefined(fc.constantFrom('highest', 'lowest')),
      },
      { noNullPrototype: true },
    )
    .map(({ window: { service: _, ...window }, ...rest }) => ({ ...rest, ...window }) as RateQuestion);

  for (const link of [showLink, againLink]) {
    it(`a button for a rate carries its question there and back, or is refused: ${link.verb}`, () => {
      fc.assert(
        fc.property(rates, fc.nat(), fc.jsonValue(), (question, index, value) => {
          const { data } = JSON.parse(JSON.stringify(link.encode(question)));
          assert.deepEqual(link.decode(data, now), question);
          const keys = Object.keys(data);
          const read = link.decode({ ...data, [keys[index % keys.length] ?? 'v']: value }, now);
          if (read !== undefined) assert.deepEqual(link.decode(link.encode(read).data, now), read);
        }),
      );
    });
  }

  it('a button can ask for no rate of running jobs, nor of finished and failed ones together', () => {
    const window = { span: { from: now - hour, to: now }, spanWords: undefined, zone: 'UTC' };
    for (const states of [[], ['inProgress'], ['finished', 'failed']] as const) {
      const { data } = showLink.encode({
        type: undefined,
        services: [],
        states,
        order: undefined,
        ...window,
      });
      assert.equal(showLink.decode(data, now), undefined);
    }
  });
});
