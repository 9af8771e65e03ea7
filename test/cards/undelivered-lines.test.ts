import assert from 'node:assert/strict';
import { undeliveredLines } from '../../src/cards/undelivered-lines.ts';
import { monday } from '../support/fakes.ts';

describe('undelivered lines', () => {
  const reader = { locale: 'en-GB', zone: 'Europe/Berlin' };
  const refused = (status: number | undefined, code?: string) =>
    undeliveredLines(
      {
        since: monday,
        countedFrom: monday,
        reason: { status, code },
        tries: 1,
        nextTryAt: monday + 60_000,
      },
      reader,
      monday,
    );

  it('the undelivered lines say in plain words why messages were refused', () => {
    for (const [status, code, reason] of [
      [403, 'ConversationBlockedByUser', 'Teams says I’m blocked here'],
      [403, 'MessageWritesBlocked', 'Teams says I’m blocked here'],
      [403, 'BotDisabledByAdmin', 'Teams says an admin has turned me off'],
      [403, 'BotNotInConversationRoster', 'Teams says I’m not a member here'],
      [404, 'ConversationNotFound', 'Teams can’t find this conversation'],
      [404, undefined, 'Teams can’t find this conversation'],
      [403, 'toString', 'Teams refused the message (403)'],
      [403, undefined, 'Teams refused the message (403)'],
      [undefined, undefined, 'I couldn’t post until someone wrote to me here'],
    ] as const) {
      const [line] = refused(status, code);
      assert.equal(
        line,
        `△ Digests and alerts haven’t been delivered here since Mon 23 Nov, 14:05 (Europe/Berlin): ${reason}.`,
      );
    }
  });

  it('the undelivered lines are empty if the last message was accepted', () => {
    assert.deepEqual(undeliveredLines(undefined, reader, monday), []);
  });
});
