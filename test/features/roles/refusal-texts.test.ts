import assert from 'node:assert/strict';
import { adminsText, limitedText, refusedText } from '../../../src/features/roles/refusal-texts.ts';
import { hostileTexts } from '../../cards/models.ts';

const whom = (...names: string[]) => adminsText({ names, isAny: true });

describe('the admins in a refusal', () => {
  it('a refusal names the admins to ask, three at the most, each once', () => {
    assert.equal(whom('Kim'), 'Kim');
    assert.equal(whom('Kim', 'Lee', 'Kim'), 'Kim or Lee');
    assert.equal(whom('Kim', 'Lee', 'Sam', 'Ann'), 'Kim, Lee or Sam');
  });

  it('a refusal refers to the people who run the bot if no admin’s name is known', () => {
    assert.equal(whom(), 'whoever runs Backup Watch');
    assert.equal(whom('somebody', '***'), 'whoever runs Backup Watch');
  });

  it('a refusal has no admin’s name that a client could read as mark-up', () => {
    for (const name of hostileTexts) assert.doesNotMatch(whom(name), /[<>*[\]`]|\{\{/);
  });
});

describe('a refusal', () => {
  it('a refusal names the setting ADMIN_USER_IDS only if there are no admins', () => {
    const refusal = { needed: 'admin', role: 'viewer', stranger: undefined, objectId: undefined } as const;
    const textWith = (isAny: boolean) => refusedText({ ...refusal, admins: { names: [], isAny } });
    assert.match(textWith(false), /ADMIN_USER_IDS/);
    assert.equal(textWith(true), 'Only admins can do that. Ask whoever runs Backup Watch.');
  });

  it('a refusal doesn’t mention the setting to a user without a role', () => {
    const refusal = { needed: 'admin', role: undefined, stranger: 'guest', objectId: undefined } as const;
    assert.doesNotMatch(refusedText({ ...refusal, admins: { names: [], isAny: false } }), /USER_IDS/);
  });
});

describe('the answer to a user over a limit', () => {
  it('the answer to a user over the request limit says when to try again, in whole seconds', () => {
    assert.match(
      limitedText({ requestsPerMinute: 30, waitMs: 1 }),
      /^Try again in 1\u00a0second\. Your limit is 30 AvePoint requests a minute\./,
    );
    assert.match(
      limitedText({ requestsPerMinute: 1, waitMs: 59_001 }),
      /^Try again in 60\u00a0seconds\. Your limit is 1 AvePoint request a minute\./,
    );
  });

  it('the answer to a user over another limit says only when to try again', () => {
    const text = limitedText({ requestsPerMinute: undefined, waitMs: 400 });
    assert.equal(text, 'You’ve sent too many requests at once. Try again in 1\u00a0second.');
  });
});
