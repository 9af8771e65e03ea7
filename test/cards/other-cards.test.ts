import assert from 'node:assert/strict';
import { type ErrorReport, errorCard, troubleText } from '../../src/cards/error-card.ts';
import { notUnderstoodCard, suggestionCard } from '../../src/cards/suggestion-card.ts';
import type { Job } from '../../src/domain/job.ts';
import { helpCard, welcomeCard } from '../../src/features/help/card.ts';
import { jobCard } from '../../src/features/job/card.ts';
import { jobMessage } from '../../src/features/job/text.ts';
import { helpTopics } from '../support/help.ts';
import { packPress, unpackPress } from '../support/press.ts';
import { buttonsOf, objectsIn, textOf, textsOf, titlesOf } from './elements.ts';
import { british, job, jobAnswer, jobSearch, jobsPage, noAsides, now, question, trouble } from './models.ts';

const pressOf = (card: Parameters<typeof buttonsOf>[0], title: string) => {
  const button = buttonsOf(card).find(action => action.title === title);
  return button && unpackPress(button.verb, button.data, now);
};
const linksOf = (card: unknown) =>
  objectsIn(card).flatMap(({ type, url }) => (type === 'Action.OpenUrl' ? [url] : []));

describe('job card', () => {
  it('a job card shows everything known of the job, and a button back to its page', () => {
    const card = jobCard(jobAnswer(), british);
    const lines = [
      '✕ Failed',
      job().id,
      'Started: Mon 23 Nov, 12:05',
      'Finished: Mon 23 Nov, 12:52',
      'Duration: 47 min 12 s',
      'Zone: Europe/Berlin',
      'Objects: 1,230',
      'Failed: 214',
      'Successful: 1,016',
      'Skipped: 0',
      '3 errors',
    ];
    for (const line of lines) assert.ok(textsOf(card).includes(line ?? ''), line);
    assert.deepEqual(pressOf(card, 'Back'), { verb: 'jobs.page', page: jobsPage });
  });

  it('a job card names a fixed offset as people read it, in the card and in the message', () => {
    const answer = jobAnswer({ place: { search: { ...jobSearch, zone: 'Etc/GMT-3' } } });
    assert.ok(textsOf(jobCard(answer, british)).includes('Zone: UTC+3'));
    assert.match(String(jobMessage(answer, british)), /\(UTC\+3\)/);
  });

  it('a job card shows only the counts that are known', () => {
    const objects = { total: undefined, failed: 3, successful: undefined, skipped: undefined };
    const text = textOf(jobCard(jobAnswer({ job: job({ objects }) }), british));
    assert.match(text, /^Failed: 3$/m);
    assert.doesNotMatch(text, /Objects|Successful|Skipped/);
    assert.match(
      textOf(jobCard(jobAnswer({ job: job({ objects: undefined }) }), british)),
      /^Objects: not told$/m,
    );
  });

  it('a job card of a running job shows how long it has been running, and can be refreshed', () => {
    const running = job({ state: 'inProgress', finishedAt: undefined, durationMs: undefined });
    const card = jobCard(jobAnswer({ job: running }), british);
    assert.match(textOf(card), /^Finished: not yet\nDuration: running for 2 h$/m);
    assert.deepEqual(pressOf(card, 'Look again'), {
      verb: 'jobs.job',
      page: jobsPage,
      jobId: job().id,
    });
  });

  it('a job card draws the objects as a bar with parts in proportion to their counts, and no bar without counts', () => {
    const bar = (objects: Job['objects']) =>
      textsOf(jobCard(jobAnswer({ job: job({ objects }) }), british))
        .filter(text => /[█░▓]/.test(text))
        .join('');
    const length = (text: string, block: string) => text.split(block).length;
    const mixed = bar({ total: 1000, failed: 1, successful: 799, skipped: 200 });
    assert.deepEqual(
      ['█', '░', '▓'].map(block => length(mixed, block)),
      [17, 5, 2],
    );
    assert.equal(bar({ total: 5, failed: 0, successful: 5, skipped: 0 }), '█'.repeat(20));
    assert.equal(bar({ total: 0, failed: 0, successful: 0, skipped: 0 }), '');
    assert.equal(bar(undefined), '');
  });

  it('a job card has a plain text, with as many errors as fit', () => {
    const press = pressOf(jobCard(jobAnswer(), british), 'Send as text');
    assert.deepEqual(press, { verb: 'jobs.text', page: jobsPage, jobId: job().id });
    const errors = Array.from({ length: 12 }, (_, index) => ({
      message: `error ${index}`,
      helpUrl: 'https://evil.example/',
      count: 2,
    }));
    const lines = jobMessage(jobAnswer({ job: job({ errors }) }), british)?.split('\n') ?? [];
    assert.deepEqual(lines.slice(0, 5), [
      `Failed: job ${job().id}`,
      'Failed backups · Exchange Online',
      'Started Mon 23 Nov, 12:05, ended Mon 23 Nov, 12:52 (Europe/Berlin), 47 min 12 s',
      '214\u00a0of\u00a01,230 objects failed',
      '- error 0 (×2)',
    ]);
    assert.equal(lines.length, 4 + 10 + 1);
    assert.equal(lines.at(-1), 'and 2 more errors');
  });

  it('a job card found by id says which period was searched, and can search further back', () => {
    const searched = { rows: 1000, total: { value: 2841, atLeast: false } };
    const missing = jobAnswer({ place: { search: jobSearch }, job: undefined, searched });
    const card = jobCard(missing, british);
    assert.match(textOf(card), /I looked through 1,000 of 2,841 jobs of Mon 16 Nov/);
    const { from, to } = jobSearch.span;
    assert.deepEqual(pressOf(card, 'Search earlier'), {
      verb: 'job.find',
      search: { ...jobSearch, span: { from: from - (to - from), to: from } },
    });
  });

  it('a job card says that a job is gone, without a guess at how it ended', () => {
    const card = jobCard(jobAnswer({ job: undefined }), british);
    assert.match(textOf(card), /could not be found again/);
    assert.deepEqual(titlesOf(card), ['Back', 'Refresh']);
    assert.deepEqual(pressOf(card, 'Refresh'), { verb: 'jobs.again', question: question() });
    const place = { page: { question: question(), from: 'index', pageIndex: 0, firstTotal: 1 } } as const;
    const ofIndex = jobCard(jobAnswer({ place, job: undefined }), british);
    assert.match(
      textOf(ofIndex),
      /AvePoint did not list it when I looked for it\. This does not say how the job ended\./,
    );
  });

  it('a job card counts the errors that do not fit', () => {
    const errors = Array.from({ length: 400 }, (_, index) => ({
      message: `error ${index} ${'x'.repeat(300)}`,
      helpUrl: undefined,
      count: 1,
    }));
    const texts = textsOf(jobCard(jobAnswer({ job: job({ errors }) }), british));
    const shown = texts.filter(text => text.startsWith('error ')).length;
    assert.ok(shown > 30);
    assert.equal(texts.at(-1), `and ${400 - shown} more errors, not shown here`);
  });

  it('a job card links only to help pages of AvePoint', () => {
    const allowed = [
      'https://avepoint.com/',
      'https://cdn.avepoint.com/a?b=c#d',
      'https://graph-we.avepointonlineservices.com/x',
    ];
    const refused = [
      'http://avepoint.com/',
      'https://avepoint.com.evil.example/',
      'https://evilavepoint.com/',
      'https://avepoint.com@evil.example/',
      'https://user:word@avepoint.com/',
      'https://avepoint.com:8443/',
      'https://avepoint.com./',
      'https://evil.example/#avepoint.com',
      'https://evil.example\\.avepoint.com/',
      'javascript:alert(1)//avepoint.com',
      'data:text/html,avepoint.com',
      '//avepoint.com/',
      'avepoint.com',
      '',
      `https://avepoint.com/${'x'.repeat(600)}`,
    ];
    const errors = [...allowed, ...refused].map(helpUrl => ({ message: 'm', helpUrl, count: 1 }));
    const card = jobCard(jobAnswer({ job: job({ errors }) }), british);
    assert.deepEqual(linksOf(card), allowed);
    assert.doesNotMatch(JSON.stringify(card), /evil|8443|word|javascript/);
  });
});

describe('error card', () => {
  const problems: readonly ErrorReport['problem'][] = [
    'rejected',
    'unauthorised',
    'forbidden',
    'not-found',
    'rate-limited',
    'unavailable',
    'timed-out',
    'busy',
    'malformed',
    'store',
    'unrecorded',
    'unexpected',
  ];

  for (const problem of problems) {
    it(`an error card for ${problem} says that it says nothing about backups, is not green, and shows the reference`, () => {
      const card = errorCard(trouble({ problem }), british);
      assert.match(textOf(card), /This says nothing about your backups\./);
      assert.match(textOf(card), /Reference: 7KQ2-M9XF/);
      assert.doesNotMatch(JSON.stringify(card), /"good"|✓/i);
    });
  }

  it('an error card for a busy bot blames the bot itself, shows how much waits, and offers to try again', () => {
    const busy = (waiting: number | undefined) =>
      textOf(errorCard(trouble({ problem: 'busy', waiting }), british));
    assert.match(busy(12), /I’m busy: 12 requests are waiting\./);
    assert.match(busy(1), /I’m busy: 1 request is waiting\./);
    assert.match(busy(undefined), /I’m busy: other requests were ahead of yours\./);
    assert.match(busy(12), /Try again in a few seconds\./);
    assert.deepEqual(titlesOf(errorCard(trouble({ problem: 'busy' }), british)), ['Try again']);
    assert.doesNotMatch(busy(12), /AvePoint/);
    assert.match(
      troubleText({ problem: 'busy', waiting: 12, reference: 'r' }),
      /I’m busy: 12 requests are waiting\. Nothing was done\. Press again/,
    );
  });

  it('an error card says that something may have been changed, whatever went wrong, and how to see it', () => {
    for (const problem of problems) {
      const text = textOf(errorCard(trouble({ problem, shownBy: 'on duty' }), british));
      assert.match(text, /It may have been changed/);
      assert.match(text, /Say “on duty” to see what is set\./);
    }
  });

  it('an error card says that nothing was changed if it could not be recorded', () => {
    const text = textOf(errorCard(trouble({ problem: 'unrecorded' }), british));
    assert.match(text, /so nothing was changed\./);
    assert.doesNotMatch(text, /may have been/);
  });

  it('an error card’s button repeats exactly what failed; without a request to repeat there is none', () => {
    const { verb, data } = trouble().retry ?? {};
    assert.deepEqual(
      pressOf(errorCard(trouble(), british), 'Try again'),
      unpackPress(verb, data, trouble().at),
    );
    assert.deepEqual(titlesOf(errorCard(trouble({ retry: undefined }), british)), []);
  });

  it('an error card about one job speaks of that job, and leads back to its page', () => {
    const page = { question: question(), pageIndex: 2, firstTotal: 43 };
    const card = errorCard(
      trouble({
        retry: packPress({ verb: 'jobs.job', page, jobId: 'FB1' }),
        isOneJob: true,
        back: packPress({ verb: 'jobs.page', page }),
      }),
      british,
    );
    assert.match(textOf(card), /I could not read this job/);
    assert.deepEqual(titlesOf(card), ['Try again', 'Back']);
  });

  it('an error card repeats the question', () => {
    const text = textOf(errorCard(trouble(), british));
    assert.match(text, /I could not read the failed backups of Exchange Online\nAvePoint is not answering\./);
    assert.match(
      text,
      /Asked: Failed backups · Exchange Online, Sun 22 Nov, 00:00 to Mon 23 Nov, 14:05 \(Europe\/Berlin\)/,
    );
    const all = question({ type: undefined, service: undefined, state: undefined });
    assert.match(textOf(errorCard(trouble({ question: all }), british)), /I could not read the jobs\n/);
  });

  it('an error card names the setting, the permission and the time that help', () => {
    assert.match(textOf(errorCard(trouble({ problem: 'not-found' }), british)), /AVEPOINT_JOBS_API/);
    const permission = 'microsoft365backup.jobInfo.read.all';
    assert.match(
      textOf(errorCard(trouble({ problem: 'forbidden', permission }), british)),
      /lacks the permission microsoft365backup\.jobInfo\.read\.all\./,
    );
    assert.match(
      textOf(errorCard(trouble({ problem: 'rate-limited', retryAt: now + 120_000 }), british)),
      /Try again after Mon 23 Nov, 14:07 \(Europe\/Berlin\)\./,
    );
    assert.match(
      textOf(errorCard(trouble({ problem: 'rate-limited' }), british)),
      /Try again in a few minutes\./,
    );
  });
});

describe('help card', () => {
  it('the help card shows every example, the first four of a topic that a client shows whole as buttons that ask it', () => {
    const card = helpCard(helpTopics, noAsides);
    const asButtons = (examples: readonly string[]) =>
      examples.filter(({ length }) => length <= 40).slice(0, 4);
    const buttons = objectsIn(card.body).filter(({ type }) => type === 'Action.Execute');
    const sentences = buttons.map(({ verb, data }) => {
      const press = unpackPress(verb, data, now);
      return press?.verb === 'ask' ? press.sentence : undefined;
    });
    assert.deepEqual(
      sentences,
      helpTopics.flatMap(topic => asButtons(topic.examples)),
    );
    for (const { examples } of helpTopics) {
      const buttons = asButtons(examples);
      assert.ok(buttons.length > 0);
      for (const sentence of examples.filter(example => !buttons.includes(example)))
        assert.ok(textOf(card).includes(`“${sentence}”`), sentence);
    }
  });

  it('the help card says why it is shown, and shows the suggestions', () => {
    const card = helpCard(helpTopics, {
      notes: [{ kind: 'tooLong', limit: 1000 }],
      offers: [{ label: 'Today', sentence: 'failed today' }],
    });
    assert.match(textOf(card), /too long to read: up to 1000 characters/);
    assert.deepEqual(pressOf(card, 'Today'), { verb: 'ask', sentence: 'failed today' });
  });

  it('the help on the welcome card is short: three examples and a way to the rest', () => {
    const card = welcomeCard(helpTopics);
    assert.deepEqual(titlesOf(card), [
      'Status',
      'Did backups fail?',
      'Why did backups fail today?',
      'What else?',
    ]);
    assert.deepEqual(pressOf(card, 'What else?'), { verb: 'help' });
  });
});

describe('suggestion card', () => {
  const offers = Array.from({ length: 9 }, (_, index) => ({
    label: `offer ${index}`,
    sentence: `failed ${index}`,
  }));

  it('a sentence without an answer is answered with the reason, ways out and help', () => {
    const card = suggestionCard({
      reason: 'November has 30 days.',
      offers,
      notes: [{ kind: 'corrected', written: 'faild', read: 'failed' }],
    });
    assert.match(textOf(card), /November has 30 days\.\nRead “faild” as “failed”\./);
    assert.equal(titlesOf(card).length, 6);
    assert.equal(titlesOf(card).at(-1), 'Help');
  });

  it('a sentence without an answer gets the nearest suggestions, never a guess', () => {
    const card = notUnderstoodCard({ words: ['zorg'], offers: offers.slice(0, 3), notes: [] });
    assert.match(
      textOf(card),
      /I didn’t understand that\nI don’t know “zorg”, so I haven’t searched\.\nI answer questions about backup jobs/,
    );
    assert.deepEqual(titlesOf(card), ['offer 0', 'offer 1', 'offer 2', 'Help']);
  });

  it('a suggestion is left out if a button can’t carry it', () => {
    const card = notUnderstoodCard({
      words: [],
      offers: [
        { label: 'x', sentence: 'x'.repeat(1001) },
        { label: 'y', sentence: ' ' },
      ],
      notes: [],
    });
    assert.deepEqual(titlesOf(card), ['Help']);
  });
});
