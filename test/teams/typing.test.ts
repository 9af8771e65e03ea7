import assert from 'node:assert/strict';
import type { TurnContext } from 'botbuilder';
import { showTyping } from '../../src/teams/typing.ts';
import { fakeTimers } from '../support/fakes.ts';

function fakeContext(send: () => Promise<void> = async () => {}) {
  const sent: string[] = [];
  const sendActivity = ({ type }: { type: string }) => {
    sent.push(type);
    return send();
  };
  return { sent, context: { sendActivity } as unknown as TurnContext };
}

describe('typing indicator', () => {
  it('the typing indicator is shown after a second, and renewed while the answer is not there', () => {
    const timers = fakeTimers();
    const { sent, context } = fakeContext();
    showTyping(context, timers);
    timers.advance(999);
    assert.deepEqual(sent, []);
    timers.advance(1);
    timers.advance(4_000);
    assert.deepEqual(sent, ['typing', 'typing']);
  });

  it('the typing indicator is never shown for a quick answer, and ends with the turn', async () => {
    const timers = fakeTimers();
    const { sent, context } = fakeContext();
    await showTyping(context, timers)();
    timers.advance(60_000);
    assert.deepEqual(sent, []);
  });

  it('the typing indicator belongs to its turn only: a quick turn does not end a slow one’s', async () => {
    const timers = fakeTimers();
    const slow = fakeContext();
    const quick = fakeContext();
    showTyping(slow.context, timers);
    await showTyping(quick.context, timers)();
    timers.advance(1_000);
    assert.deepEqual([slow.sent, quick.sent], [['typing'], []]);
  });

  it('the typing indicator does not delay the answer if the channel is slow to accept it', async () => {
    const timers = fakeTimers();
    const stop = showTyping(fakeContext(() => new Promise(() => {})).context, timers);
    timers.advance(1_000);
    const stopped = stop();
    timers.advance(300);
    await stopped;
  });

  it('the typing indicator is over before the answer is sent, and causes no error if it cannot be sent', async () => {
    const timers = fakeTimers();
    const order: string[] = [];
    const failing = async () => {
      await Promise.resolve();
      order.push('sign');
      throw new Error('refused');
    };
    const stop = showTyping(fakeContext(failing).context, timers);
    timers.advance(1_000);
    await stop();
    order.push('answer');
    assert.deepEqual(order, ['sign', 'answer']);
  });
});
