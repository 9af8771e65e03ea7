import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';
import { type ErrorReport, troubleText } from '../../src/cards/error-card.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { settingsRead } from '../support/settings-read.ts';

const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/architecture.md',
  'docs/comparison.md',
  'docs/decisions.md',
  'docs/measurements.md',
  'docs/operations.md',
  'docs/unverified.md',
  'bench/README.md',
  'src/cards/styleguide.md',
];
/** Names files of other projects as well. */
const aboutOthers = 'docs/comparison.md';
const sources = ['src', 'test', 'simulator', 'scripts', 'bench'].flatMap(folder =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(
    name => `/${folder}/${name.replaceAll('\\', '/')}`,
  ),
);
const decisions = text('docs/decisions.md');
const operations = text('docs/operations.md');
/** With these, the bot asks for every other setting. */
const environment = {
  ...{ BOT_ID: 'x', BOT_TYPE: 'SingleTenant', KEY_VAULT_URL: 'https://x.example' },
  ...{ AZURE_OPENAI_ENDPOINT: 'https://x.example', OPENAI_BASE_URL: 'https://x.example' },
};

/** As GitHub makes an anchor of a heading. */
function anchorsIn(document: string): ReadonlySet<string> {
  const headings = [...text(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map(heading =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}

const problems: readonly ErrorReport['problem'][] = [
  'rejected',
  'unauthorised',
  'forbidden',
  'not-found',
  'rate-limited',
  'unavailable',
  'timed-out',
  'malformed',
  'unrecorded',
  'store',
  'unexpected',
];

for (const document of documents) {
  describe(document, () => {
    it(`${document} links only to files and headings that exist`, () => {
      const links = [...text(document).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)];
      for (const [, link = ''] of links) {
        const [path, anchor] = link.split('#');
        const url = new URL(
          path === '' ? document : (path ?? ''),
          path === '' ? root : new URL(document, root),
        );
        assert.ok(existsSync(url), link);
        if (anchor) assert.ok(anchorsIn(url.href.slice(root.href.length)).has(anchor), link);
      }
    });

    if (document !== aboutOthers)
      it(`${document} names only files of the code that exist`, () => {
        const named = [...text(document).matchAll(/`([\w./-]+\.(?:ts|js))`/g)].map(([, path = '']) => path);
        assert.deepEqual(
          named.filter(path => !sources.some(source => source.endsWith(`/${path}`))),
          [],
        );
      });

    it(`${document} names only commands that exist`, () => {
      const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
      for (const [, name = ''] of text(document).matchAll(/npm run (?:--silent )?([a-z][\w:]*)/g))
        assert.ok(scripts[name], name);
      for (const [, path = ''] of text(document).matchAll(/node (scripts\/[\w.]+)/g))
        assert.ok(existsSync(new URL(path, root)), path);
    });
  });
}

describe('docs/operations.md', () => {
  it('docs/operations.md explains every cause that an error card can have, in its words', () => {
    for (const problem of problems) {
      const [cause = ''] = troubleText({ problem, reference: 'x' }).split(
        / (?:Nothing was changed|Press again)/,
      );
      assert.ok(operations.includes(`| ${cause}`), cause);
    }
  });

  it('docs/operations.md explains every metric of the product', async () => {
    const metrics = createMetrics();
    const counted = [...(await metrics.text()).matchAll(/^# TYPE (backup_watch_\w+) /gm)].map(
      ([, name]) => name,
    );
    const explained = [...operations.matchAll(/^\| `(backup_watch_\w+)`/gm)].map(([, name]) => name);
    assert.deepEqual(explained.sort(), counted.sort());
    metrics.close();
  });

  it('docs/operations.md explains only log lines that the bot writes', () => {
    const [, section = ''] = /^## The log$([\s\S]*?)^## /m.exec(operations) ?? [];
    const cells = [...section.matchAll(/^\| (`.+?) +\| .+ \|$/gm)].map(([, cell = '']) => cell);
    const lines = cells.flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, line = '']) => line));
    const sources = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => text(`src/${name}`));
    const isWritten = (line: string) => {
      const parts = line.split('…').map(part => part.trim());
      return sources.some(source => parts.every(part => source.includes(part)));
    };
    assert.ok(lines.length > 20);
    assert.deepEqual(
      lines.filter(line => !isWritten(line)),
      [],
    );
  });

  it('docs/operations.md names only settings that the bot reads', async () => {
    const read = await settingsRead(environment);
    const named = [...operations.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, name = '']) => name);
    const others =
      /^(APP_|TEAMS_APP_ID$|RESOURCE_SUFFIX$|AZURE_RESOURCE_GROUP_NAME$|BOT_DOMAIN$|NODE_EXTRA_CA_CERTS$|(SIMULATOR|PLAYGROUND)_PORT$)/;
    assert.deepEqual(
      [...new Set(named)].filter(name => !others.test(name) && !read.has(name)),
      [],
    );
  });
});

describe('docs/decisions.md', () => {
  const records = decisions.split(/^(?=## )/m).slice(1);
  const titleOf = (record: string) => /^## (\d+\. .+)$/m.exec(record)?.[1] ?? '';

  it('docs/decisions.md lists every record in its index, in order and with its status', () => {
    const listed = [...decisions.matchAll(/^\| (\d+) \| \[(.+)\]\(#[\w-]+\) \| (.+) \|$/gm)];
    const expected = records.map(record => {
      const successor = /^Superseded by \[(\d+)\]/m.exec(record)?.[1];
      return `${titleOf(record)}: ${successor ? `superseded by ${successor}` : 'accepted'}`;
    });
    assert.ok(records.length > 50);
    assert.deepEqual(
      listed.map(([, number, title, status]) => `${number}. ${title}: ${status}`),
      expected,
    );
    assert.deepEqual(
      records.map(record => Number.parseInt(titleOf(record), 10)),
      records.map((_, index) => index + 1),
    );
  });

  it('docs/decisions.md has records of fewer than 15 lines, with context, decision and consequence', () => {
    const isWhole = (record: string) =>
      ['Context', 'Decision', 'Consequence'].every(part => record.includes(`- **${part}:** `));
    const wrong = records.filter(
      record =>
        record.trim().split('\n').length >= 15 || !(isWhole(record) || record.includes('\nSuperseded by [')),
    );
    assert.deepEqual(wrong.map(titleOf), []);
  });
});

describe('settings in docs/operations.md', () => {
  it('the settings in docs/operations.md are all that the bot reads', async () => {
    const ofAzure = ['WEBSITE_INSTANCE_ID', 'RUNNING_ON_AZURE'];
    // Whole certificates come from the vault alone: no environment should have them.
    const ofVault = ['AVEPOINT_CERTIFICATE', 'BOT_CERTIFICATE'];
    const read = await settingsRead(environment);
    const [, section = ''] = /^## Settings$([\s\S]*?)^## /m.exec(operations) ?? [];
    const names = [...read].filter(name => /^[A-Z][A-Z_]+$/.test(name));
    assert.ok(names.length > 30);
    assert.deepEqual(
      names.filter(name => ![...ofAzure, ...ofVault].includes(name) && !section.includes(`\`${name}\``)),
      [],
    );
  });

  it('the settings in docs/operations.md can be found from README.md', () => {
    assert.match(text('README.md'), /^## Settings$[\s\S]*?\(docs\/operations\.md#settings\)/m);
  });
});
