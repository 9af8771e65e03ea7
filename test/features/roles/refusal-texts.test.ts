import assert from 'node:assert/strict';
import { adminsText, limitedText, refusedText } from '../../../src/features/roles/refusal-texts.ts';
import { hostileTexts } from '../../cards/models.ts';

const whom = (...names: string[]) => adminsText({ names, isAny: true });

describe('whom a refusal refers to', () => {
  it('are the admins by name, three at the most, each once', () => {
    assert.equal(whom('Kim'), 'Kim');
    assert.equal(whom('Kim', 'Lee', 'Kim'), 'Kim or Lee');
    assert.equal(whom('Kim', 'Lee', 'Sam', 'Ann'), 'Kim, Lee or Sam');
  });

  it('is whoever runs the bot where no name is known', () => {
    assert.equal(whom(), 'whoever runs Backup Watch here');
    assert.equal(whom('somebody', '***'), 'whoever runs Backup Watch here');
  });

  it('has no name in it that a client reads as more than that', () => {
    for (const name of hostileTexts) assert.doesNotMatch(whom(name), /[<>*[\]`]|\{\{/);
  });
});

describe('a refusal', () => {
  it('names the setting only where there is no admin to ask', () => {
    const refusal = { needed: 'admin', role: 'viewer', stranger: undefined, objectId: undefined } as const;
    const textWith = (isAny: boolean) => refusedText({ ...refusal, admins: { names: [], isAny } });
    assert.match(textWith(false), /ADMIN_USER_IDS/);
    assert.equal(textWith(true), 'That is for admins. Ask whoever runs Backup Watch here.');
  });

  it('says nothing of the settings to a stranger', () => {
    const refusal = { needed: 'admin', role: undefined, stranger: 'guest', objectId: undefined } as const;
    assert.doesNotMatch(refusedText({ ...refusal, admins: { names: [], isAny: false } }), /USER_IDS/);
  });
});

describe('what is said to whoever was too fast', () => {
  it('is when to try again, in whole seconds', () => {
    assert.match(
      limitedText({ requestsPerMinute: 30, waitMs: 1 }),
      /30 requests to AvePoint a minute\. Try again in 1 second\./,
    );
    assert.match(
      limitedText({ requestsPerMinute: 1, waitMs: 59_001 }),
      /1 request to AvePoint a minute\. Try again in 60 seconds/,
    );
  });

  it('promises that faults can be acknowledged only where that is so', () => {
    const text = limitedText({ requestsPerMinute: undefined, waitMs: 400 });
    assert.equal(text, 'That was too much at once. Try again in 1 second.');
  });
});
