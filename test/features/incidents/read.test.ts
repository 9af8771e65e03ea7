import assert from 'node:assert/strict';
import { berlin, offered, questionOf, reasonOf, unanswered } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

describe('a sentence about incidents', () => {
  for (const sentence of [
    'faults',
    'Faults?',
    'open faults',
    'open incidents',
    'incidents',
    'show all open incidents please',
    'which faults are open?',
    'are there any open faults',
    'active incidents',
    'fautls',
  ]) {
    it(`a sentence that asks for open incidents shows their list: ${sentence}`, () => {
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'faults' });
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

  it('the list of incidents can’t be narrowed: if a question names a service or a time, the bot suggests its jobs', () => {
    const reading = interpret('faults of exchange since friday', berlin);
    assert.match(reasonOf(reading), /can’t be narrowed to “exchange”, “since friday”/);
    assert.deepEqual(offered(reading), ['incidents', 'failed Exchange backups since friday']);
    assert.match(reasonOf(interpret('incident report for exchange', berlin)), /narrowed to “exchange”/);
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
