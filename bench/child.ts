import { type ChildProcess, fork } from 'node:child_process';

/** What one of the bench's own processes does. */
interface Program<Settings, Ready, Report> {
  /** Called once; what it gives (addresses, say) is handed to the parent. */
  start(settings: Settings): Promise<Ready>;
  /** What the parent may ask at any time. */
  report(): Report;
}

/** Runs this process as a child of the bench. It ends when its parent lets go of it or dies. */
export function runAsChild<Settings, Ready, Report>(program: Program<Settings, Ready, Report>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (message: { settings: Settings } | 'report') => {
    process.send?.(message === 'report' ? program.report() : await program.start(message.settings));
  });
}

/** A child process that is ready. */
export interface Child<Ready, Report> {
  readonly ready: Ready;
  report(): Promise<Report>;
  stop(): void;
}

/**
 * Starts `script` (a module that calls `runAsChild`) in a process of its own and waits until it is ready.
 * Rejects where the process ends first; should it end later, its next report is rejected.
 */
export async function startChild<Ready, Report>(
  script: URL,
  settings: unknown,
): Promise<Child<Ready, Report>> {
  const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send({ settings });
  const ready = (await answerOf(child)) as Ready;
  return {
    ready,
    report: () => {
      const answer = answerOf(child);
      child.send('report');
      return answer as Promise<Report>;
    },
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('A process of the bench ended by itself.'));
    child.once('exit', ended);
    child.once('message', answer => {
      child.off('exit', ended);
      resolve(answer);
    });
  });
}
