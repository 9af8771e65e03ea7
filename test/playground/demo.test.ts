import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { failingDemo, startDemo } from '../support/demo.ts';
import { freePorts } from '../support/free-ports.ts';

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('the demo', () => {
  it('the demo starts all three programs, and Ctrl-C ends all of them', async () => {
    const demo = await startDemo();
    for (const line of demo.printed().split('\n')) assert.ok(line.length <= 80, line);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no colours and no moves of the cursor in a pipe
    assert.doesNotMatch(demo.printed(), /[\u001b\r]/);
    assert.match(demo.printed(), /Program compiled +\d+\.\d s\n/);
    for (const [name, url] of [
      ['Simulated AvePoint', demo.simulatorUrl],
      ['Backup Watch', demo.botUrl],
      ['Agents Playground', demo.playgroundUrl.replace('127.0.0.1', 'localhost')],
    ])
      assert.match(demo.printed(), new RegExp(`${name} +\\d+\\.\\d s +${url}\\n`));
    for (const sentence of ['failed backups today', 'are the backups ok?', '@Backup Watch watch exchange'])
      assert.ok(demo.printed().includes(sentence));
    const urls = [
      `${demo.botUrl}/healthz`,
      `${demo.simulatorUrl}/_switches`,
      `${demo.playgroundUrl}/_debug/ping`,
    ];
    assert.deepEqual(await Promise.all(urls.map(answers)), [true, true, true]);
    assert.equal(await demo.stop('SIGINT'), 0);
    assert.deepEqual(await Promise.all(urls.map(answers)), [false, false, false]);
  });

  it('the demo says which port is in use and how to choose another', async () => {
    const [PORT, SIMULATOR_PORT, PLAYGROUND_PORT] = await freePorts(3);
    const squatter = createServer();
    await new Promise<void>(resolve => squatter.listen(PLAYGROUND_PORT, () => resolve()));
    const env = {
      PORT: `${PORT}`,
      SIMULATOR_PORT: `${SIMULATOR_PORT}`,
      PLAYGROUND_PORT: `${PLAYGROUND_PORT}`,
    };
    const { output, code } = await failingDemo(env);
    squatter.close();
    assert.equal(code, 1);
    assert.match(
      output,
      new RegExp(
        `In use on this machine: PLAYGROUND_PORT \\(${PLAYGROUND_PORT}\\)\\.[\\s\\S]*choose other ports`,
      ),
    );
  });

  it('the demo refuses an invalid port', async () => {
    const { output, code } = await failingDemo({ PORT: 'x' });
    assert.equal(code, 1);
    assert.match(output, /PORT is wrong/);
    assert.doesNotMatch(output, /compiled/, 'it is refused before anything is loaded');
  });
});
