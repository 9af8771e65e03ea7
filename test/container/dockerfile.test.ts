import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';

const text = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** Each instruction of the Dockerfile with its arguments, comments taken out and continued lines joined. */
const instructions = text('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(line => line !== '')
  .map(line => ({
    name: line.split(' ')[0] ?? '',
    rest: line.slice(line.indexOf(' ') + 1),
  }));
const all = (name: string) => instructions.filter(one => one.name === name).map(({ rest }) => rest);
/** The last stage is what runs. */
const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const ofLast = (name: string) => last.filter(one => one.name === name).map(({ rest }) => rest);

/** The sources of each COPY from the context, not from another stage. */
const copied = (copies: readonly string[]) =>
  copies.filter(rest => !rest.startsWith('--from=')).flatMap(rest => rest.split(' ').slice(0, -1));
const sent = text('.dockerignore')
  .split('\n')
  .filter(line => line.startsWith('!'))
  .map(line => line.slice(1));

describe('container image', () => {
  it('the container image begins with a pinned version of Node, the same in each stage', () => {
    const [arg = ''] = all('ARG');
    assert.match(arg, /^NODE_IMAGE=node:22\.\d+\.\d+-[a-z]+-slim$/);
    assert.deepEqual(
      all('FROM').map(rest => rest.split(' ')[0]),
      Array(3).fill('$' + '{NODE_IMAGE}'),
    );
  });

  it('the container image installs exactly what the lockfile says, without scripts, and runs without what only builds and tests', () => {
    const installs = all('RUN').filter(rest => rest.includes('npm '));
    assert.equal(installs.length, 2);
    for (const install of installs) assert.match(install, /^npm ci .*--ignore-scripts/);
    assert.match(installs[0] ?? '', /--omit=dev/);
    assert.equal(all('COPY').filter(rest => rest === 'packages packages').length, 2);
    assert.ok(ofLast('COPY').includes('--from=packages /app/node_modules node_modules'));
    assert.ok(ofLast('COPY').includes('--from=build /app/dist/src dist/src'));
  });

  it('the container image runs as a user that is not root, by number, and owns nothing but the volume for its data', () => {
    assert.deepEqual(ofLast('USER'), ['1000:1000']);
    assert.deepEqual(ofLast('VOLUME'), ['/data']);
    assert.deepEqual(ofLast('RUN'), ['install --directory --owner=1000 --group=1000 --mode=0700 /data']);
    for (const copy of ofLast('COPY')) assert.doesNotMatch(copy, /--ch(own|mod)/);
  });

  it('the container image writes nowhere but to that volume, so that its root may be read-only', () => {
    assert.match(ofLast('ENV').join(' '), /\bDATA_DIR=\/data\b.*\bSQLITE_TMPDIR=\/data\b/);
  });

  it('the container image starts the bot without a shell in between, so that SIGTERM reaches it', () => {
    const command = [...ofLast('ENTRYPOINT'), ...ofLast('CMD')].flatMap(rest => JSON.parse(rest) as string[]);
    assert.deepEqual(command, ['node', 'scripts/start.js']);
  });

  it('the container image has what its commands import', () => {
    const scripts = copied(ofLast('COPY')).filter(path => path.startsWith('scripts/'));
    for (const path of [...scripts, 'scripts/start.js', 'scripts/alive.js']) {
      assert.ok(scripts.includes(path), path);
      for (const [, target = ''] of text(path).matchAll(/from '\.\/([\w.-]+)'/g))
        assert.ok(scripts.includes(`scripts/${target}`), target);
    }
  });

  it('the container image asks for its health with a program of its own', () => {
    const [check = ''] = ofLast('HEALTHCHECK');
    assert.deepEqual(JSON.parse(check.slice(check.indexOf('['))), ['node', 'scripts/alive.js']);
  });

  it('the container image is built only of what is named in .dockerignore, none of which has secrets or data', () => {
    const [first] = text('.dockerignore')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    assert.equal(first, '*');
    assert.deepEqual(sent.toSorted(), [
      '.npmrc',
      'package-lock.json',
      'package.json',
      'packages',
      'scripts',
      'simulator',
      'src',
      'tsconfig.json',
    ]);
    for (const path of copied(all('COPY'))) {
      assert.ok(existsSync(new URL(path, root)), path);
      assert.ok(sent.includes(path.split('/')[0] ?? ''), path);
    }
  });
});
