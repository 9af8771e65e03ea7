import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';
import { at, berlin, offered, reasonOf, unanswered } from './support.ts';

const read = (sentence: string) => interpret(sentence, berlin);

describe('wishes for an alert', () => {
  const watched: readonly [sentence: string, ...services: string[]][] = [
    ['let me know if backups fail'],
    ['notify me when a backup fails'],
    ['please alert the team when any backup goes wrong'],
    ['tell us if anything goes wrong'],
    ['subscribe to failures'],
    ['alert me if exchange fails', 'exchange'],
    ['if exchange fails, tell me', 'exchange'],
    ['can you ping us whenever an exchange backup breaks?', 'exchange'],
    ['warn me as soon as a onedrive backup doesn’t complete', 'onedrive'],
    ['keep an eye on sharepoint', 'sharepoint'],
    ['let us know if teams backups start failing', 'teams'],
    ['track exchange backups', 'exchange'],
    ['monitor sharepoint backups for failures', 'sharepoint'],
    ['subscribe to exchange', 'exchange'],
    ['look out for power bi failures', 'powerBi'],
    ['i want to know when exchange fails', 'exchange'],
    ['heads up if onedrive goes red', 'onedrive'],
    ['keep me posted on teams backups', 'teams'],
    ['give us a heads up in here if teams or onedrive go red', 'onedrive', 'teams'],
    ['let me know if there are problems with exchange', 'exchange'],
    ['notify us about failed exchange backups', 'exchange'],
    ['let me know if exchange backups are not successful', 'exchange'],
  ];
  for (const [sentence, ...services] of watched)
    it(`the preview of a watch is shown for “${sentence}”`, () => {
      const { command, notes } = read(sentence);
      const wish = { services, inARow: 1, isPartialIncluded: false, quiet: undefined };
      assert.deepEqual(command, { kind: 'watch', order: { what: 'set', wish } });
      assert.deepEqual(notes, []);
    });

  it('a wish has what a watch can be set with', () => {
    const { wish } = read('page me if exchange fails twice in a row, quiet 22:00 to 06:00').command.order;
    assert.equal(wish.inARow, 2);
    assert.deepEqual(wish.quiet, {
      from: { hour: 22, minute: 0 },
      to: { hour: 6, minute: 0 },
      zone: 'Europe/Berlin',
    });
  });

  it('partial backups alone are watched together with failed ones, and the preview says so', () => {
    const { command, notes } = read('notify us about partial sharepoint backups');
    assert.equal(command.order.wish.isPartialIncluded, true);
    assert.deepEqual(notes, [{ kind: 'partialWithFailed' }]);
  });

  const refused: readonly [sentence: string, reason: RegExp, ...offers: string[]][] = [
    ['let me know if exchange finishes with exceptions', /reports failed backups/, 'watch Exchange'],
    ['notify me if a restore fails', /Only backups/, 'watch all backups'],
    ['let me know when exchange recovers', /again once it has recovered/, 'watch Exchange'],
    ['tell me when the exchange backup starts', /when a job starts/, 'watch Exchange'],
    ['tell me whenever an exchange backup finishes', /each time a backup fails/, 'watch Exchange'],
    ['tell me if there are problems with exchange', /now, or from now on/, 'watch Exchange'],
    ['let me know if dynamics fails', /don’t know “dynamics”/, 'watch all backups'],
    ['notify Bob when exchange fails', /I can alert you/, 'watch Exchange'],
  ];
  for (const [sentence, reason, ...offers] of refused)
    it(`what a watch can’t do is said: “${sentence}”`, () => {
      const reading = read(sentence);
      assert.match(reasonOf(reading), reason);
      for (const offer of offers) assert.ok(offered(reading).includes(offer), offered(reading).join(' | '));
    });

  it('a question about the past or about now is no wish for an alert', () => {
    for (const sentence of [
      'tell me if exchange failed',
      'tell me about failed backups',
      'let me know how many backups failed',
      'did you notify bob',
      'do you alert us when exchange fails',
      'exchange failed, heads up',
      'tell me when exchange failed',
      'let me know when exchange last failed',
      'list viva engage running 5 per page on 20 november jobs',
      'let me know if exchange backs up',
      'monitor that',
      'let me know if it fails',
      'tell me why exchange fails when teams runs',
    ])
      assert.notEqual(read(sentence).command.kind, 'watch', sentence);
  });
});

describe('wishes for the end of a job', () => {
  const rows: readonly [sentence: string, wanted: object][] = [
    ['tell me when the restore is done', { type: 'restore' }],
    ['ping me when onedrive backup finishes', { type: 'backup', service: 'onedrive' }],
    ['let me know once the exchange restore has finished', { type: 'restore', service: 'exchange' }],
    ['when the running export ends, tell us', { type: 'export' }],
    ['when job FB20261123093011248866 ends let me know', { jobId: 'FB20261123093011248866' }],
    ['notify me as soon as FB20261123093011248866 is over', { jobId: 'FB20261123093011248866' }],
    ['let me know when the backup finishes or fails', { type: 'backup' }],
  ];
  for (const [sentence, wanted] of rows)
    it(`one message at the end is what “${sentence}” asks for`, () => {
      const any = { jobId: undefined, type: undefined, service: undefined };
      assert.deepEqual(read(sentence).command, { kind: 'endNotice', ...any, ...wanted });
    });

  it('the end of several jobs, of a job of another day, or of no job that is named is asked back', () => {
    for (const sentence of [
      'tell me when the exchange and teams backups finish',
      'tell me when yesterday’s restore finishes',
      'let me know when it finishes',
      'tell me when the restore finished',
    ])
      assert.ok(unanswered(read(sentence)), sentence);
  });
});

describe('wishes for a report again and again', () => {
  const rows: readonly [sentence: string, days: string, time: string, ...services: string[]][] = [
    ['every morning at 8 tell me what failed', '1234567', '8:0'],
    ['send me failed backups every morning at 8', '1234567', '8:0'],
    ['post the status here every day at 9', '1234567', '9:0'],
    ['schedule a weekly report monday 9am', '1', '9:0'],
    ['weekly report friday 4pm', '5', '16:0'],
    ['remind us each Monday about partial sharepoint backups', '1', '8:0', 'sharepoint'],
    ['send me a weekly report', '1', '8:0'],
    ['daily report please', '1234567', '8:0'],
    ['schedule a report for every day at 6am', '1234567', '6:0'],
    ['schedule a daily backup report at 7', '1234567', '7:0'],
    ['every evening at 6 post the failures in teams', '1234567', '18:0'],
    ['nightly report at 10', '1234567', '22:0'],
    ['each weekday at 7:30 give us the exchange status', '12345', '7:30', 'exchange'],
    ['tell me every friday which backups failed', '5', '8:0'],
    ['mornings at 7 tell us what broke overnight', '1234567', '7:0'],
    ['email me a daily report', '1234567', '8:0'],
  ];
  for (const [sentence, days, time, ...services] of rows)
    it(`the preview of a digest is shown for “${sentence}”`, () => {
      const { command } = read(sentence);
      const { when, services: own } = command.order.wish;
      assert.equal(command.isWish, true);
      assert.equal(when.days.join(''), days);
      assert.equal(`${when.hour}:${when.minute}`, time);
      assert.deepEqual(own, services);
    });

  it('the preview of a digest says which time it takes, which states it has, and that no mail is sent', () => {
    assert.deepEqual(read('email me failed backups every day').notes, [
      { kind: 'digestIsPosted' },
      { kind: 'usualTime', hour: 8 },
      { kind: 'digestHasAllStates', states: ['failed'] },
    ]);
  });

  it('a digest is moved to another time by its preview', () => {
    for (const sentence of ['change the digest to 7am', 'please move our digest to 07:00'])
      assert.deepEqual(read(sentence).command, {
        kind: 'digest',
        order: { what: 'move', to: { hour: 7, minute: 0, zone: 'Europe/Berlin' } },
        isWish: true,
      });
    assert.deepEqual(read('move the digest to fridays at 16:00').command.order.to.days, [5]);
  });

  it('a report more often than daily, or of other jobs, is refused with the digests that are possible', () => {
    for (const sentence of ['send us an hourly status', 'monthly report', 'weekly restore report']) {
      const reading = read(sentence);
      assert.equal(reading.command.kind, 'noOrder', sentence);
      assert.match(offered(reading)[0] ?? '', /^digest /, sentence);
    }
  });

  it('questions with the same words are no wishes for a report', () => {
    for (const sentence of [
      'schedule a daily backup at 2am',
      'failed backups every day',
      'which backups fail every night',
      'how many backups failed each day this week',
      'show failures for each day',
      'status every day this week',
      'did the daily backup run',
      'is there a daily report',
      'tell me every failed backup',
    ])
      assert.notEqual(read(sentence).command.kind, 'digest', sentence);
  });
});

describe('wishes for fewer messages', () => {
  const tomorrow = at('Europe/Berlin', '2026-11-24T08:00');
  const rows: readonly [sentence: string, until: number | undefined, ...services: string[]][] = [
    ['mute', undefined],
    ['silence alerts', undefined],
    ['unsubscribe', undefined],
    ['pls stop pinging me', undefined],
    ['shut up', undefined],
    ['too many messages', undefined],
    ['no more reports', undefined],
    ['stop the daily report', undefined],
    ['turn off notifications', undefined],
    ['stop monitoring exchange', undefined, 'exchange'],
    ['no alerts tonight', tomorrow],
    ['don’t tell me about exchange anymore', undefined, 'exchange'],
    ['be quiet till 8', tomorrow],
    ['mute exchange alerts until tomorrow', tomorrow, 'exchange'],
    ['don’t ping me tonight', tomorrow],
    ['pause alerts for exchange for 2 hours', berlin.now + 2 * 3_600_000, 'exchange'],
    ['mute 2h', berlin.now + 2 * 3_600_000],
    ['mute for 30 min', berlin.now + 1_800_000],
    ['stop alerts over the weekend', at('Europe/Berlin', '2026-11-30T08:00')],
    ['leave me alone until monday', at('Europe/Berlin', '2026-11-30T08:00')],
  ];
  for (const [sentence, until, ...services] of rows)
    it(`what can be paused here is shown for “${sentence}”`, () => {
      assert.deepEqual(read(sentence).command, { kind: 'quieter', services, until });
    });

  it('orders about jobs, and questions about alerts, are no wishes for fewer messages', () => {
    for (const sentence of [
      'stop the exchange backup',
      'pause the backups',
      'cancel job FB20261123093011248866',
      'did alerts stop',
      'mute alerts for bob',
      'no failures today',
      'digest off',
      'unwatch exchange',
    ])
      assert.notEqual(read(sentence).command.kind, 'quieter', sentence);
  });
});

describe('questions about what is set', () => {
  for (const sentence of [
    'settings',
    'what is set here',
    'what’s configured in this channel?',
    'configure',
    'preferences',
    'change my settings',
    'which alerts and digests run in this channel?',
    'which notifications are on',
    'is anything set here',
    'manage alerts',
  ])
    it(`all that is set here is shown for “${sentence}”`, () => {
      assert.deepEqual(read(sentence).command, { kind: 'settings' });
    });

  it('questions about jobs are no questions about what is set', () => {
    for (const sentence of [
      'what is running here',
      'settings of exchange',
      'watches',
      'digest',
      'retention settings',
    ])
      assert.notEqual(read(sentence).command.kind, 'settings', sentence);
  });
});
