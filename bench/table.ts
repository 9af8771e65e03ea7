export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that this share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Three digits that say something: 1,234, 123, 12.3, 1.23. */
export function digits(value: number): string {
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** One line of what is printed at the end. */
export interface Row {
  readonly what: string;
  readonly figure: number;
  /** The same of the bare bot, or what stands for it. */
  readonly baseline: number;
  readonly aim?: { readonly text: string; readonly isMet: boolean } | undefined;
}

/** The rows as a table in Markdown, each beside what it was before: its figure, and the ratio of that run. */
export function tableOf(
  rows: readonly Row[],
  before: Readonly<Record<string, Pick<Row, 'figure' | 'baseline'>>> = {},
): string {
  const cells = rows.map(({ what, figure, baseline, aim }) => [
    what,
    digits(figure),
    digits(baseline),
    digits(figure / baseline),
    sayBefore(before[what]),
    aim?.text ?? '–',
    aim === undefined ? '–' : aim.isMet ? 'met' : 'missed',
  ]);
  const heads = ['', 'figure', 'baseline', 'ratio', 'before', 'aim', ''];
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map(row => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(heads), `| ${rule.join(' | ')} |`, ...cells.map(line)].join('\n');
}

function sayBefore(row: Pick<Row, 'figure' | 'baseline'> | undefined): string {
  return row ? `${digits(row.figure)} (${digits(row.figure / row.baseline)})` : '–';
}
