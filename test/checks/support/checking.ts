import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../scripts/root.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/simulator.ts';
import { simulatedClient } from '../../../simulator/tokens.ts';
import type { AvePointSettings } from '../../../src/avepoint/settings.ts';
import { type ChecksParts, createGroups, type ReadParts } from '../../../src/checks/checks.ts';
import type { Finding } from '../../../src/checks/finding.ts';
import { endingLines, sectionLines } from '../../../src/checks/report.ts';
import { runGroups } from '../../../src/checks/run.ts';
import { noProxy } from '../../../src/domain/proxy.ts';
import { monotonicMs, plusMs } from '../../../src/domain/time.ts';
import { clockOf, monday } from '../../support/fakes.ts';

export interface Checked {
  readonly findings: readonly Finding[];
  readonly text: string;
  /** The lines that are to be pasted. */
  readonly toSet: readonly string[];
  /** Returns the finding about a subject; throws if there is none. */
  about(tried: string): Finding & { readonly fix?: string };
}

export interface Checking {
  readonly url: string;
  readonly simulator: Simulator;
  readonly settings: AvePointSettings;
  /** All checks as `npm run check` makes them, beside a simulator. */
  check(changes?: {
    readonly settings?: Partial<AvePointSettings>;
    readonly parts?: Partial<ReadParts>;
    readonly others?: Partial<ChecksParts>;
  }): Promise<Checked>;
}

/** A folder with a manifest, icons and an env file that fills it. */
export function packageFolder(values: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'backup-watch-check-'));
  mkdirSync(join(folder, 'appPackage'));
  mkdirSync(join(folder, 'env'));
  for (const file of ['manifest.json', 'color.png', 'outline.png'])
    writeFileSync(join(folder, 'appPackage', file), readFileSync(new URL(`appPackage/${file}`, root)));
  const filled = {
    TEAMS_APP_ID: '6c1d2f0e-8f4b-4a35-9d0c-0a4c5d1b7e21',
    BOT_ID: 'a0b9c3d4-1111-4222-8333-444455556666',
    APP_NAME_SUFFIX: '',
    APP_DEVELOPER_NAME: 'Contoso',
    APP_WEBSITE_URL: 'https://example.com/a',
    APP_PRIVACY_URL: 'https://example.com/b',
    APP_TERMS_URL: 'https://example.com/c',
    ...values,
  };
  const lines = Object.entries(filled).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(folder, 'env/.env.dev'), `${lines.join('\n')}\n`);
  return folder;
}

/** Runs `use` beside a simulator of its own, whose clock and ours stand at `now`. */
export async function checking(
  options: SimulatorOptions & { readonly at?: number },
  use: (checking: Checking) => Promise<void>,
): Promise<void> {
  const { at = monday, ...rest } = options;
  const now = () => at;
  const simulator = createSimulator({ now, ...rest });
  const { url, close } = await simulator.listen(0);
  const folder = packageFolder();
  const settings: AvePointSettings = {
    graphUrl: url,
    tokenUrl: `${url}/connect/token`,
    clientId: simulatedClient.id,
    credential: { secret: simulatedClient.secret },
    jobsApi: 'cloudbackupjobs',
    firstPageIndex: 0,
    location: undefined,
    // As they are in the simulator's history.
    locations: options.history === false ? [] : ['NAM', 'EUR', 'APC'],
    timeoutMs: 5_000,
    backgroundTimeoutMs: 30_000,
  };
  try {
    await use({
      url,
      simulator,
      settings,
      check: changes =>
        checked({
          parts: {
            problems: [],
            warnings: [],
            expiries: [],
            proxies: noProxy,
            otherAddresses: [],
            avePoint: { ...settings, ...noLocations(changes?.settings), ...changes?.settings },
            watchIntervalMs: 60_000,
            store: { dataDir: join(folder, 'data'), storeUrl: undefined },
            bot: { identity: undefined },
            ...changes?.parts,
          },
          manifest: { folder, environment: 'dev', shell: {}, botId: undefined },
          nodeVersion: '22.1.0',
          clock: clockOf(now),
          newKey: () => 'key',
          fetch,
          until: monotonicMs(at + 45_000),
          ...changes?.others,
        }),
    });
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
}

/** With another shape or a single location, none of several. */
function noLocations({ jobsApi, location }: Partial<AvePointSettings> = {}): Partial<AvePointSettings> {
  return jobsApi === undefined && location === undefined ? {} : { locations: [] };
}

async function checked(parts: ChecksParts): Promise<Checked> {
  const style = { width: 80, isColoured: false };
  const findings: Finding[] = [];
  const lines: string[] = [];
  const limits = { clock: parts.clock, until: plusMs(parts.until, 5_000) };
  for await (const section of runGroups(createGroups(parts), limits)) {
    findings.push(...section.findings);
    lines.push(...sectionLines(section, style));
  }
  const ending = endingLines(findings, style);
  const text = [...lines, ...ending].join('\n');
  const from = ending.indexOf('What to set') + 1;
  return {
    findings,
    text,
    toSet: ending.slice(from, ending.indexOf('', from)).filter(line => !line.startsWith(' ')),
    about(tried) {
      const finding = findings.find(one => one.tried === tried);
      if (!finding) throw new Error(`nothing about ${tried}:\n${text}`);
      return finding;
    },
  };
}
