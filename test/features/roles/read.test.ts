import assert from 'node:assert/strict';
import { interpret } from '../../support/interpret.ts';

const context = { now: Date.UTC(2026, 10, 23, 13, 5), zone: 'Europe/Berlin', locale: 'en-GB' };
const kindOf = (text: string) => interpret(text, context).command.kind;

describe('who may do what', () => {
  for (const text of ['roles', 'Roles?', 'show me the roles', 'who may do what', 'who has access?'])
    it(`is shown by “${text}”`, () => assert.equal(kindOf(text), 'roles'));

  for (const text of ['my role', 'what is my role?', 'What may I do?', 'am I an admin?'])
    it(`is said of the speaker alone by “${text}”`, () => assert.equal(kindOf(text), 'ownRole'));

  for (const text of ['roles failed', 'who has access to exchange', 'roles since yesterday', 'roles of Kim'])
    it(`is not guessed from “${text}”`, () => assert.match(kindOf(text), /^(?:notUnderstood|noQuestion)$/));

  it('is no word that others are taken for', () => {
    for (const text of ['rules', 'poles', 'roels']) assert.equal(kindOf(text), 'notUnderstood');
    assert.equal(kindOf('what can you do'), 'help');
    assert.equal(kindOf('who is on duty?'), 'duty');
  });
});
