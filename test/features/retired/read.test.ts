import assert from 'node:assert/strict';
import { retireAction, retiredQuestion } from '../../../src/cards/retired-words.ts';
import { nameOf } from '../../../src/cards/words.ts';
import { services } from '../../../src/domain/job.ts';
import { berlin } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

const commandOf = (sentence: string) => interpret(sentence, berlin).command;

describe('sentences about retirement', () => {
  const changes = [
    ['exchange is retired', 'exchange', true],
    ['Exchange is retired.', 'exchange', true],
    ['exchange backups are retired', 'exchange', true],
    ['our exchange backups have been retired', 'exchange', true],
    ['retire exchange', 'exchange', true],
    ['please retire teams chat now', 'teamsChat', true],
    ["we don't back up project any more", 'project', true],
    ['we do not backup project anymore', 'project', true],
    ['we no longer back up Power BI', 'powerBi', true],
    ['project is not backed up any more', 'project', true],
    ['project isn’t backed up any longer', 'project', true],
    ['project is no longer backed up', 'project', true],
    ['project is no longer expected', 'project', true],
    ['exchange is expected', 'exchange', false],
    ['exchange backups are expected again', 'exchange', false],
    ['exchange is backed up again', 'exchange', false],
    ['we back up exchange again', 'exchange', false],
    ['expect exchange', 'exchange', false],
    ['exchange is not retired', 'exchange', false],
    ['exchange is no longer retired', 'exchange', false],
    ['unretire exchange', 'exchange', false],
  ] as const;
  for (const [sentence, service, isRetired] of changes)
    it(`a sentence retires a service, or expects it again: ${sentence}`, () =>
      assert.deepEqual(commandOf(sentence), { kind: 'retire', service, isRetired }));

  for (const sentence of [
    'is exchange retired?',
    'is exchange retired',
    'exchange is retired?',
    'retire exchange?',
    "we don't back up exchange any more?",
    'exchange is backed up again?',
    'is exchange still expected?',
    'are exchange backups retired',
    'has exchange been retired',
    'when was exchange retired?',
    'who retired exchange',
  ])
    it(`a question about retirement changes nothing: ${sentence}`, () =>
      assert.deepEqual(commandOf(sentence), { kind: 'retired', service: 'exchange' }));

  it('a question about retirement lists all retired services if it names none', () => {
    for (const sentence of [
      'retired services',
      'show me the retired services',
      'which services are retired?',
      'what is retired',
      'is anything retired?',
    ])
      assert.deepEqual(commandOf(sentence), { kind: 'retired', service: undefined }, sentence);
  });

  const refused = [
    ['exchange is retired for bob', /“bob”/],
    ['exchange is retired since monday', /“since”, “monday”/],
    ['exchange is retired 5', /“5”/],
    ['failed exchange backups are retired', /“failed”/],
    ['exchange is retired and teams failed', /“failed”/],
    ['exchange is expected to fail', /“fail”/],
    ['exchange and teams are retired', /One service/],
    ['retire everything', /which service/],
    ['retire', /which service/],
    ['retire exchange backups of kim@contoso.com', /kim@contoso/],
  ] as const;
  for (const [sentence, reason] of refused)
    it(`a retirement that isn’t fully understood changes nothing, and gets suggestions: ${sentence}`, () => {
      const { command, offers } = interpret(sentence, berlin);
      assert.match(command.kind === 'noOrder' ? command.reason : command.kind, reason);
      assert.ok(offers.length > 0);
      for (const { sentence } of offers)
        assert.ok(['retire', 'retired'].includes(commandOf(sentence).kind), sentence);
    });

  it('a sentence isn’t about retirement unless its verb says so', () => {
    for (const sentence of [
      'retired exchange backups',
      'failed retired exchange backups',
      'exchange was retired',
      'exchange retired',
      'retiring exchange',
      "don't retire exchange",
      'exchange is !retired',
      'did backups run as expected',
      'expected backups',
      'expect failures tonight',
      'is exchange backed up again',
      'exchange is backed up',
      'project is not backed up',
      "we don't back up project",
      'is project not backed up any more',
      'why is exchange not backed up any more',
      'exchange backups stopped',
    ])
      assert.ok(!['retire', 'retired', 'noOrder'].includes(commandOf(sentence).kind), sentence);
  });

  it('the words of retirement buttons are read as what the button does, for each service', () => {
    for (const service of services) {
      for (const isRetired of [true, false]) {
        const { title } = retireAction(service, isRetired);
        assert.deepEqual(commandOf(title), { kind: 'retire', service, isRetired }, nameOf(service));
      }
      assert.deepEqual(commandOf(retiredQuestion(service)), { kind: 'retired', service });
    }
    assert.deepEqual(commandOf(retiredQuestion(undefined)), { kind: 'retired', service: undefined });
  });
});
