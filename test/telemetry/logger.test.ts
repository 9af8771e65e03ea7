import assert from 'node:assert/strict';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createTurns } from '../../src/telemetry/turns.ts';

function open(level = 'info') {
  const turns = createTurns();
  const lines: string[] = [];
  const log = createLogger(level, turns, { write: line => void lines.push(line) });
  return { turns, log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') };
}

describe('the log', () => {
  it('the log names the turn in every line that is written in one, however deep', async () => {
    const { turns, log, last } = open();
    await turns.run('t-1', async () => {
      await new Promise(setImmediate);
      log.warn({ a: 1 }, 'inside');
    });
    assert.deepEqual([last().turn, last().a, last().msg], ['t-1', 1, 'inside']);
    log.warn({}, 'outside');
    assert.ok(!('turn' in last()));
  });

  it('the log is JSON with a time, from its level up', () => {
    const { log, lines, last } = open('warn');
    log.info({}, 'too little');
    assert.deepEqual(lines, []);
    log.error({}, 'enough');
    assert.match(last().time, /^\d{4}-\d\d-\d\dT/);
  });

  it('the log has of an error its name, words, code and causes, and nothing that a library added to it', () => {
    const { log, lines, last } = open();
    const cause = Object.assign(new Error('refused'), {
      code: 'ECONNREFUSED',
      config: { auth: 'planted-1' },
    });
    const request = { headers: { authorization: 'planted-2' }, body: 'planted-3' };
    const err = Object.assign(new Error('not sent', { cause }), {
      statusCode: 403,
      code: { odd: 'planted-4' },
      request,
      response: { request },
    });
    log.error({ err }, 'failed');
    const { type, message, statusCode, code, cause: told } = last().err;
    assert.deepEqual([type, message, statusCode, code], ['Error', 'not sent', 403, undefined]);
    assert.deepEqual([told.message, told.code], ['refused', 'ECONNREFUSED']);
    assert.doesNotMatch(lines.join(), /planted/);
  });

  it('the log survives what is thrown and is no error, and an error that is its own cause', () => {
    const { log, lines, last } = open();
    for (const err of ['planted', undefined, null, 7, { message: 'planted' }]) log.error({ err }, 'odd');
    assert.doesNotMatch(lines.join(), /planted/);
    const err = new Error('round');
    err.cause = err;
    log.error({ err }, 'failed');
    assert.equal(last().err.cause.cause.message, 'round');
  });
});
