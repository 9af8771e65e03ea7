import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { interpret } from '../support/interpret.ts';
import { berlin, offered, questionOf, reasonOf, unanswered } from './support.ts';

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
  ];
  for (const sentence of notUnderstood) {
    it(`a sentence that is no question is not answered: ${JSON.stringify(sentence)}`, () => {
      const reading = interpret(sentence, berlin);
      assert.ok(unanswered(reading), reading.command.kind);
      for (const offer of reading.offers)
        assert.equal(unanswered(interpret(offer.sentence, berlin)), undefined, offer.sentence);
    });
  }

  it('a sentence that is no question has its unknown words named', () => {
    for (const sentence of ['asdf qwer', '12345'])
      assert.deepEqual(
        interpret(sentence, berlin).command,
        { kind: 'notUnderstood', words: sentence.split(' ') },
        sentence,
      );
    assert.equal(
      reasonOf(interpret("what's the weather today", berlin)),
      'I don’t know “weather”, so I haven’t searched.',
    );
  });
});

describe('unknown decisive words', () => {
  const rows: [sentence: string, about: string, offer: string, ...words: string[]][] = [
    ['slow backups', 'words', 'backups', 'slow'],
    ['backups that I imported', 'words', 'backups', 'imported'],
    ['failed backups of the flow', 'person', 'failed backups', 'flow'],
    ['detailed backups', 'words', 'backups', 'detailed'],
    ['backups in the lists', 'person', 'backups', 'lists'],
    ['failed backups of contoso.com today', 'site', 'failed backups today', 'contoso.com'],
    ['failed backups of jane@contoso.com', 'person', 'failed backups', 'jane@contoso.com'],
    ['failed backups on exchange01', 'site', 'failed backups', 'exchange01'],
    ['failed backups of mail.contoso.com', 'site', 'failed backups', 'mail.contoso.com'],
    ['failed backups of CONTOSO\\jane', 'site', 'failed backups', 'CONTOSO\\jane'],
    ['exchange.contoso.com and running@contoso.com failed', 'site', 'failed jobs', 'exchange.contoso.com'],
    ['exchange01 failures', 'site', 'failed jobs', 'exchange01'],
    ['failed backups for tenant fabrikam', 'person', 'failed backups', 'tenant'],
    ['failed backups for Fabrikam', 'person', 'failed backups', 'Fabrikam'],
    ["Bob's failed backups", 'person', 'failed backups', 'Bob'],
    ['failed backups of "Finance"', 'person', 'failed backups', 'Finance'],
    ['failed backups since the outage', 'period', 'failed backups today', 'outage'],
    ['failed Power Apps backups in FY26', 'period', 'failed Power Apps backups today', 'FY26'],
    ['failed backups page 2-4', 'period', 'failed backups today', '2-4'],
    ['jobs since the Zulu release', 'period', 'all jobs today', 'Zulu'],
    ['failed backups @Kim', 'words', 'failed backups', 'Kim'],
    ['backups != failed', 'words', 'failed backups', '='],
  ];
  for (const [sentence, about, offer, ...words] of rows) {
    it(`an unknown decisive word stops the answer: "${sentence}"`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(unanswered(reading), about, reasonOf(reading));
      for (const word of words) assert.ok(reasonOf(reading).includes(word), reasonOf(reading));
      assert.ok(offered(reading).includes(offer), offered(reading).join(' | '));
    });
  }

  it('an unknown decisive word is never read as a service, a state or a period that it only resembles', () => {
    assert.equal(questionOf('fail backups').service, undefined);
    assert.equal(questionOf('list backups').spanWords, undefined);
  });
});

describe('requests without an answer', () => {
  const rows: [sentence: string, about: string, offer?: string][] = [
    ['failed backups by user', 'person', 'failed backups'],
    ['failed backups for user Jane', 'person', 'failed backups'],
    ["who restored alice's mailbox?", 'person', 'Exchange restores'],
    ['which sites failed last night', 'site', 'failed SharePoint jobs last night'],
    ['how many mailboxes failed', 'site', 'failed Exchange jobs'],
    ['entra backups today', 'workload', 'backups today'],
    ['google workspace failures today', 'workload', 'failed jobs today'],
    ['exchange backups larger than 5 GB', 'size', 'Exchange backups'],
    // Brackets around a word compare nothing.
    ['failed backups of <exchange> today', 'person'],
    ['which service fails least', 'words', 'failed jobs by service'],
    ['failed backups per service and day last week', 'rank', 'failed backups by day last week'],
    ['group restores by service and state, last month', 'rank', 'restores by state last month'],
    ['success rate per day last 30 days', 'rate', 'success rate of all jobs last 30 days'],
    ['more failures than usual?', 'compare', 'failed jobs today vs yesterday'],
    ['when will the exchange backup finish', 'nextRun', 'last good backup of Exchange'],
    ['notify Bob when an exchange backup fails', 'settings', 'watch Exchange'],
    ['send me coverage every Monday at 9', 'settings', 'digest mondays at 09:00'],
    ['backups every 6 hours', 'period', 'backups today'],
    ['mute alerts for bob', 'settings', 'watches'],
    ['settings of exchange', 'settings', 'digest'],
    ['and for teams?', 'followUp', 'status of Teams'],
    ['what about yesterday', 'followUp', 'status yesterday'],
    ['only exchange', 'followUp', 'status of Exchange'],
    ['no, I meant sharepoint', 'followUp', 'status of SharePoint'],
    ['why?', 'followUp'],
    ['show me those', 'followUp'],
    ['backups right now', 'period', 'running backups'],
    ['create a ticket', 'elsewhere'],
    ['put the failed jobs into a csv', 'file', 'failed jobs'],
  ];
  for (const [sentence, about, offer] of rows) {
    it(`a request without an answer is refused with the reason: "${sentence}"`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(unanswered(reading), about, reasonOf(reading));
      if (offer) assert.ok(offered(reading).includes(offer), offered(reading).join(' | '));
    });
  }
});

describe('whether all is well', () => {
  const rows: [sentence: string, lead: string, type: string | undefined, ...services: string[]][] = [
    ['did the backups run overnight', 'worked', 'backup'],
    ['did all backups complete successfully on Friday?', 'worked', 'backup'],
    ['did all backups succeed?', 'worked', 'backup'],
    ['did exchange finish?', 'worked', undefined, 'exchange'],
    ['did everything finish ok?', 'worked', undefined],
    ['all onedrive jobs successful since wednesday?', 'worked', undefined, 'onedrive'],
    ['are the restores ok?', 'worked', 'restore'],
    ['no failures today?', 'whether', undefined],
    ['nothing failed?', 'whether', undefined],
    ["didn't anything fail?", 'whether', undefined],
    ['did any backup job go wrong in the past 24 hours?', 'any', 'backup'],
    ['were there any problems with groups backups on Sunday?', 'any', 'backup', 'groups'],
    ['so did sharepoint make it thru last nite', 'worked', 'backup', 'sharepoint'],
    ['did we get through october without a failed restore', 'worked', 'restore'],
    ['has exchange run without errors since friday', 'worked', undefined, 'exchange'],
    ['did they all pass', 'worked', undefined],
    ['is the restore through', 'worked', 'restore'],
    ['any luck with the exchange backup', 'worked', 'backup', 'exchange'],
    ['did exchange recover', 'whether', undefined, 'exchange'],
  ];
  for (const [sentence, lead, type, ...services] of rows) {
    it(`the question whether all is well is answered by the problems, never by a list of finished jobs: "${sentence}"`, () => {
      const { command } = interpret(sentence, berlin);
      assert.ok(command.kind === 'tabs', command.kind);
      assert.equal(command.lead, lead);
      assert.deepEqual(
        [command.question.type, command.question.services, command.question.states],
        [type, services, ['failed', 'finishedWithException', 'partiallyFinished']],
      );
    });
  }

  it('whether a service recovered leads to its status, since it may be well after a failure', () => {
    assert.deepEqual(offered(interpret('did exchange recover', berlin)), ['status of Exchange']);
  });
});

describe('how many', () => {
  it('a question for how many is answered by the number of the jobs it asks for', () => {
    for (const [sentence, type, state] of [
      ['how many backups failed yesterday', 'backup', 'failed'],
      ['count of partial exchange backups', 'backup', 'partiallyFinished'],
      ['number of running restores', 'restore', 'inProgress'],
    ] as const) {
      const { command } = interpret(sentence, berlin);
      assert.ok(command.kind === 'jobs', command.kind);
      assert.deepEqual([command.lead, command.question.type, command.question.state], ['count', type, state]);
    }
  });
});

describe('negations', () => {
  const cases: [sentence: string, offers: string[]][] = [['backups not today', ['backups', 'status']]];
  for (const [sentence, offers] of cases) {
    it(`negations are refused, and what can be asked is offered: "${sentence}"`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(reading.command.kind, 'noQuestion');
      assert.deepEqual(offered(reading), offers);
    });
  }

  it('negations are refused with a reason that quotes only words of the grammar', () => {
    const { command } = interpret('backups that did not [x](http://evil.example) fail', berlin);
    assert.equal(command.kind === 'noQuestion' && command.reason.includes('evil'), false);
  });
});

describe('several services or states', () => {
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
    it(`a list is shown for each service or state of "${sentence}"`, () => {
      const { command } = interpret(sentence, berlin);
      assert.ok(command.kind === 'tabs', command.kind);
      assert.deepEqual([command.question.services, command.question.states], [services, states]);
      assert.equal(command.question.span.from === undefined, states[0] === 'inProgress');
    });
  }

  it('a sentence with several services offers the other reading of a period for all of them', () => {
    assert.deepEqual(offered(interpret('failed or partial exchange and teams backups since 2', berlin)), [
      'failed or partial Exchange and Teams backups since 14:00',
    ]);
    assert.deepEqual(offered(interpret('problems on 31 november', berlin)), ['problems on 30 november 2025']);
  });

  const refused: [sentence: string, reason: RegExp, offers: string[]][] = [
    ['backup restores', /^Ask for one kind of job at a time/, ['backups', 'restores']],
    [
      'failed or running backups',
      /^Ask for running jobs on their own/,
      ['failed backups', 'running backups'],
    ],
    [
      'failed, partial and finished exchange, sharepoint, onedrive, teams and group backups',
      /^That’s more than 12 lists/,
      [
        'failed Exchange backups',
        'failed SharePoint backups',
        'failed OneDrive backups',
        'failed Teams backups',
      ],
    ],
    [
      'failed monday and friday',
      /^Ask for one period at a time/,
      ['failed jobs monday', 'failed jobs friday'],
    ],
  ];
  for (const [sentence, reason, offers] of refused) {
    it(`the bot asks back for "${sentence}"`, () => {
      const reading = interpret(sentence, berlin);
      assert.match(reading.command.kind === 'noQuestion' ? reading.command.reason : '', reason);
      assert.deepEqual(offered(reading), offers);
    });
  }

  it('a sentence with two types is about the first if the other is its object', () => {
    assert.equal(questionOf('the restore of the exchange backup').type, 'restore');
    assert.equal(questionOf('restored backups yesterday').type, 'restore');
  });
});

describe('requests for what the bot cannot do', () => {
  const actions: [sentence: string, about: string, ...offers: string[]][] = [
    ['failed backups today and email me the list', 'elsewhere', 'failed backups today'],
    ['failed backups today, mail them to bob', 'elsewhere', 'failed backups today'],
    ['send the failed backups to bob', 'elsewhere', 'failed backups'],
    ['post it in Teams', 'elsewhere'],
    ['delete failed backups', 'act', 'failed deletions', 'failed backups'],
    ['delete old jobs', 'act', 'deletions'],
    ['export the list of failed backups', 'file', 'failed exports', 'failed backups'],
    ['export failed jobs', 'file', 'failed jobs'],
    ['please restore the old backups', 'act', 'restores'],
    ["restore Bob's OneDrive", 'act', 'OneDrive restores'],
    ['restore exchange', 'act', 'Exchange restores'],
    ['can you restore a mailbox', 'act', 'Exchange restores'],
    ['I need to restore a sharepoint site', 'act', 'SharePoint restores'],
    ['how do I restore a mailbox?', 'act', 'Exchange restores'],
    ['recover deleted file for bob', 'act'],
    ['can you rerun failed exchange backups', 'act', 'failed Exchange backups'],
    ['rerun FB20241015105312327583', 'act', 'job FB20241015105312327583'],
    ['delete FB20241015105312327583', 'act', 'job FB20241015105312327583'],
    ['FB20241015105312327583 failed, please restart it', 'act', 'job FB20241015105312327583'],
    ['start a backup', 'act', 'backups'],
    ['back up exchange now', 'act', 'status of Exchange'],
    ['run the exchange backup now', 'act', 'Exchange backups'],
    ['schedule a daily backup at 2am', 'act', 'backups'],
    ['turn on backup for power apps', 'act', 'Power Apps backups'],
    ['stop all running jobs', 'act', 'running jobs'],
    ['cancel', 'act'],
    ['retry those', 'act'],
    // The same words name jobs of that kind.
    ['export jobs', 'file', 'exports'],
    ['delete jobs', 'act', 'deletions'],
  ];
  for (const [sentence, about, ...offers] of actions) {
    it(`an impossible request is refused with suggestions of what can be read: "${sentence}"`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(unanswered(reading), about, reasonOf(reading));
      for (const offer of offers) assert.ok(offered(reading).includes(offer), offered(reading).join(' | '));
    });
  }

  const questions: [sentence: string, asked: (string | undefined)[]][] = [
    ['mail failures today', [undefined, 'exchange', 'failed']],
    ['export failures today', ['export', undefined, 'failed']],
    ['exports yesterday', ['export', undefined, undefined]],
    ['did exports fail', ['export', undefined, 'failed']],
    ['export failed today', ['export', undefined, 'failed']],
    ['restore failures', ['restore', undefined, 'failed']],
    ['delete jobs today', ['delete', undefined, undefined]],
    ['deletions last month', ['delete', undefined, undefined]],
    ['restore jobs running', ['restore', undefined, 'inProgress']],
    ['restore of the exchange backup', ['restore', 'exchange', undefined]],
    ['send me failed backups', ['backup', undefined, 'failed']],
    ['when did the backup run', ['backup', undefined, undefined]],
  ];
  for (const [sentence, asked] of questions) {
    it(`the sentence "${sentence}" is a question all the same`, () => {
      const { type, service, state } = questionOf(sentence);
      assert.deepEqual([type, service, state], asked);
    });
  }

  it('an action on something else is not refused as an action on jobs', () => {
    assert.equal(interpret('cancel my dentist appointment', berlin).command.kind, 'notUnderstood');
  });

  it('two ids show two jobs, whatever else the sentence has', () => {
    const { command } = interpret(
      'FB20261119031500224466 / FB20261120031500224477 both red in the portal since 3am',
      berlin,
    );
    assert.ok(command.kind === 'severalJobs', command.kind);
    assert.deepEqual(
      command.searches.map(({ jobId }: { jobId: string }) => jobId),
      ['FB20261119031500224466', 'FB20261120031500224477'],
    );
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
    it(`the answer points to the card's own buttons for "${sentence}"`, () => {
      const { command, offers } = interpret(sentence, berlin);
      assert.match(
        command.kind === 'noQuestion' ? command.reason : '',
        /^To turn a page, use Next and Previous/,
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
    it(`the sentence "${sentence}" looks for one job`, () => {
      const { command } = interpret(sentence, berlin);
      assert.ok(command.kind === 'job', command.kind);
      assert.equal(command.search.jobId, jobId);
      assert.deepEqual(command.search.span, { from: berlin.now - 7 * 24 * 3_600_000, to: berlin.now });
    });
  }

  it('a job is looked for in the period of the sentence', () => {
    const { command } = interpret('job FB20241015105312327583 in october 2024', berlin);
    assert.ok(command.kind === 'job', command.kind);
    assert.equal(command.search.spanWords, 'in october 2024');
  });

  for (const word of ['stuck', 'queued', 'canceled', 'timed out']) {
    it(`the answer says that AvePoint does not report "${word}" and offers what it reports`, () => {
      const reading = interpret(`${word} exchange backups today`, berlin);
      assert.match(
        reading.command.kind === 'noQuestion' ? reading.command.reason : '',
        new RegExp(`^AvePoint doesn’t report jobs as “${word}”`),
      );
      assert.deepEqual(offered(reading), [
        'running Exchange backups',
        'failed Exchange backups today',
        'partial Exchange backups today',
      ]);
    });
  }
});

describe('status', () => {
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
    ['how are we doing'],
    ['how bad is it today'],
    ['wtf is going on with backups'],
    ['onedrive ok?', 'onedrive'],
    ['summary today'],
    ['summary last week'],
    ['status of exchange', 'exchange'],
    ['how are the backups today'],
    ['how did the backups go last night'],
    ['health of sharepoint today', 'sharepoint'],
  ];
  for (const [sentence, service] of health) {
    it(`the status is what "${sentence}" asks for`, () => {
      const { command, notes } = interpret(sentence, berlin);
      assert.ok(command.kind === 'health', command.kind);
      assert.equal(command.question.service, service);
      assert.deepEqual(notes, []);
    });
  }

  it('the status is for the last 24 hours if the sentence has no period, else for the period', () => {
    const spanOf = (sentence: string) => {
      const { command } = interpret(sentence, berlin);
      return command.kind === 'health' ? command.question.span : undefined;
    };
    assert.deepEqual(spanOf('status'), { from: berlin.now - 24 * 3_600_000, to: berlin.now });
    assert.deepEqual(spanOf('summary last week'), questionOf('jobs last week').span);
  });

  it('the status is offered with another period if one is refused or ambiguous', () => {
    assert.deepEqual(offered(interpret('status tomorrow', berlin)), ['status today']);
    assert.deepEqual(offered(interpret('status of exchange since 2', berlin)), [
      'status of Exchange since 14:00',
    ]);
  });

  it('the status is not what "ok backups" asks for: those are the finished ones', () => {
    assert.equal(questionOf('ok backups today').state, 'finished');
  });
});

describe('comparison of periods', () => {
  const spans = (sentence: string) => {
    const { command } = interpret(sentence, berlin);
    assert.ok(command.kind === 'compare', `${sentence}: ${command.kind}`);
    return [command.question.window.span, command.question.other.span];
  };
  const day = 24 * 3_600_000;

  it('a comparison is of the period that is not over and the other up to the same weekday and time', () => {
    const [week, before] = [questionOf('jobs this week').span, questionOf('jobs last week').span];
    const expected = [week, { from: before.from, to: berlin.now - 7 * day }];
    assert.deepEqual(spans('failed backups this week vs last week'), expected);
    assert.deepEqual(spans('compare failed exchange backups this week with last week'), expected);
  });

  it('a comparison is with the equally long time directly before if no other is named, or the same twice', () => {
    const expected = [
      { from: berlin.now - day, to: berlin.now },
      { from: berlin.now - 2 * day, to: berlin.now - day },
    ];
    for (const sentence of ['compare restores', 'failed backups 24h vs previous 24h', 'compare failed 24h'])
      assert.deepEqual(spans(sentence), expected, sentence);
  });

  it('a comparison is refused with the reason if one of its periods is', () => {
    assert.equal(interpret('failed backups today vs tomorrow', berlin).command.kind, 'noQuestion');
    assert.equal(interpret('compare failed backups tomorrow', berlin).command.kind, 'noQuestion');
  });
});

describe('reasons of failures', () => {
  const rows: [sentence: string, ...asked: (string | undefined)[]][] = [
    ['why did backups fail today?', 'backup'],
    ['why did exchange fail last week?', undefined, 'exchange'],
    ['what caused the sharepoint errors', undefined, 'sharepoint'],
    ['root cause of failed teams backups', 'backup', 'teams'],
    ['what went wrong last night'],
    ['group failures by error'],
    ['most common errors'],
    ['failed backups by error', 'backup'],
    ["what's wrong with power apps", undefined, 'powerApps'],
  ];
  for (const [sentence, type, service] of rows) {
    it(`the reasons of failures are what "${sentence}" asks for`, () => {
      const { command, notes } = interpret(sentence, berlin);
      assert.ok(command.kind === 'causes', command.kind);
      assert.deepEqual([command.question.type, command.question.service], [type, service]);
      assert.deepEqual(notes, []);
    });
  }

  it('the reasons of failures are offered with another period if one is refused or ambiguous', () => {
    assert.deepEqual(offered(interpret('why did backups fail since 2', berlin)), [
      'why did backups fail since 14:00',
    ]);
    assert.deepEqual(offered(interpret('why did exchange fail tomorrow', berlin)), [
      'why did Exchange jobs fail today',
    ]);
  });

  it('the reasons of failures are asked for several services at once', () => {
    const { command } = interpret('why did teams and exchange fail', berlin);
    assert.ok(command.kind === 'causes', command.kind);
    assert.equal(command.question.service, undefined);
    assert.deepEqual(command.question.services, ['exchange', 'teams']);
  });
});

describe('age of the last good backups', () => {
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
    ['when was the last exchange backup', 24, 'exchange'],
    ['when did teams last succeed', 24, 'teams'],
    ['how old is the last power bi backup', 24, 'powerBi'],
    ['latest teams backup', 24, 'teams'],
    ['what is not backed up', 24],
    ['is everything backed up?', 24],
    ['did exchange miss its backup?', 24, 'exchange'],
    ['stale backups', 24],
    ["why isn't teams backed up", 24, 'teams'],
    ['services not backed up in 36 hours', 36],
    ['show services whose last successful backup is older than 36 hours', 36],
  ];
  for (const [sentence, hours, service] of rows) {
    it(`the age of the last good backups is what "${sentence}" asks for`, () => {
      const { command, notes } = interpret(sentence, berlin);
      assert.ok(command.kind === 'coverage', command.kind);
      assert.deepEqual([command.question.targetMs / 3_600_000, command.question.service], [hours, service]);
      assert.deepEqual(notes, []);
    });
  }
});
