import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';

/** What one of the bench's own processes does. */
interface Program<Settings, Ready, Report> {
  /** Called once; its result (addresses, say) is passed to the parent. */
  start(settings: Settings): Promise<Ready>;
  /** What the parent may ask at any time, in words that the two agree on. */
  report(about?: string): Report | Promise<Report>;
}

type Message<Settings> = { readonly settings: Settings } | { readonly about?: string };

/** Runs this process as a child of the bench. It ends when its parent disconnects or dies. */
export function runAsChild<Settings, Ready, Report>(program: Program<Settings, Ready, Report>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (message: Message<Settings>) => {
    const isStart = 'settings' in message;
    process.send?.(isStart ? await program.start(message.settings) : await program.report(message.about));
  });
}

/** A child process that is ready. */
export interface Child<Ready, Report> {
  readonly ready: Ready;
  report(about?: string): Promise<Report>;
  stop(): void;
}

/** The script `name` beside the module at `moduleUrl`: of the sources, or of the build, as that one is. */
export function scriptBeside(moduleUrl: string, name: string): URL {
  return new URL(`./${name}${extname(moduleUrl)}`, moduleUrl);
}

/**
 * Starts `script` (a module that calls `runAsChild`) in a process of its own and waits until it is ready.
 * `nodeFlags` come before the script. Rejects if the process ends first; if it ends later, its next report is
 * rejected.
 */
export async function startChild<Ready, Report>(
  script: URL,
  settings: unknown,
  nodeFlags: readonly string[] = [],
): Promise<Child<Ready, Report>> {
  const child = fork(script, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, ...nodeFlags],
  });
  child.send({ settings });
  const ready = (await answerOf(child)) as Ready;
  return {
    ready,
    report: about => {
      const answer = answerOf(child);
      child.send(about === undefined ? {} : { about });
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
