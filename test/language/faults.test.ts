import assert from 'node:assert/strict';
import { readSentence } from '../../src/language/index.ts';
import { berlin, offered, questionOf } from './support.ts';

describe('a sentence about faults', () => {
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
    it(`shows those that are open: ${sentence}`, () => {
      assert.deepEqual(readSentence(sentence, berlin).command, { kind: 'faults' });
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
    it(`shows the record of one: ${sentence}`, () => {
      assert.deepEqual(readSentence(sentence, berlin).command, { kind: 'incidentReport' });
    });
  }

  it('names what it left out, and offers the jobs', () => {
    const reading = readSentence('faults of exchange since friday', berlin);
    assert.deepEqual(reading.command, { kind: 'faults' });
    assert.deepEqual(reading.notes, [{ kind: 'notKnown', words: ['exchange', 'since friday'] }]);
    assert.deepEqual(offered(reading), ['failed Exchange backups since friday']);
    assert.deepEqual(readSentence('incident report for exchange', berlin).notes, [
      { kind: 'notKnown', words: ['exchange'] },
    ]);
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
    it(`says that buttons do it: ${sentence}`, () => {
      const reading = readSentence(sentence, berlin);
      assert.match(
        reading.command.kind === 'noQuestion' ? reading.command.reason : '',
        /buttons on the fault’s card/,
      );
      assert.deepEqual(offered(reading), ['faults']);
    });
  }

  it('is not seen where other things are asked with the same words', () => {
    for (const sentence of [
      'report failed backups',
      'weekly report',
      'subscribe to the report',
      'failed backups assigned to bob',
      'acknowledge failed backups',
      'incident management for my aunt and her dog',
      'chart of faults',
    ])
      assert.equal(readSentence(sentence, berlin).command.kind, 'notUnderstood', sentence);
    assert.equal(questionOf('what is failing now?').state, 'failed');
    assert.equal(questionOf('what failed?').state, 'failed');
  });

  it('still tells that the bot sends and stops nothing', () => {
    for (const sentence of ['email me the report', 'stop all incidents'])
      assert.equal(readSentence(sentence, berlin).command.kind, 'noQuestion', sentence);
  });
});
