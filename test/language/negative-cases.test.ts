import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readSentence } from '../../src/language/index.ts';
import { berlin, offered, questionOf } from './support.ts';

describe('sentences that are no questions', () => {
  const notUnderstood = [
    '',
    '   ',
    '\u{1f600}\u{1f600}',
    '\u0645\u0631\u062d\u0628\u0627',
    '\u5907\u4efd\u5931\u8d25',
    '...',
    '12345',
    'asdf qwer',
    'groups of people',
    'send mail to bob',
    'teams meeting at the office with anna',
    'my project plan for bob',
    'my colleague failed his driving exam yesterday',
    "what's the weather today",
    'Steve Jobs was a great man',
    'show me the list',
    'subscribe to exchange',
  ];
  for (const sentence of notUnderstood) {
    it(`does not pretend to understand ${JSON.stringify(sentence)}`, () => {
      const reading = readSentence(sentence, berlin);
      assert.deepEqual(reading.command, { kind: 'notUnderstood' });
      assert.equal(reading.offers.length, 3);
      for (const offer of reading.offers)
        assert.ok('question' in readSentence(offer.sentence, berlin).command, offer.sentence);
    });
  }

  it('does not say that it left out a word where it understood nothing else', () => {
    for (const sentence of ['asdf qwer', '12345']) {
      const { command, notes } = readSentence(sentence, berlin);
      assert.deepEqual([command.kind, notes], ['notUnderstood', []], sentence);
    }
    const { notes } = readSentence("what's the weather today", berlin);
    assert.deepEqual(notes, [{ kind: 'notKnown', words: ['weather'] }]);
  });

  it('offers what it recognised in a sentence that it does not understand', () => {
    assert.deepEqual(offered(readSentence('remind me of failed exchange jobs today', berlin)), [
      'failed Exchange jobs today',
      'Exchange jobs today',
      'running Exchange jobs',
    ]);
  });
});

describe('words that look like others', () => {
  const plain: [sentence: string, words: string[]][] = [
    ['slow backups', ['slow']],
    ['backups that I imported', ['imported']],
    ['failed backups of the flow', ['flow']],
    ['detailed backups', ['detailed']],
    ['backups in the lists', ['lists']],
    ['failed backups of contoso.com today', ['contoso.com']],
    ['failed backups of jane@contoso.com', ['jane@contoso.com']],
    ['failed backups on exchange01', ['exchange01']],
    ['failed backups of mail.contoso.com', ['mail.contoso.com']],
    ['failed backups of CONTOSO\\\\jane', ['CONTOSO\\\\jane']],
    ['last 5 failed backups', ['last', '5']],
    ['latest failed backup', ['latest']],
    ['failed backups for user Jane', ['user', 'Jane']],
    ['backups longer than 2 hours', ['longer', '2', 'hours']],
    ['backups every 6 hours', ['6', 'hours']],
    ['exchange backups larger than 5 GB', ['larger', '5', 'GB']],
    ['failed may backups', ['may']],
  ];
  for (const [sentence, words] of plain) {
    it(`names what it does not know in "${sentence}"`, () => {
      const { command, notes } = readSentence(sentence, berlin);
      assert.equal(command.kind, 'jobs');
      assert.deepEqual(notes, [{ kind: 'notKnown', words }]);
    });
  }

  it('does not read "mail", "flows" or "last" where fail, slow and list were written', () => {
    assert.equal(questionOf('fail backups').service, undefined);
    assert.equal(questionOf('slow backups').service, undefined);
    assert.equal(questionOf('list backups').spanWords, undefined);
  });

  it('takes nothing for the service or the state that is part of a name', () => {
    const question = questionOf('failed backups of exchange.contoso.com and running@contoso.com');
    assert.deepEqual([question.service, question.state], [undefined, 'failed']);
  });
});

describe('negations', () => {
  const cases: [sentence: string, offers: string[]][] = [
    ['backups that did not fail', ['finished backups', 'backups']],
    ["backups that didn't fail today", ['finished backups today', 'backups today']],
    ['backups without errors', ['finished backups', 'backups']],
    ['no failures today?', ['finished jobs today', 'all jobs today']],
    ['nothing failed?', ['finished jobs', 'all jobs']],
    ['non-failed backups', ['finished backups', 'backups']],
    ['nonfailed backups', ['finished backups', 'backups']],
    ['unfinished backups', ['failed backups', 'partial backups', 'running backups']],
    ['un-finished backups', ['failed backups', 'partial backups', 'running backups']],
    ['incomplete exports', ['failed exports', 'partial exports', 'running exports']],
    ["backups that haven't finished", ['failed backups', 'partial backups', 'running backups']],
    ["exchange isn't running", ['finished Exchange jobs', 'Exchange jobs']],
    ['inactive restores', ['finished restores', 'restores']],
    ['all backups except exchange', ['backups', 'Exchange backups']],
    ['everything but exchange', ['all jobs', 'Exchange jobs']],
    ['failed jobs other than restores', ['failed jobs', 'failed restores']],
    ['backups not today', ['backups today']],
  ];
  for (const [sentence, offers] of cases) {
    it(`says that "${sentence}" cannot be honoured and offers what can`, () => {
      const reading = readSentence(sentence, berlin);
      assert.equal(reading.command.kind, 'noQuestion');
      assert.deepEqual(offered(reading), offers);
    });
  }

  it('quotes only words of the grammar in the reason', () => {
    const { command } = readSentence('backups that did not [x](http://evil.example) fail', berlin);
    assert.equal(command.kind === 'noQuestion' && command.reason.includes('evil'), false);
  });
});

describe('several at once', () => {
  const tabs: [sentence: string, services: string[], states: string[]][] = [
    ['failed exchange and onedrive backups today', ['exchange', 'onedrive'], ['failed']],
    ['finished or failed backups', [], ['finished', 'failed']],
    [
      'failed or partial exchange and onedrive backups',
      ['exchange', 'onedrive'],
      ['failed', 'partiallyFinished'],
    ],
    ['exchange, sharepoint and teams backups today', ['exchange', 'sharepoint', 'teams'], []],
    ['problems today', [], ['failed', 'finishedWithException', 'partiallyFinished']],
    ['exchange problems last night', ['exchange'], ['failed', 'finishedWithException', 'partiallyFinished']],
    ['running exchange and teams backups', ['exchange', 'teams'], ['inProgress']],
  ];
  for (const [sentence, services, states] of tabs) {
    it(`shows a list for each of "${sentence}"`, () => {
      const { command } = readSentence(sentence, berlin);
      assert.ok(command.kind === 'tabs', command.kind);
      assert.deepEqual([command.question.services, command.question.states], [services, states]);
      assert.equal(command.question.span.from === undefined, states[0] === 'inProgress');
    });
  }

  it('offers the other reading of a period for all of them', () => {
    assert.deepEqual(offered(readSentence('failed or partial exchange and teams backups since 2', berlin)), [
      'failed or partial Exchange and Teams backups since 14:00',
    ]);
    assert.deepEqual(offered(readSentence('problems on 31 november', berlin)), [
      'failed or partial jobs or with exceptions on 30 november 2025',
    ]);
  });

  const refused: [sentence: string, reason: RegExp, offers: string[]][] = [
    ['backups and restores today', /^One kind of job at a time/, ['backups today', 'restores today']],
    ['backup restores', /^One kind of job at a time/, ['backups', 'restores']],
    ['failed or running backups', /^Running jobs are asked for alone/, ['failed backups', 'running backups']],
    [
      'failed, partial and finished exchange, sharepoint, onedrive, teams and group backups',
      /^That is more than 12 lists at once/,
      [
        'failed Exchange backups',
        'failed SharePoint backups',
        'failed OneDrive backups',
        'failed Teams backups',
      ],
    ],
    ['failed today and yesterday', /^One period at a time/, ['failed jobs today', 'failed jobs yesterday']],
  ];
  for (const [sentence, reason, offers] of refused) {
    it(`asks back for "${sentence}"`, () => {
      const reading = readSentence(sentence, berlin);
      assert.match(reading.command.kind === 'noQuestion' ? reading.command.reason : '', reason);
      assert.deepEqual(offered(reading), offers);
    });
  }

  it('reads the first of two types where the other is its object', () => {
    assert.equal(questionOf('the restore of the exchange backup').type, 'restore');
    assert.equal(questionOf('restored backups yesterday').type, 'restore');
  });
});

describe('what the bot cannot do', () => {
  const onlyRead =
    'Jobs can only be looked at here: nothing can be started, stopped, restored, exported, deleted or sent.';
  const actions: [sentence: string, offers: string[]][] = [
    [
      'failed backups today and email me the list',
      ['failed backups today', 'backups today', 'running backups'],
    ],
    ['failed backups today, mail them to bob', ['failed backups today', 'backups today', 'running backups']],
    ['delete failed backups', ['failed deletions', 'failed backups', 'backups', 'running backups']],
    ['export the list of failed backups', ['failed exports', 'failed backups', 'backups', 'running backups']],
    ['please restore the old backups', ['restores', 'failed backups', 'backups', 'running backups']],
    [
      'can you rerun failed exchange backups',
      ['failed Exchange backups', 'Exchange backups', 'running Exchange backups'],
    ],
    ['start a backup', ['failed backups', 'backups', 'running backups']],
    ['stop all running jobs', ['running jobs', 'all jobs', 'Which restores are running?']],
    ['cancel', ['failed backups today', 'running jobs', 'failed jobs last night']],
  ];
  for (const [sentence, offers] of actions) {
    it(`says that it only reads, for "${sentence}", and offers what can be read`, () => {
      const reading = readSentence(sentence, berlin);
      assert.deepEqual(reading.command, { kind: 'noQuestion', reason: onlyRead });
      assert.deepEqual(offered(reading), offers);
    });
  }

  const questions: [sentence: string, asked: (string | undefined)[]][] = [
    ['mail failures today', [undefined, 'exchange', 'failed']],
    ['export failures today', ['export', undefined, 'failed']],
    ['exports yesterday', ['export', undefined, undefined]],
    ['did exports fail', ['export', undefined, 'failed']],
    ['delete jobs today', ['delete', undefined, undefined]],
    ['deletions last month', ['delete', undefined, undefined]],
    ['restore jobs running', ['restore', undefined, 'inProgress']],
    ['restore of the exchange backup', ['restore', 'exchange', undefined]],
    ['send me failed backups', ['backup', undefined, 'failed']],
    ['when did the backup run', ['backup', undefined, undefined]],
  ];
  for (const [sentence, asked] of questions) {
    it(`takes "${sentence}" for a question all the same`, () => {
      const { type, service, state } = questionOf(sentence);
      assert.deepEqual([type, service, state], asked);
    });
  }

  it('leaves an action that is about something else alone', () => {
    assert.equal(readSentence('cancel my dentist appointment', berlin).command.kind, 'notUnderstood');
  });

  for (const sentence of [
    'next',
    'more',
    'page 2',
    'next page please',
    'details',
    'show me more',
    'go back',
  ]) {
    it(`points to the card's own buttons for "${sentence}"`, () => {
      const { command, offers } = readSentence(sentence, berlin);
      assert.match(
        command.kind === 'noQuestion' ? command.reason : '',
        /^Pages are turned on the card itself/,
      );
      assert.equal(offers.length, 3);
    });
  }

  for (const [sentence, jobId] of [
    ['job 4711', '4711'],
    ['job #4711', '4711'],
    ['job FB20241015105312327583', 'FB20241015105312327583'],
    ['FB20241015105312327583', 'FB20241015105312327583'],
    ['please show me what happened in FB20241015105312327583', 'FB20241015105312327583'],
    ['details of job 3f2504e0-4f89-11d3-9a0c-0305e82c3301', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ] as const) {
    it(`looks for one job, for "${sentence}"`, () => {
      const { command } = readSentence(sentence, berlin);
      assert.ok(command.kind === 'job', command.kind);
      assert.equal(command.search.jobId, jobId);
      assert.deepEqual(command.search.span, { from: berlin.now - 7 * 24 * 3_600_000, to: berlin.now });
    });
  }

  it('looks for one job in the period that is said', () => {
    const { command } = readSentence('job FB20241015105312327583 in october 2024', berlin);
    assert.ok(command.kind === 'job', command.kind);
    assert.equal(command.search.spanWords, 'in october 2024');
  });

  for (const word of ['stuck', 'queued', 'canceled', 'timed out']) {
    it(`says that AvePoint tells no state "${word}" and offers those it tells`, () => {
      const reading = readSentence(`${word} exchange backups today`, berlin);
      assert.match(
        reading.command.kind === 'noQuestion' ? reading.command.reason : '',
        new RegExp(`^“${word}” is no state`),
      );
      assert.deepEqual(offered(reading), [
        'running Exchange backups',
        'failed Exchange backups today',
        'partial Exchange backups today',
      ]);
    });
  }
});

describe('how the backups are', () => {
  const health: [sentence: string, service?: string][] = [
    ['status'],
    ['health'],
    ['are the backups ok?'],
    ['ok?'],
    ['all ok'],
    ['backups ok'],
    ['exchange ok', 'exchange'],
    ['everything good?'],
    ['are we good'],
    ['is everything protected?'],
    ['summary today'],
    ['summary last week'],
    ['status of exchange', 'exchange'],
    ['how are the backups today'],
    ['how did the backups go last night'],
    ['health of sharepoint today', 'sharepoint'],
  ];
  for (const [sentence, service] of health) {
    it(`is asked by "${sentence}"`, () => {
      const { command, notes } = readSentence(sentence, berlin);
      assert.ok(command.kind === 'health', command.kind);
      assert.equal(command.question.service, service);
      assert.deepEqual(notes, []);
    });
  }

  it('is told for the last 24 hours where no period is said, else for the period', () => {
    const spanOf = (sentence: string) => {
      const { command } = readSentence(sentence, berlin);
      return command.kind === 'health' ? command.question.span : undefined;
    };
    assert.deepEqual(spanOf('status'), { from: berlin.now - 24 * 3_600_000, to: berlin.now });
    assert.deepEqual(spanOf('summary last week'), questionOf('jobs last week').span);
  });

  it('is said again with another period where one is refused or can be read otherwise', () => {
    assert.deepEqual(offered(readSentence('status tomorrow', berlin)), ['status today']);
    assert.deepEqual(offered(readSentence('status of exchange since 2', berlin)), [
      'status of Exchange since 14:00',
    ]);
  });

  it('is not asked by "ok backups", which are the finished ones, nor of other kinds of job', () => {
    assert.equal(questionOf('ok backups today').state, 'finished');
    assert.equal(questionOf('are the restores ok?').state, 'finished');
  });
});

describe('one period beside another', () => {
  const spans = (sentence: string) => {
    const { command } = readSentence(sentence, berlin);
    assert.ok(command.kind === 'compare', `${sentence}: ${command.kind}`);
    return [command.question.window.span, command.question.other.span];
  };
  const day = 24 * 3_600_000;

  it('is both periods as they are said', () => {
    const expected = [questionOf('jobs this week').span, questionOf('jobs last week').span];
    assert.deepEqual(spans('failed backups this week vs last week'), expected);
    assert.deepEqual(spans('compare failed exchange backups this week with last week'), expected);
  });

  it('is the equally long time directly before where no other is said, or the same twice', () => {
    const expected = [
      { from: berlin.now - day, to: berlin.now },
      { from: berlin.now - 2 * day, to: berlin.now - day },
    ];
    for (const sentence of ['compare restores', 'failed backups 24h vs previous 24h', 'compare failed 24h'])
      assert.deepEqual(spans(sentence), expected, sentence);
  });

  it('is refused with the reason where a period is', () => {
    assert.equal(readSentence('failed backups today vs tomorrow', berlin).command.kind, 'noQuestion');
    assert.equal(readSentence('compare failed backups tomorrow', berlin).command.kind, 'noQuestion');
  });
});

describe('why jobs did not end well', () => {
  const rows: [sentence: string, ...asked: (string | undefined)[]][] = [
    ['why did backups fail today?', 'backup'],
    ['why did exchange fail last week?', undefined, 'exchange'],
    ['what caused the sharepoint errors', undefined, 'sharepoint'],
    ['root cause of failed teams backups', 'backup', 'teams'],
    ['why?'],
  ];
  for (const [sentence, type, service] of rows) {
    it(`is asked by "${sentence}"`, () => {
      const { command, notes } = readSentence(sentence, berlin);
      assert.ok(command.kind === 'causes', command.kind);
      assert.deepEqual([command.question.type, command.question.service], [type, service]);
      assert.deepEqual(notes, []);
    });
  }

  it('is said again with another period where one is refused or can be read otherwise', () => {
    assert.deepEqual(offered(readSentence('why did backups fail since 2', berlin)), [
      'why did backups fail since 14:00',
    ]);
    assert.deepEqual(offered(readSentence('why did exchange fail tomorrow', berlin)), [
      'why did Exchange jobs fail today',
    ]);
  });

  it('is asked of one service at a time', () => {
    const reading = readSentence('why did exchange and teams fail', berlin);
    assert.match(
      reading.command.kind === 'noQuestion' ? reading.command.reason : '',
      /^One service at a time/,
    );
  });
});

describe('how old the last good backups are', () => {
  const rows: [sentence: string, hours: number, service?: string][] = [
    ['coverage', 24],
    ['what has no good backup in 24 hours?', 24],
    ['unprotected services 12h', 12],
    ['exchange coverage', 24, 'exchange'],
    ['which services are not protected', 24],
    ['last good backup of teams', 24, 'teams'],
    ['services without a good backup in 2 days', 48],
    ['coverage last 500 days', 60 * 24],
    ['when was the last good exchange backup', 24, 'exchange'],
    ['last successful backup of teams', 24, 'teams'],
  ];
  for (const [sentence, hours, service] of rows) {
    it(`is asked by "${sentence}"`, () => {
      const { command, notes } = readSentence(sentence, berlin);
      assert.ok(command.kind === 'coverage', command.kind);
      assert.deepEqual([command.question.targetMs / 3_600_000, command.question.service], [hours, service]);
      assert.deepEqual(notes, []);
    });
  }

  it('is not asked by the last backups that failed, which are a list', () => {
    assert.equal(questionOf('last backups that failed').state, 'failed');
  });
});
