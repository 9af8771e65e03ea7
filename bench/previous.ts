import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Row } from './table.ts';

/** Not in git: it belongs to the machine. */
const file = 'bench/.last.json';

export type Figures = Readonly<Record<string, Pick<Row, 'figure' | 'baseline'>>>;

/** What each row was when it was last measured on this machine, by its name. */
export function readPrevious(): Figures {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Stores these rows for the next run; those that were not measured now stay. */
export function keepForNext(rows: readonly Row[]): void {
  const measured = rows.map(({ what, figure, baseline }) => [what, { figure, baseline }]);
  const kept = { ...readPrevious(), ...Object.fromEntries(measured) };
  writeFileSync(file, `${JSON.stringify(kept, undefined, 2)}\n`);
}
