import { plural } from '../domain/plural.ts';
import type { Finding, SuggestedSetting } from './finding.ts';

/** Findings about one thing, under its name. */
export interface ReportSection {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export interface ReportStyle {
  /** Characters of a line: see `reportWidth`. */
  readonly width: number;
  /** Colour beside the words; the words alone say it all. */
  readonly isColoured: boolean;
}

const usualColumns = 80;
const leastColumns = 40;
const mostColumns = 100;

/**
 * The width for an output of `columns`. A terminal that does not know its size says 0, a pipe undefined: either gets 80.
 * A narrower one than 40 folds the lines itself, since one word a line is harder to read.
 */
export function reportWidth(columns: number | undefined): number {
  return Math.min(Math.max(columns || usualColumns, leastColumns), mostColumns);
}

const indent = '           ';
const colours = { ok: 32, warning: 33, failure: 31 } as const;

/** One section in lines. */
export function sectionLines({ title, findings }: ReportSection, style: ReportStyle): string[] {
  return ['', title, ...findings.flatMap(finding => findingLines(finding, style))];
}

function findingLines(finding: Finding, { width, isColoured }: ReportStyle): string[] {
  const { mark, tried, seen } = finding;
  const [first = '', ...more] = wrapped(`${tried}: ${seen}`, width - indent.length);
  const word = isColoured ? `\u001b[${colours[mark]}m${mark}\u001b[0m` : mark;
  const lines = [
    `  ${word}${' '.repeat(indent.length - 2 - mark.length)}${first}`,
    ...more.map(line => indent + line),
  ];
  if (finding.mark === 'ok') return lines;
  const [fix = '', ...rest] = wrapped(finding.fix, width - indent.length - 5);
  return [...lines, `${indent}Fix: ${fix}`, ...rest.map(line => `${indent}     ${line}`)];
}

/** What is to be set, what was found to be set already, and the verdict. */
export function endingLines(findings: readonly Finding[], { width }: ReportStyle): string[] {
  const toSet = settingsOf(findings.filter(({ mark }) => mark !== 'ok'));
  const asIs = settingsOf(findings.filter(({ mark }) => mark === 'ok')).filter(
    ({ name }) => !toSet.some(other => other.name === name),
  );
  const lines = (settings: readonly SuggestedSetting[]) =>
    settings.map(({ name, value }) => `${name}=${value}`);
  return [
    '',
    'What to set',
    ...(toSet.length > 0
      ? lines(toSet)
      : [isPassed(findings) ? '  nothing' : '  no setting: what failed is mended as told above']),
    ...(asIs.length > 0 ? ['', 'Found to be right as it is', ...lines(asIs)] : []),
    '',
    ...wrapped(verdictOf(findings), width),
  ];
}

/** True if nothing failed. */
export function isPassed(findings: readonly Finding[]): boolean {
  return findings.every(({ mark }) => mark !== 'failure');
}

function verdictOf(findings: readonly Finding[]): string {
  const count = (mark: Finding['mark']) => findings.filter(finding => finding.mark === mark).length;
  const [failures, warnings] = [count('failure'), count('warning')];
  const words = (number: number, word: string) => `${number} ${plural(number, word, `${word}s`)}`;
  if (failures > 0)
    return `Verdict: not ready. ${words(failures, 'failure')}, ${words(warnings, 'warning')}. Mend what failed, and run it again.`;
  if (warnings > 0) return `Verdict: ready, with ${words(warnings, 'warning')}.`;
  return `Verdict: ready. All ${findings.length} checks are ok.`;
}

/** Each name once; what was found last counts. */
function settingsOf(findings: readonly Finding[]): readonly SuggestedSetting[] {
  const all = findings.flatMap(({ settings }) => settings ?? []);
  return [...new Map(all.map(setting => [setting.name, setting])).values()];
}

/** Broken at spaces; a word that is longer than a line stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
