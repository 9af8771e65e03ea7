import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { type ErrorReport, errorCard, troubleText } from '../../src/cards/error-card.ts';
import { notUnderstoodCard, suggestionCard } from '../../src/cards/suggestion-card.ts';
import type { Job } from '../../src/domain/job.ts';
import { helpCard, welcomeCard } from '../../src/features/help/card.ts';
import { groupsOf } from '../../src/features/help/topics.ts';
import { jobCard } from '../../src/features/job/card.ts';
import { helpTopics } from '../support/help.ts';
import { packPress, unpackPress } from '../support/press.ts';
import { buttonsOf, objectsIn, textOf, textsOf, titlesOf } from './elements.ts';
import { british, job, jobAnswer, jobSearch, jobsPage, noAsides, now, question, trouble } from './models.ts';

const pressOf = (card: Parameters<typeof buttonsOf>[0], title: string) => {
  const button = buttonsOf(card).find(action => action.title === title);
  return button && unpackPress(button.verb, button.data, now);
};
const stylesOf = (card: AdaptiveCard) =>
  objectsIn(card.actions).flatMap(({ type, title, style }) =>
    type === 'Action.Execute' ? [{ title, style }] : [],
  );
const linksOf = (card: unknown) =>
  objectsIn(card).flatMap(({ type, url }) => (type === 'Action.OpenUrl' ? [url] : []));

describe('job card', () => {
  it('a job card begins with the state, the service and when it ran, then counts and errors, and ends with the id', () => {
    assert.deepEqual(textsOf(jobCard(jobAnswer(), british)), [
      '✕ Failed',
      '· Exchange Online backup',
      'Mon 23 Nov, 12:05–12:52 (Europe/Berlin) · 47 min 12 s',
      '214 of 1,230 objects failed · 1,016 succeeded',
      '3 errors',
      'The mailbox cannot be opened: access is denied. Give the backup account full access. (×12)',
      'AvePoint help ›',
      'Throttled by Exchange Online. The job gave up after 5 attempts.',
      'The mailbox was not found. It may have been deleted or its licence removed.',
      `Job ${job().id}`,
    ]);
  });

  it('a job card’s first button is Back to its page, and the other posts it as text', () => {
    const card = jobCard(jobAnswer(), british);
    assert.deepEqual(pressOf(card, 'Back'), { verb: 'jobs.page', page: jobsPage });
    assert.deepEqual(pressOf(card, 'Post as text'), {
      verb: 'jobs.text',
      page: jobsPage,
      jobId: job().id,
    });
    assert.deepEqual(stylesOf(card), [
      { title: 'Back', style: 'positive' },
      { title: 'Post as text', style: undefined },
    ]);
  });

  it('a job card names the service and type only as far as the question or the index knows them', () => {
    const kind = (changes: Parameters<typeof jobAnswer>[0]) =>
      textsOf(jobCard(jobAnswer(changes), british))[1];
    const asked = question({ service: undefined, type: 'restore' });
    const place = { page: { question: asked, pageIndex: 0, firstTotal: 1 } };
    const search = { search: jobSearch };
    assert.equal(kind({ place }), '· Restore');
    assert.equal(kind({ place, services: ['teams'] }), '· Teams restore');
    assert.equal(kind({ place: search }), '· Job');
    assert.equal(kind({ place: search, services: ['exchange', 'teams'] }), '· Exchange and Teams job');
    const why = { type: 'backup', service: 'onedrive', span: jobSearch.span, spanWords: undefined } as const;
    const behind = { question: { ...why, zone: 'UTC' }, cause: '' };
    assert.equal(kind({ place: { search: { ...jobSearch, behind } } }), '· OneDrive backup');
  });

  it('a job card leaves the zone out for its only reader, who is in it, and names a fixed offset as people read it', () => {
    const when = (zone: string, ownZone?: string) =>
      textsOf(jobCard(jobAnswer({ place: { search: { ...jobSearch, zone } } }), { ...british, ownZone }))[2];
    assert.equal(when('Europe/Berlin', 'Europe/Berlin'), 'Mon 23 Nov, 12:05–12:52 · 47 min 12 s');
    assert.equal(when('Etc/GMT-3'), 'Mon 23 Nov, 14:05–14:52 (UTC+3) · 47 min 12 s');
  });

  it('a job card says which of the times are unknown, and names the day of the end if it’s another', () => {
    const when = (changes: Partial<Job>) => textsOf(jobCard(jobAnswer({ job: job(changes) }), british))[2];
    const night = { startedAt: Date.UTC(2026, 10, 22, 22, 30), finishedAt: Date.UTC(2026, 10, 23, 1) };
    assert.equal(
      when({ ...night, durationMs: undefined }),
      'Sun 22 Nov, 23:30 – Mon 23 Nov, 02:00 (Europe/Berlin) · 2 h 30 min',
    );
    assert.equal(
      when({ finishedAt: undefined, durationMs: undefined }),
      'Started Mon 23 Nov, 12:05, end unknown (Europe/Berlin) · duration unknown',
    );
    assert.equal(
      when({ startedAt: undefined, durationMs: undefined }),
      'Start unknown, ended Mon 23 Nov, 12:52 (Europe/Berlin) · duration unknown',
    );
    assert.equal(
      when({ startedAt: undefined, finishedAt: undefined, durationMs: undefined }),
      'Start unknown, end unknown · duration unknown',
    );
    assert.equal(when({ state: 'inProgress', startedAt: undefined }), 'Running, start unknown');
  });

  it('a job card shows only the counts that are known', () => {
    const counts = (objects: Job['objects']) =>
      textsOf(jobCard(jobAnswer({ job: job({ objects }) }), british))[3];
    assert.equal(
      counts({ total: undefined, failed: 3, successful: undefined, skipped: undefined }),
      '3 objects failed',
    );
    assert.equal(counts({ total: 5, failed: 0, successful: 5, skipped: 0 }), 'None of 5 objects failed');
    assert.equal(
      counts({ total: 9, failed: 1, successful: 6, skipped: 2 }),
      '1 of 9 objects failed · 6 succeeded · 2 skipped',
    );
    assert.equal(counts(undefined), 'Objects unknown');
  });

  it('a job card says that AvePoint gave no reason for a failure without errors, and nothing of a clean run', () => {
    const textWith = (state: Job['state']) =>
      textOf(jobCard(jobAnswer({ job: job({ state, errors: [] }) }), british));
    assert.match(textWith('failed'), /^AvePoint gave no reason\. Look in the AvePoint portal\.$/m);
    assert.doesNotMatch(textWith('finished'), /reason|error/);
  });

  it('a job card of a running job shows how long it has been running, and its first button refreshes it', () => {
    const running = job({ state: 'inProgress', finishedAt: undefined, durationMs: undefined });
    const card = jobCard(jobAnswer({ job: running }), british);
    assert.match(textOf(card), /^Started Mon 23 Nov, 12:05 \(Europe\/Berlin\) · running for 2 h$/m);
    assert.deepEqual(titlesOf(card), ['Refresh', 'Back', 'Post as text']);
    assert.deepEqual(pressOf(card, 'Refresh'), {
      verb: 'jobs.job',
      page: jobsPage,
      jobId: job().id,
    });
  });

  it('a job that isn’t found by its id says which period was searched, and can be searched further back', () => {
    const searched = { rows: 1000, total: { value: 2841, atLeast: false } };
    const missing = jobAnswer({ place: { search: jobSearch }, job: undefined, searched });
    const card = jobCard(missing, british);
    assert.match(
      textOf(card),
      /^Job not found\nLast 7 days, to Mon 14:05 \(Europe\/Berlin\)\nI looked through 1,000 of 2,841 jobs that started in this time, so it may be among the others\.$/m,
    );
    const { from, to } = jobSearch.span;
    assert.deepEqual(pressOf(card, 'Search earlier'), {
      verb: 'job.find',
      search: { ...jobSearch, span: { from: from - (to - from), to: from } },
    });
  });

  it('a job that isn’t among all jobs of the period is said not to be among them', () => {
    const texts = (value: number, atLeast = false) =>
      textOf(
        jobCard(
          jobAnswer({
            place: { search: jobSearch },
            job: undefined,
            searched: { rows: value, total: { value, atLeast } },
          }),
          british,
        ),
      );
    assert.match(texts(41), /It isn’t among the 41 jobs that started in this time\./);
    assert.match(texts(1), /It isn’t among the 1 job that started in this time\./);
    assert.match(texts(0), /No job started in this time\./);
    assert.match(texts(41, true), /I looked through 41 of at least 41 jobs/);
  });

  it('a job card says that a job is gone, without a guess at how it ended', () => {
    const card = jobCard(jobAnswer({ job: undefined }), british);
    assert.match(
      textOf(card),
      /I couldn’t find this job again\n.*\nIt’s no longer on the page that showed it/,
    );
    assert.deepEqual(titlesOf(card), ['Back', 'Refresh list']);
    assert.deepEqual(pressOf(card, 'Refresh list'), { verb: 'jobs.again', question: question() });
    const place = { page: { question: question(), from: 'index', pageIndex: 0, firstTotal: 1 } } as const;
    const ofIndex = jobCard(jobAnswer({ place, job: undefined }), british);
    assert.match(textOf(ofIndex), /AvePoint didn’t list it just now\. I don’t know how the job ended\./);
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
    assert.equal(texts.at(-2), `${400 - shown} more errors don’t fit here.`);
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
    it(`an error card for ${problem} is not green, has one primary button and shows the reference`, () => {
      const card = errorCard(trouble({ problem }), british);
      assert.deepEqual(stylesOf(card), [{ title: 'Try again', style: 'positive' }]);
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
      /I’m busy: 12 requests are waiting\. Nothing was changed\. Press again/,
    );
  });

  it('an error card says that something may have been changed, whatever went wrong, and how to see it', () => {
    for (const problem of problems) {
      const text = textOf(errorCard(trouble({ problem, shownBy: 'on duty' }), british));
      assert.match(text, /The change may have been made/);
      assert.match(text, /Send “on duty” to see what’s set\./);
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
    assert.match(
      textOf(card),
      /I couldn’t read this job\nAvePoint isn’t answering\. I don’t know how the job ended\./,
    );
    assert.deepEqual(titlesOf(card), ['Try again', 'Back']);
  });

  it('an error card says what isn’t known because of it', () => {
    const meaning = (changes: Partial<ErrorReport>) => textsOf(errorCard(trouble(changes), british))[1];
    const of = (changes: Parameters<typeof question>[0]) => meaning({ question: question(changes) });
    assert.equal(of({}), 'AvePoint isn’t answering. I don’t know whether backups failed.');
    assert.equal(
      of({ type: 'restore', state: 'inProgress' }),
      'AvePoint isn’t answering. I don’t know whether restores are running.',
    );
    assert.equal(of({ state: undefined }), 'AvePoint isn’t answering. I don’t know which backups ran.');
    assert.equal(
      meaning({ question: undefined }),
      'AvePoint isn’t answering. This says nothing about your backups.',
    );
    assert.doesNotMatch(String(meaning({ problem: 'unrecorded', question: undefined })), /backups/);
  });

  it('an error card repeats the question in its title, and exactly under Details', () => {
    const text = textOf(errorCard(trouble(), british));
    assert.match(text, /I couldn’t check for failed backups of Exchange Online\nAvePoint isn’t answering\./);
    assert.match(
      text,
      /Details ›\nYou asked for: Failed backups · Exchange Online, Sun 22 Nov, 00:00 to Mon 23 Nov, 14:05 \(Europe\/Berlin\)/,
    );
    const all = question({ type: undefined, service: undefined, state: undefined });
    assert.match(textOf(errorCard(trouble({ question: all }), british)), /I couldn’t check for jobs\n/);
  });

  it('an error card without a button to try again asks to send the message again', () => {
    const store = errorCard(trouble({ problem: 'store', retry: undefined }), british);
    assert.match(textOf(store), /^Send your message again\. If it keeps happening/m);
  });

  it('an error card names the setting, the permission and the time that help', () => {
    assert.match(textOf(errorCard(trouble({ problem: 'not-found' }), british)), /AVEPOINT_JOBS_API/);
    const permission = 'microsoft365backup.jobInfo.read.all';
    assert.match(
      textOf(errorCard(trouble({ problem: 'forbidden', permission }), british)),
      /Ask the bot’s administrator to give .* the permission microsoft365backup\.jobInfo\.read\.all\.\nUntil then, look in the AvePoint portal\./,
    );
    assert.match(
      textOf(errorCard(trouble({ problem: 'rate-limited', retryAt: now + 120_000 }), british)),
      /Try again after 14:07 \(Europe\/Berlin\)\./,
    );
    assert.match(
      textOf(errorCard(trouble({ problem: 'rate-limited' }), british)),
      /Try again in a few minutes\./,
    );
  });
});

describe('help card', () => {
  it('the help card shows every example, the first three of a topic that a client shows whole as buttons that ask it', () => {
    const card = helpCard(helpTopics, noAsides);
    const asButtons = (examples: readonly string[]) =>
      examples.filter(({ length }) => length <= 40).slice(0, 3);
    const buttons = objectsIn(card.body).filter(({ type }) => type === 'Action.Execute');
    const sentences = buttons.map(({ verb, data }) => {
      const press = unpackPress(verb, data, now);
      return press?.verb === 'ask' ? press.sentence : undefined;
    });
    assert.deepEqual(
      sentences,
      groupsOf(helpTopics).flatMap(({ topics }) => topics.flatMap(topic => asButtons(topic.examples))),
    );
    for (const { examples } of helpTopics) {
      const buttons = asButtons(examples);
      assert.ok(buttons.length > 0);
      for (const sentence of examples.filter(example => !buttons.includes(example)))
        assert.ok(textOf(card).includes(`“${sentence}”`), sentence);
    }
  });

  it('the help card shows six groups of topics, each of which unfolds its examples in place', () => {
    const objects = objectsIn(helpCard(helpTopics, noAsides).body);
    const toggles = objects.filter(({ type }) => type === 'Action.ToggleVisibility');
    assert.deepEqual(
      toggles.map(({ title }) => title),
      groupsOf(helpTopics).map(({ title }) => `Show or hide examples: ${title}`),
    );
    const folded = objects.filter(({ isVisible }) => isVisible === false).map(({ id }) => id);
    assert.deepEqual(
      toggles.flatMap(({ targetElements }) => targetElements),
      folded,
    );
    assert.equal(new Set(folded).size, 6);
  });

  it('the groups of the help card have every topic once, and none is empty', () => {
    const groups = groupsOf(helpTopics);
    assert.deepEqual(groups.flatMap(({ topics }) => topics).length, helpTopics.length);
    assert.ok(groups.every(({ topics }) => topics.length > 0));
    const [, lists] = groupsOf([{ title: 'A new topic', examples: ['new'] }]);
    assert.deepEqual(lists?.topics, [{ title: 'A new topic', examples: ['new'] }]);
  });

  it('the buttons of the help card that are always in sight ask for status and today’s problems', () => {
    assert.deepEqual(titlesOf(helpCard(helpTopics, noAsides)), ['Status', 'Problems today']);
  });

  it('the help card says why it is shown, and shows the suggestions', () => {
    const card = helpCard(helpTopics, {
      notes: [{ kind: 'tooLong', limit: 1000 }],
      offers: [{ label: 'Today', sentence: 'failed today' }],
    });
    assert.match(textOf(card), /too long: I read up to 1,000 characters/);
    assert.deepEqual(pressOf(card, 'Today'), { verb: 'ask', sentence: 'failed today' });
  });

  it('the welcome of a personal chat says what the bot is for, and offers the first steps and help', () => {
    const card = welcomeCard('personal');
    assert.match(textOf(card), /I answer questions about Microsoft 365 backups/);
    assert.match(textOf(card), /alert you when a backup fails, call who is on call, and send a digest/);
    const steps = ['Status', 'Alert me when a backup fails', 'Send me a digest every morning', 'Help'];
    assert.deepEqual(titlesOf(card), steps);
    assert.deepEqual(pressOf(card, 'Help'), { verb: 'help' });
  });

  it('the welcome of a channel says that the bot must be mentioned, and offers to set the channel up', () => {
    const card = welcomeCard('channel');
    assert.match(textOf(card), /Mention me in each message here, for example “@Backup Watch/);
    assert.deepEqual(titlesOf(card), ['Set up this channel', 'Status', 'Help']);
    assert.deepEqual(pressOf(card, 'Set up this channel'), { verb: 'ask', sentence: 'settings' });
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

  it('a card without unknown words has the reason as its title, unless it quotes the user', () => {
    const titleWith = (reason: string) =>
      textsOf(suggestionCard({ reason, about: 'words', offers: [], notes: [] }))[0];
    assert.equal(titleWith('I can’t see that. I can see this.'), 'I can’t see that');
    assert.equal(titleWith('I don’t know “zorg”.'), 'I didn’t understand that');
  });

  it('a sentence that isn’t understood gets what most users ask as buttons, and the nearest questions in the menu', () => {
    const card = notUnderstoodCard({ words: ['zorg'], offers: offers.slice(0, 3), notes: [] });
    assert.match(
      textOf(card),
      /I didn’t understand that\nI don’t know “zorg”, so I haven’t searched\.\nI answer questions about Microsoft 365 backups/,
    );
    assert.deepEqual(titlesOf(card), ['Status', 'Problems today', 'Help', 'offer 0', 'offer 1', 'offer 2']);
    assert.deepEqual(
      buttonsOf(card).map(action => 'mode' in action),
      [false, false, false, true, true, true],
    );
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
    assert.deepEqual(titlesOf(card), ['Status', 'Problems today', 'Help']);
  });
});
