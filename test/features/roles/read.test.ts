import assert from 'node:assert/strict';
import { interpret } from '../../support/interpret.ts';

const context = { now: Date.UTC(2026, 10, 23, 13, 5), zone: 'Europe/Berlin', locale: 'en-GB' };
const kindOf = (text: string) => interpret(text, context).command.kind;

describe('questions about roles', () => {
  for (const text of ['roles', 'Roles?', 'show me the roles', 'who may do what', 'who has access?'])
    it(`the question “${text}” shows all roles`, () => assert.equal(kindOf(text), 'roles'));

  for (const text of ['my role', 'what is my role?', 'What may I do?', 'am I an admin?'])
    it(`the question “${text}” shows only the user’s own role`, () => assert.equal(kindOf(text), 'ownRole'));

  for (const text of [
    'request access',
    'Please request access',
    'can I get access?',
    'ask for access',
    'i need a role',
  ])
    it(`the sentence “${text}” asks the admins for a role`, () =>
      assert.equal(kindOf(text), 'requestAccess'));

  for (const text of [
    'request access to exchange',
    'i need access to teams backups',
    'access',
    'no access',
    'how do i get access to Teams',
    'don’t request access',
    'access denied errors today',
  ])
    it(`the sentence “${text}” doesn’t ask the admins for a role`, () =>
      assert.notEqual(kindOf(text), 'requestAccess'));

  for (const text of ['roles failed', 'who has access to exchange', 'roles since yesterday', 'roles of Kim'])
    it(`the sentence “${text}” isn’t read as a question about roles`, () =>
      assert.match(kindOf(text), /^(?:notUnderstood|noQuestion)$/));

  it('similar words and questions aren’t read as questions about roles', () => {
    for (const text of ['rules', 'poles', 'roels']) assert.equal(kindOf(text), 'notUnderstood');
    assert.equal(kindOf('what can you do'), 'help');
    assert.equal(kindOf('who is on duty?'), 'duty');
  });
});
