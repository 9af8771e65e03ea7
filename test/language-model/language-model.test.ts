import assert from 'node:assert/strict';
import { createLanguageModel } from '../../src/language-model/language-model.ts';
import type { ModelSettings } from '../../src/language-model/settings.ts';
import { systemClock } from '../../src/system-clock.ts';
import { fakeClock, recordingLog } from '../support/fakes.ts';
import { type ModelServer, openModelServer } from '../support/language-model.ts';

const inJson = (sentences: unknown) => ({ content: JSON.stringify({ sentences }) });

describe('the language model', () => {
  let server: ModelServer;
  before(async () => {
    server = await openModelServer();
  });
  after(() => server.close());

  function open(settings?: Partial<ModelSettings>) {
    const [clock, log] = [fakeClock(), recordingLog()];
    const plain = { kind: 'openai', url: `${server.url}/v1`, model: 'small', key: 'key-1' } as const;
    const whole = { ...plain, ...settings } as ModelSettings;
    return {
      clock,
      log,
      model: createLanguageModel({ settings: whole, fetch: server.fetch, clock, log, withinMs: 60_000 }),
    };
  }

  it('the model gets the sentence as data, the examples, and a strict schema', async () => {
    server.answer(inJson(['failed backups yesterday']));
    const { model } = open();
    assert.deepEqual(await model.suggest('blurb "the" zorg', ['status']), ['failed backups yesterday']);
    const { url, headers, body } = server.requests.at(-1) ?? assert.fail();
    assert.deepEqual(
      [url, headers.authorization, body.model],
      ['/v1/chat/completions', 'Bearer key-1', 'small'],
    );
    assert.deepEqual(body.messages[1], { role: 'user', content: '{"sentence":"blurb \\"the\\" zorg"}' });
    assert.match(body.messages[0].content, /^- status$/m);
    assert.deepEqual(
      [body.response_format.type, body.response_format.json_schema.strict],
      ['json_schema', true],
    );
  });

  it('an Azure deployment is asked under its own address, with its key', async () => {
    server.answer(inJson([]));
    const settings = {
      kind: 'azure',
      endpoint: server.url,
      model: 'mini',
      apiVersion: '2024-10-21',
      key: 'k',
    } as const;
    await open(settings).model.suggest('x', []);
    const { url, headers } = server.requests.at(-1) ?? assert.fail();
    assert.equal(url, '/openai/deployments/mini/chat/completions?api-version=2024-10-21');
    assert.equal(headers['api-key'], 'k');
  });

  const useless = [
    ['prose', { content: 'Sure! Here are some ideas.' }],
    ['nothing', { content: null }],
    ['another shape', { content: '{"sentences":"failed backups"}' }],
    ['numbers for sentences', inJson([1, 2])],
    ['a refusal', { status: 401 }],
    ['too many requests', { status: 429 }],
    ['an error', { status: 500 }],
  ] as const;
  for (const [name, given] of useless)
    it(`a model that answers with ${name} suggests nothing, isn't asked for a while, and the log has no sentence`, async () => {
      server.answer(given);
      const { model, clock, log } = open();
      const asked = server.requests.length;
      assert.deepEqual(await model.suggest('blurb the zorg', []), []);
      assert.equal(server.requests.length, asked + 1);
      assert.equal(model.isReady(), false);
      clock.advance(30_000);
      assert.equal(model.isReady(), true);
      assert.deepEqual(
        log.lines.map(({ message }) => message),
        ['language model gave no answer'],
      );
      assert.doesNotMatch(JSON.stringify(log.lines), /zorg|key-1/);
    });

  it('a model that stays silent suggests nothing once its time is over', async () => {
    server.answer('silence');
    const settings = { kind: 'openai', url: server.url, model: 'm', key: undefined } as const;
    const model = createLanguageModel({
      settings,
      fetch: server.fetch,
      clock: systemClock,
      log: recordingLog(),
      withinMs: 20,
    });
    assert.deepEqual(await model.suggest('x', []), []);
  });
});
