export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
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
  readonly aim?: { readonly text: string; readonly isMet: boolean };
}

/** The rows as a table in Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ what, figure, baseline, aim }) => [
    what,
    digits(figure),
    digits(baseline),
    digits(figure / baseline),
    aim?.text ?? '–',
    aim === undefined ? '–' : aim.isMet ? 'met' : 'missed',
  ]);
  const heads = ['', 'figure', 'baseline', 'ratio', 'aim', ''];
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map(row => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(heads), `| ${rule.join(' | ')} |`, ...cells.map(line)].join('\n');
}
