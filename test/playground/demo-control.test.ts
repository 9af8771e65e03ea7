import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Demo, startDemo } from '../support/demo.ts';
import { freePorts } from '../support/free-ports.ts';
import { openPlayground, type Playground, textOf } from '../support/playground.ts';

/** Runs "npm run demo:fail" or "demo:recover" as a process. Resolves with what it printed and its exit code. */
function control(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ output: string; code: number | null }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/demo-control.ts', ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
  return new Promise(resolve => child.once('close', code => resolve({ output, code })));
}

describe('demo:fail and demo:recover', () => {
  const incidents = 'channel-incidents';
  /** Where the demo says on which port it listens, apart from other demos on this machine. */
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-control-'));
  let demo: Demo;
  let playground: Playground;

  before(async () => {
    demo = await startDemo({ TMPDIR: folder });
    playground = await openPlayground(demo.playgroundUrl);
  });
  after(async () => {
    playground?.close();
    await demo?.stop();
    rmSync(folder, { recursive: true });
  });

  it('demo:fail finds the running demo and brings an incident into a channel that watches the service; demo:recover turns it green', async () => {
    const shown = await playground.say(incidents, 'watch exchange', { mention: true });
    await playground.press(shown, ({ title }) => title === 'Save');
    const failing = await control(['fail', 'exchange', 'online'], { TMPDIR: folder });
    assert.equal(failing.code, 0, failing.output);
    assert.match(failing.output, /^A backup of Exchange has just failed \(job IB\d+\)/);
    assert.match(failing.output, /To end it: npm run demo:recover -- exchange/);
    const incident = await playground.arrives(incidents);
    assert.match(textOf(incident.card), /Exchange/);
    const recovering = await control(['recover', 'Exchange'], { TMPDIR: folder });
    assert.equal(recovering.code, 0, recovering.output);
    await playground.becomes(incident, /recovered|OK|clean/i);
  });

  it('demo:fail prints lines of at most 80 columns', async () => {
    const port = new URL(demo.simulatorUrl).port;
    for (const args of [
      ['fail', 'power automate'],
      ['recover', 'power automate'],
      ['fail', 'mars'],
      ['fail'],
    ]) {
      const { output } = await control(args, { SIMULATOR_PORT: port });
      for (const line of output.split('\n')) assert.ok(line.length <= 80, line);
    }
  });

  it('demo:fail changes nothing and names the services if it doesn’t know the one that it was given', async () => {
    for (const name of ['mars', 'exchange and teams', 'exchange backups', '--']) {
      const { output, code } = await control(['fail', name], { TMPDIR: folder });
      assert.equal(code, 1, output);
      assert.match(output, /I don’t know the service “[^”]*”\. Name one of these:\s+Exchange, SharePoint/);
    }
  });

  it('demo:fail says that no demo runs, and how to start one, whether or not a port was named', async () => {
    const [port] = await freePorts(1);
    const named = await control(['fail', 'teams'], { SIMULATOR_PORT: String(port) });
    assert.deepEqual([named.code, /No demo has its simulator on port/.test(named.output)], [1, true]);
    const wrong = await control(['fail', 'teams'], { SIMULATOR_PORT: 'x' });
    assert.deepEqual([wrong.code, /SIMULATOR_PORT is wrong/.test(wrong.output)], [1, true]);
  });

  it('a demo that has ended leaves no port file behind', async () => {
    const own = mkdtempSync(join(tmpdir(), 'backup-watch-control-'));
    const other = await startDemo({ TMPDIR: own });
    const files = () => readdirSync(own).filter(name => /^backup-watch-demo-.*\.json$/.test(name));
    assert.equal(files().length, 1);
    await other.stop();
    assert.deepEqual(files(), []);
    rmSync(own, { recursive: true });
  });
});
