import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Tells other commands of the same user on which port the simulator of the running demo listens. */
const file = join(tmpdir(), `backup-watch-demo-${userInfo().username.replace(/\W/g, '')}.json`);

/** A second demo takes the file over. Without it, the demo still runs: the commands then need its port. */
export function writePortFile(simulatorPort: number): void {
  try {
    rmSync(file, { force: true });
    // "wx": never through a link that another user has put there.
    writeFileSync(file, JSON.stringify({ pid: process.pid, simulatorPort }), { flag: 'wx', mode: 0o600 });
  } catch {
    // The folder can't be written to.
  }
}

/** Removes the file, unless another demo has taken it over. */
export function removePortFile(): void {
  if (read()?.pid === process.pid) rmSync(file, { force: true });
}

/** Returns the port that the latest demo has written; undefined if there is none. */
export function portInFile(): number | undefined {
  const port = read()?.simulatorPort;
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

function read(): { readonly pid?: unknown; readonly simulatorPort?: unknown } | undefined {
  try {
    // In a folder that all users share, anyone may write such a file.
    if (process.getuid && statSync(file).uid !== process.getuid()) return undefined;
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}
