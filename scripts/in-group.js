// A process and all its children, in a group of their own: those that are left when the first one ends are ended, too.
// Otherwise they would keep its output open, and a reader of the output would wait for ever.
import { spawn } from 'node:child_process';

const groups = new Set();
process.on('exit', () => groups.forEach(end));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/**
 * Runs this Node with `args`. Resolves with its exit status and what it printed, as far as that is not inherited; with
 * the status undefined if it was stopped because it did not end within `limitMs`.
 */
export async function runInGroup(args, { stdio, env, limitMs }) {
  const child = spawn(process.execPath, args, { stdio, env, detached: true });
  groups.add(child);
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => printed.push(chunk));
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    end(child);
  }, limitMs);
  child.once('exit', () => end(child));
  const status = await new Promise(resolve => child.once('close', resolve));
  clearTimeout(limit);
  groups.delete(child);
  return { status: isLate ? undefined : status, printed: Buffer.concat(printed).toString() };
}

function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing is left of the group, or the system has none.
    child.kill('SIGKILL');
  }
}
