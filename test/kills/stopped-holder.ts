import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreReader } from '../../src/store/whole-store.ts';
import { shortLeaseMs } from './short-lease.ts';

export interface StopPlan {
  /** Those that run now, by whatever time it is asked. */
  readonly processes: readonly ChildProcess[];
  readonly lease: string;
  readonly open: () => Promise<StoreReader>;
  /** If another process can take the lease over. */
  readonly isShared: boolean;
  /** Called right after it was stopped. */
  readonly onStopped: (child: ChildProcess) => Promise<void>;
}

const pollMs = 100;
/** Another process takes over within the lease and the time that it takes to start. */
const longestMs = 60_000;

/**
 * Stops the process that holds the lease with SIGSTOP, waits until another one has it, or for longer than it lasts if
 * there is no other, and lets the process go on with SIGCONT. Rejects if no process takes over.
 */
export async function stopHolder({ processes, lease, open, isShared, onStopped }: StopPlan): Promise<void> {
  const store = await open();
  const holderNow = async () => {
    const [record] = await store.list('leases', 'all', { from: lease, before: `${lease} `, limit: 1 });
    const { holder } = (record?.value ?? { holder: '' }) as { readonly holder: string };
    return processes.find(({ pid }) => holder.startsWith(`process ${pid} `));
  };
  async function until(find: () => Promise<ChildProcess | undefined>, what: string): Promise<ChildProcess> {
    for (const end = performance.now() + longestMs; performance.now() < end; await sleep(pollMs)) {
      const found = await find();
      if (found) return found;
    }
    throw new Error(`${what}: ${lease}`);
  }

  try {
    const child = await until(holderNow, 'no process holds the lease');
    child.kill('SIGSTOP');
    try {
      await onStopped(child);
      const another = async () => {
        const holder = await holderNow();
        return holder === child ? undefined : holder;
      };
      if (isShared) await until(another, 'no other process took the lease over');
      else await sleep(1.5 * shortLeaseMs);
    } finally {
      child.kill('SIGCONT');
    }
  } finally {
    await store.close();
  }
}
