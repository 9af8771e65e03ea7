import assert from 'node:assert/strict';
import { berlin } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

const [kim, lee] = [
  { id: '29:kim', name: 'Kim Larsen' },
  { id: '29:lee', name: 'Lee' },
];
const read = (text: string, people = [kim]) =>
  interpret(text.replaceAll('@Kim', '@Kim Larsen'), { ...berlin, people }).command;

const given: readonly (readonly [string, 'viewer' | 'operator'])[] = [
  ['@Kim is an operator', 'operator'],
  ['@Kim is a viewer', 'viewer'],
  ['@Kim is now an operator.', 'operator'],
  ['make @Kim an operator', 'operator'],
  ['please make @Kim operator, thanks', 'operator'],
  ['can you make @Kim a viewer?', 'viewer'],
  ['@Kim can operate', 'operator'],
  ['@Kim can view', 'viewer'],
  ['let @Kim operate', 'operator'],
  ['allow @Kim to view', 'viewer'],
  ['give @Kim the operator role', 'operator'],
  ['give @Kim viewer access', 'viewer'],
  ['grant the operator role to @Kim', 'operator'],
  ['add @Kim as an operator', 'operator'],
  ['@Kim should be an operator', 'operator'],
];
const removed: readonly (readonly [string, 'viewer' | 'operator' | undefined])[] = [
  ['remove @Kim', undefined],
  ['remove @Kim’s role', undefined],
  ['please revoke @Kim’s access', undefined],
  ['remove the role of @Kim', undefined],
  ['remove all access from @Kim', undefined],
  ['remove @Kim as an operator', 'operator'],
  ['@Kim is no longer an operator', 'operator'],
  ['@Kim isn’t a viewer any more', 'viewer'],
  ['@Kim can no longer operate', 'operator'],
];

describe('orders about roles', () => {
  for (const [text, role] of given)
    it(`the order “${text}” gives the role ${role} to the person who is mentioned`, () =>
      assert.deepEqual(read(text), { kind: 'role', order: { what: 'give', person: kim, role } }));

  for (const [text, role] of removed)
    it(`the order “${text}” removes ${role ? `the role ${role}` : 'any role'}`, () =>
      assert.deepEqual(read(text), { kind: 'role', order: { what: 'remove', person: kim, role } }));

  for (const text of [
    '@Kim is an admin',
    'make @Kim an admin',
    'give @Kim admin rights',
    'remove @Kim as admin',
  ])
    it(`the order “${text}” is refused, since only the settings name admins`, () => {
      const command = read(text);
      assert.equal(command.kind, 'noOrder');
      assert.match(command.reason, /ADMIN_USER_IDS/);
    });

  for (const text of [
    'make Kim an operator',
    'Kim is an operator',
    'make @Sam Park an operator',
    'add Kim as viewer',
  ])
    it(`the order “${text}” names somebody who isn’t mentioned, and says how to`, () => {
      const command = read(text, []);
      assert.equal(command.kind, 'noOrder');
      assert.match(command.reason, /list that Teams shows after @/);
    });

  for (const text of ['make me an operator', 'give me admin rights', 'i want to be an operator'])
    it(`the wish “${text}” is told how to ask for a role`, () => {
      const command = read(text, []);
      assert.equal(command.kind, 'noOrder');
      assert.match(command.reason, /request access/);
    });

  for (const text of [
    '@Kim is an operator for exchange',
    '@Kim is not an operator',
    '@Kim is an operator until friday',
    '@Kim was an operator',
    'make @Kim an operator of teams tomorrow',
    '@Kim is an operator and a viewer',
    'don’t make @Kim an operator',
    '@Kim and @Lee are operators',
  ])
    it(`the sentence “${text}” changes no role`, () => assert.equal(read(text, [kim, lee]).kind, 'noOrder'));

  for (const text of [
    'is @Kim an operator?',
    '@Kim is an operator?',
    'what role has @Kim?',
    'which role does @Kim have?',
  ])
    it(`the question “${text}” changes no role`, () => assert.equal(read(text).kind, 'noQuestion'));

  for (const text of [
    'remove @Kim from the digest',
    'remove @Kim from on call',
    'on call @Kim',
    '@Kim can you look at this?',
    '@Kim what failed today?',
    'what can @Kim do',
    'Exchange is an operator?',
    'failed backups by operator',
    'who is an operator',
  ])
    it(`the sentence “${text}” isn’t read as an order about roles`, () =>
      assert.notEqual(read(text).kind, 'role'));
});
