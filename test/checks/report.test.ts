import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { leastNode, machineFindings } from '../../src/checks/machine.ts';
import { endingLines, isPassed, reportWidth, sectionLines } from '../../src/checks/report.ts';
import { runGroups } from '../../src/checks/run.ts';
import { expiryFindings, settingsFindings } from '../../src/checks/settings.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { clockOf, monday } from '../support/fakes.ts';

const style = { width: 80, isColoured: false };
const bad: Finding = {
  mark: 'failure',
  tried: 'one thing',
  seen: 'it is not as it should be, for a reason that takes more than a single line to be told',
  fix: 'set A=1 where you find it, and if it is not there then look for it in the other place.',
  settings: [{ name: 'A', value: '1' }],
};
const good: Finding = { mark: 'ok', tried: 'another', seen: 'fine', settings: [{ name: 'B', value: '2' }] };

describe('the report', () => {
  it('the report begins each finding with its word, fits the terminal, and gives a fix with what is not ok', () => {
    assert.deepEqual(sectionLines({ title: 'Things', findings: [good, bad] }, style), [
      '',
      'Things',
      '  ok       another: fine',
      '  failure  one thing: it is not as it should be, for a reason that takes more',
      '           than a single line to be told',
      '           Fix: set A=1 where you find it, and if it is not there then look for',
      '                it in the other place.',
    ]);
  });

  it('the report takes 80 columns if the output says none or 0, never fewer than 40, and never more than 100', () => {
    for (const [columns, width] of [
      [undefined, 80],
      [0, 80],
      [1, 40],
      [20, 40],
      [39, 40],
      [40, 40],
      [79, 79],
      [100, 100],
      [200, 100],
    ] as const)
      assert.equal(reportWidth(columns), width, `${columns}`);
  });

  it('the report can be read at its least width: several words are on a line, of the finding and of the fix', () => {
    const width = reportWidth(1);
    const lines = sectionLines({ title: 'Things', findings: [bad] }, { ...style, width });
    assert.deepEqual(lines.slice(2, 7), [
      '  failure  one thing: it is not as it',
      '           should be, for a reason that',
      '           takes more than a single line',
      '           to be told',
      '           Fix: set A=1 where you find',
    ]);
    assert.ok(lines.every(line => line.length <= width));
  });

  it('the report colours only the word, which is also printed', () => {
    const [, , line] = sectionLines({ title: 'Things', findings: [good] }, { ...style, isColoured: true });
    assert.equal(line, '  \u001b[32mok\u001b[0m       another: fine');
  });

  it('the report ends with what to set, ready to paste, what is right already, and a verdict', () => {
    assert.deepEqual(endingLines([good, bad, bad], style), [
      '',
      'What to set',
      'A=1',
      '',
      'Found to be right as it is',
      'B=2',
      '',
      'Verdict: not ready. 2 failures, 0 warnings. Mend what failed, and run it again.',
    ]);
    assert.deepEqual(endingLines([], style).slice(1, 3), ['What to set', '  nothing']);
    const elsewhere: Finding = { ...bad, settings: [] };
    assert.match(endingLines([elsewhere], style)[2] ?? '', /no setting: .* as told above/);
  });

  it('the report passes with warnings, and not with a failure', () => {
    assert.ok(isPassed([good, { ...bad, mark: 'warning' }]));
    assert.ok(!isPassed([good, bad]));
  });
});

describe('groups of checks', () => {
  const all = async (groups: Parameters<typeof runGroups>[0], leftMs: number) => {
    const findings: Finding[] = [];
    for await (const section of runGroups(groups, { clock: clockOf(() => 0), until: monotonicMs(leftMs) }))
      findings.push(...section.findings);
    return findings;
  };

  it('groups of checks run at the same time and are reported in their order', async () => {
    let release = () => {};
    const first = new Promise<void>(resolve => {
      release = resolve;
    });
    const groups = [
      { title: 'a', check: () => first.then(() => [good]) },
      {
        title: 'b',
        check: async () => {
          release();
          return [bad];
        },
      },
    ];
    assert.deepEqual(await all(groups, 1_000), [good, bad]);
  });

  it('groups of checks fail if they do not end in time, or throw, and the error’s words are not shown', async () => {
    const findings = await all(
      [
        { title: 'hangs', check: () => new Promise(() => {}) },
        { title: 'throws', check: async () => Promise.reject(new TypeError('planted-secret')) },
        { title: 'fine', check: async () => [good] },
      ],
      5,
    );
    assert.deepEqual(
      findings.map(({ mark }) => mark),
      ['failure', 'failure', 'ok'],
    );
    assert.match(findings[0]?.seen ?? '', /no end in time/);
    assert.match(findings[1]?.seen ?? '', /the check itself failed \(TypeError\)/);
    assert.ok(!JSON.stringify(findings).includes('planted-secret'));
  });
});

describe('check of the settings', () => {
  it('the check of the settings fails for each problem, with its name to set and where to read about it', () => {
    const findings = settingsFindings(
      ['BOT_TYPE is wrong: one of A, B', 'KEY and KEY2 are wrong: only one'],
      ['old'],
    );
    assert.deepEqual(
      findings.map(({ mark }) => mark),
      ['failure', 'failure', 'warning'],
    );
    assert.deepEqual(findings[0]?.settings, [{ name: 'BOT_TYPE', value: '<one of A, B>' }]);
    for (const finding of findings)
      assert.ok(finding.mark !== 'ok' && /docs\/operations\.md, section “Settings”/.test(finding.fix));
    assert.equal(settingsFindings([], [])[0]?.mark, 'ok');
  });

  it('the check of the settings reports what expires, 30 days before', () => {
    const day = 86_400_000;
    const markIn = (days: number) =>
      expiryFindings([{ credential: 'avePointCertificate', at: monday + days * day }], monday)[0]?.mark;
    assert.deepEqual([31, 29, 0, -1].map(markIn), ['ok', 'warning', 'failure', 'failure']);
  });
});

describe('check of the machine', () => {
  it('the check of the machine needs the version of Node.js that package.json names', () => {
    const { engines } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    assert.equal(engines.node, `>=${leastNode}`);
    const markOf = (version: string) => machineFindings(version)[0]?.mark;
    assert.deepEqual(['20.18.9', '18.20.0', '20.19.0', '24.1.0'].map(markOf), [
      'failure',
      'failure',
      'ok',
      'ok',
    ]);
  });

  it('the check of the machine needs the rules of time zones', () => {
    assert.equal(machineFindings('22.0.0')[1]?.mark, 'ok');
    assert.equal(machineFindings('22.0.0', () => 'GMT')[1]?.mark, 'failure');
    assert.equal(machineFindings('22.0.0', () => undefined)[1]?.mark, 'failure');
  });
});
