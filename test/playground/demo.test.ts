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
      new RegExp(`In use on this machine: PLAYGROUND_PORT \\(${PLAYGROUND_PORT}\\)\\. Choose`),
    );
  });

  it('the demo refuses an invalid port', async () => {
    const { output, code } = await failingDemo({ PORT: 'x' });
    assert.equal(code, 1);
    assert.match(output, /PORT is wrong/);
  });
});
