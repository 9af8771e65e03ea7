import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ManifestParts, manifestFindings } from '../../src/checks/manifest.ts';
import { packageFolder } from './support/checking.ts';

const botId = 'a0b9c3d4-1111-4222-8333-444455556666';

/** Returns the finding about a folder whose env file has these values in place of valid ones. */
function told(
  values: Readonly<Record<string, string>>,
  parts: Partial<ManifestParts> = {},
  spoil?: (folder: string) => void,
) {
  const folder = packageFolder(values);
  try {
    spoil?.(folder);
    return manifestFindings({ folder, environment: 'dev', shell: {}, botId, ...parts });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function assertOne(findings: ReturnType<typeof told>, mark: 'warning' | 'failure', words: RegExp): void {
  assert.equal(findings.length, 1);
  const [finding] = findings;
  assert.equal(finding?.mark, mark);
  assert.match(JSON.stringify(finding), words);
}

describe('check of the app package', () => {
  it('the check of the app package is ok if every placeholder has a value and it is this bot’s', () => {
    assert.deepEqual(
      told({}).map(({ mark }) => mark),
      ['ok'],
    );
    assert.equal(told({ BOT_ID: botId.toUpperCase() })[0]?.mark, 'ok');
  });

  it('the check of the app package names the placeholders without a value, and the file; the shell’s values count', () => {
    assertOne(
      told({ APP_DEVELOPER_NAME: '', TEAMS_APP_ID: ' ' }),
      'warning',
      /env\/\.env\.dev for TEAMS_APP_ID, APP_DEVELOPER_NAME"/,
    );
    assert.equal(told({ APP_DEVELOPER_NAME: '' }, { shell: { APP_DEVELOPER_NAME: 'Me' } })[0]?.mark, 'ok');
  });

  it('the check of the app package fails if the package is another bot’s, whatever the shell says', () => {
    const other = '11111111-1111-4222-8333-444455556666';
    assertOne(
      told({ BOT_ID: other }, { shell: { BOT_ID: botId } }),
      'failure',
      /BOT_ID is 1111.*and a0b9.*another bot/,
    );
    assert.equal(told({ BOT_ID: other }, { botId: undefined })[0]?.mark, 'ok');
  });

  it('the check of the app package fails if TEAMS_APP_ID is no GUID or an address is not https', () => {
    assertOne(told({ TEAMS_APP_ID: 'backup-watch' }), 'failure', /TEAMS_APP_ID is no GUID/);
    assertOne(
      told({ APP_WEBSITE_URL: 'http://example.com', APP_TERMS_URL: 'nowhere' }),
      'failure',
      /no https address: APP_WEBSITE_URL, APP_TERMS_URL/,
    );
  });

  it('the check of the app package fails if an icon or the manifest itself is invalid', () => {
    const spoil = (name: string) => (folder: string) => writeFileSync(join(folder, 'appPackage', name), 'x');
    assertOne(told({}, {}, spoil('color.png')), 'failure', /no picture: appPackage\/color\.png/);
    assertOne(told({}, {}, spoil('manifest.json')), 'failure', /no JSON/);
  });

  it('the check of the app package says that it was not tried if the files are missing, rather than ok', () => {
    assertOne(told({}, { environment: 'prod' }), 'warning', /not tried: env\/\.env\.prod is not here/);
    assertOne(told({}, { folder: '/nowhere' }), 'warning', /not tried: appPackage\/manifest\.json/);
  });
});
