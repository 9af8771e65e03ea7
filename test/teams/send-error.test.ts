import assert from 'node:assert/strict';
import { remedyOf, remedyOfEdit, SendError } from '../../src/teams/send-error.ts';
import { monday } from '../support/fakes.ts';

const refusal = (statusCode?: number, code?: string, retryAfter?: string) =>
  new SendError({ statusCode, code, retryAfter });

describe('policy for refused messages', () => {
  const table = [
    [refusal(400, 'BadArgument'), { kind: 'simplify' }],
    [refusal(401, 'BotNotRegistered'), { kind: 'stop' }],
    [refusal(403, 'BotDisabledByAdmin'), { kind: 'refused' }],
    [refusal(403, 'BotNotInConversationRoster'), { kind: 'refused' }],
    [refusal(403, 'ConversationBlockedByUser'), { kind: 'refused' }],
    [refusal(403), { kind: 'refused' }],
    [refusal(403, 'InvalidBotApiHost'), { kind: 'otherHost' }],
    [refusal(404, 'ConversationNotFound'), { kind: 'notFound' }],
    [refusal(404, 'ActivityNotFoundInConversation'), { kind: 'notFound' }],
    [refusal(412, 'PreconditionFailed'), { kind: 'wait', ms: undefined, isThrottled: false }],
    [refusal(413, 'MessageSizeTooBig'), { kind: 'simplify' }],
    [refusal(429, 'Throttled', '7'), { kind: 'wait', ms: 7_000, isThrottled: true }],
    [refusal(429), { kind: 'wait', ms: undefined, isThrottled: true }],
    [refusal(500, 'ServiceError'), { kind: 'fail' }],
    [refusal(502), { kind: 'wait', ms: undefined, isThrottled: false }],
    [refusal(503, undefined, 'x'), { kind: 'wait', ms: undefined, isThrottled: false }],
    [refusal(504), { kind: 'wait', ms: undefined, isThrottled: false }],
    [refusal(418), { kind: 'fail' }],
    [refusal(undefined, 'NO_TOKEN'), { kind: 'stop' }],
    [refusal(undefined, 'ECONNREFUSED'), { kind: 'wait', ms: undefined, isThrottled: false }],
    [refusal(undefined, 'ECONNRESET'), { kind: 'unclear' }],
    [refusal(undefined, 'UND_ERR_CONNECT_TIMEOUT'), { kind: 'wait', ms: undefined, isThrottled: false }],
    [refusal(undefined, 'SELF_SIGNED_CERT_IN_CHAIN'), { kind: 'wait', ms: undefined, isThrottled: false }],
    [refusal(), { kind: 'unclear' }],
  ] as const;
  for (const [error, remedy] of table) {
    const { statusCode, code, name } = error as { statusCode?: number; code?: unknown; name?: string };
    it(`the recovery from a refused message follows ${[statusCode, code ?? name].filter(Boolean).join(' ')}`, () => {
      assert.deepEqual(remedyOf(error, monday), remedy);
    });
  }
});

describe('policy for refused edits', () => {
  it('the recovery from a refused edit is the same, but for refusals that may concern its message only', () => {
    for (const [statusCode, code, kind] of [
      [400, 'BadArgument', 'notFound'],
      [404, 'ActivityNotFoundInConversation', 'notFound'],
      [404, 'ConversationNotFound', 'notFound'],
      [403, 'ServiceError', 'notFound'],
      [403, undefined, 'notFound'],
      [403, 'BotNotInConversationRoster', 'refused'],
      [403, 'BotDisabledByAdmin', 'refused'],
      [403, 'MessageWritesBlocked', 'refused'],
      [403, 'NotEnoughPermissions', 'refused'],
      [403, 'ConversationBlockedByUser', 'refused'],
      [403, 'InvalidBotApiHost', 'otherHost'],
      [401, 'BotNotRegistered', 'stop'],
      [413, 'MessageSizeTooBig', 'simplify'],
      [500, 'ServiceError', 'fail'],
      [503, undefined, 'wait'],
    ] as const)
      assert.equal(remedyOfEdit(refusal(statusCode, code), monday).kind, kind, `${statusCode} ${code}`);
  });
});
