import assert from 'node:assert/strict';
import type { IncidentsCommand } from '../../../src/features/incidents/find/read.ts';
import { berlin, offered, questionOf, unanswered } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

describe('a sentence about incidents', () => {
  for (const sentence of [
    'faults',
    'Faults?',
    'incidents',
    'incident history',
    'recent incidents',
    'fautls',
  ]) {
    it(`a sentence that asks for incidents shows the open ones and the latest: ${sentence}`, () => {
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'faults' });
    });
  }

  for (const sentence of [
    'open faults',
    'open incidents',
    'show all open incidents please',
    'which faults are open?',
    'are there any open faults',
    'active incidents',
    'how many incidents are open',
  ]) {
    it(`a sentence that asks for open incidents shows only those: ${sentence}`, () => {
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'faults', isOpenOnly: true });
    });
  }

  for (const sentence of [
    'incident report',
    'report',
    'fault report',
    'timeline',
    'the timeline of this incident, please',
    'give me the report of the fault',
    'post mortem',
    'incidnet report',
  ]) {
    it(`a sentence that asks for an incident’s report shows it: ${sentence}`, () => {
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'incidentReport' });
    });
  }

  for (const [sentence, spanWords, services] of [
    ['incidents last month', 'last month', undefined],
    ['how many incidents last month', 'last month', undefined],
    ['incidents yesterday', 'yesterday', undefined],
    ['any incidents last night?', 'last night', undefined],
    ['what incidents did we have in November', 'in november', undefined],
    ['backup incidents last week', 'last week', undefined],
    ['show last week’s incidents', 'last week', undefined],
    ['incidents since Monday', 'since monday', undefined],
    ['exchange incidents last week', 'last week', ['exchange']],
    ['incidents of teams and exchange last week', 'last week', ['exchange', 'teams']],
    ['exchange incidents', undefined, ['exchange']],
  ] as const)
    it(`incidents can be asked for by period and service: ${sentence}`, () => {
      const command = interpret(sentence, berlin).command as IncidentsCommand;
      assert.equal(command.kind, 'faults');
      assert.equal(command.window?.spanWords, spanWords);
      assert.deepEqual(command.services, services);
    });

  for (const sentence of [
    'incidents last week except teams',
    'failed incidents last week',
    'closed incidents',
    'last 5 incidents',
    'last incidents',
    'previous incident',
    'incidents longer than 2 hours',
    'incidents by day',
    'incidents or problems last night',
    'incidents last week, 5 per page',
    'backups and incidents last week',
    'which service had most incidents last month',
    'last incident yesterday',
    'incidents tomorrow',
    'open incidents last week',
    'incident report for exchange',
    'incident report last week',
    'incidents of finance last week',
    'restore incidents last week',
  ])
    it(`what would narrow incidents otherwise is refused, with sentences that are read: ${sentence}`, () => {
      const reading = interpret(sentence, berlin);
      assert.ok(unanswered(reading), JSON.stringify(reading.command));
      assert.ok(offered(reading).length > 0);
      for (const other of offered(reading)) assert.ok(!unanswered(interpret(other, berlin)), other);
    });

  it('incidents of a person can’t be asked for, and a person who is only addressed changes nothing', () => {
    const people = [{ id: '29:kim', name: 'Kim' }];
    for (const sentence of ['incidents of @Kim last week', 'incidents by @Kim'])
      assert.ok(unanswered(interpret(sentence, { ...berlin, people })), sentence);
    assert.deepEqual(interpret('@Kim incidents', { ...berlin, people }).command, { kind: 'faults' });
  });

  it('the refusal of incidents without a service doesn’t suggest those of that service', () => {
    const reading = interpret('incidents except teams', berlin);
    assert.deepEqual(offered(reading), ['incidents', 'failed backups']);
  });

  for (const [sentence, services] of [
    ['last incident', []],
    ['latest incident', []],
    ['the most recent incident', []],
    ['when was the last incident?', []],
    ['last incident report', []],
    ['the last exchange incident', ['exchange']],
    ['when did exchange last have an incident?', ['exchange']],
    ['report of the last teams incident', ['teams']],
  ] as const)
    it(`the last incident can be asked for: ${sentence}`, () => {
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'lastIncident', services });
    });

  for (const sentence of [
    'acknowledge',
    'ack',
    'assign',
    'snooze',
    'acknowlege',
    'ack the fault',
    'assign it to me',
    'assign to Kim',
    'snooze for 4 hours',
    'snooze until tomorrow',
    'close the incident',
    'acknowledge exchange',
  ]) {
    it(`the bot answers a command to act on an incident with a hint to the card’s buttons: ${sentence}`, () => {
      const reading = interpret(sentence, berlin);
      assert.match(
        reading.command.kind === 'noQuestion' ? reading.command.reason : '',
        /buttons on its card/,
      );
      assert.deepEqual(offered(reading), ['incidents']);
    });
  }

  it('sentences about other things aren’t read as questions about incidents, even if they share words with them', () => {
    for (const sentence of [
      'report failed backups',
      'subscribe to the report',
      'failed backups assigned to bob',
      'acknowledge failed backups',
      'incident management for my aunt and her dog',
      'chart of faults',
    ])
      assert.ok(unanswered(interpret(sentence, berlin)), sentence);
    assert.equal(questionOf('what is failing now?').state, 'failed');
    assert.equal(questionOf('what failed?').state, 'failed');
  });

  it('the bot doesn’t carry out a request to email a report or to stop incidents', () => {
    for (const sentence of ['email me the report', 'stop all incidents'])
      assert.equal(interpret(sentence, berlin).command.kind, 'noQuestion', sentence);
  });
});
