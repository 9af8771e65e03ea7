import { DemoError } from './demo/demo-error.ts';
import { portInFile } from './demo/port-file.ts';
import { commandWith, portFrom, usualSimulatorPort } from './demo/ports.ts';
import { type NamedService, serviceNamed } from './demo/services.ts';
import { isSimulator, stage } from './demo/simulator-client.ts';
import { runCommand, UsageError } from './run.ts';

const usage = `Say: npm run demo:fail -- exchange       backups of Exchange fail from now on
or:  npm run demo:recover -- exchange    they end well again
Name any service as you would in chat: teams, "exchange online", onedrive.
SIMULATOR_PORT chooses a demo, if several run.`;

const error = 'Access denied. The app profile "Contoso Backup" was refused with error 403.';
/** Where the simulated company has backups. */
const locations = ['NAM', 'EUR', 'APC'];
const runMs = 1_000;

/** Makes the backups of one service fail in the running demo, or end well again. */
await runCommand(async () => {
  const [what, ...words] = process.argv.slice(2);
  if (words.some(word => word === '-h' || word === '--help')) return console.log(usage);
  if ((what !== 'fail' && what !== 'recover') || words.length === 0) throw new UsageError(usage);
  const service = serviceNamed(words.join(' '));
  const simulatorUrl = await runningSimulator();
  console.log(await (what === 'fail' ? failing : recovering)(service, simulatorUrl));
});

/** Later runs fail, too: a clean one would close the incident before anyone has seen it. */
async function failing({ name, service, number }: NamedService, simulatorUrl: string): Promise<string> {
  await stage(simulatorUrl, '/_incidents', [{ kind: 'fails', service: number, cause: 'tokenExpired' }]);
  const endedAt = Date.now() - runMs;
  const run = { service: number, startedAt: endedAt - runMs, endedAt, state: 3 } as const;
  const counts = { total: 180, failed: 12, successful: 168, skipped: 0 };
  const [id] = await stage(simulatorUrl, '/_jobs', [
    { ...run, counts, errors: [{ value: error, number: 12 }] },
  ]);
  return `A backup of ${name} has just failed (job ${id}).
Those that follow will fail, too.

Chats and channels that watch ${name} get an incident in some 10 s.
Nothing comes? Type this in the channel Incidents, press Save, and try again:
  @Backup Watch watch ${name.toLowerCase()}

To end it: npm run demo:recover -- ${service.toLowerCase()}`;
}

/** A service has recovered if a run that started after its last failure ended well, in the same location. */
async function recovering({ name, number }: NamedService, simulatorUrl: string): Promise<string> {
  await stage(simulatorUrl, '/_incidents', [{ kind: 'recovers', service: number }]);
  const startedAt = Date.now();
  const run = { service: number, startedAt, endedAt: startedAt + runMs, state: 2 } as const;
  await stage(
    simulatorUrl,
    '/_jobs',
    locations.map(location => ({ ...run, location })),
  );
  return `A clean backup of ${name} runs now in each location (${locations.join(', ')}),
and those that follow will end well, too.

An open incident of ${name} turns green in about 10 seconds.`;
}

/** Returns the address of the running demo's simulator. */
async function runningSimulator(): Promise<string> {
  const chosen =
    process.env.SIMULATOR_PORT === undefined ? undefined : portFrom(process.env, 'SIMULATOR_PORT', 0);
  const ports = chosen === undefined ? [portInFile(), usualSimulatorPort] : [chosen];
  for (const port of ports) {
    const url = `http://127.0.0.1:${port}`;
    if (port !== undefined && (await isSimulator(url))) return url;
  }
  throw new DemoError(
    chosen === undefined
      ? `No demo is running on this machine. Start one in another terminal:
  npm run demo
If it runs as another user, or you chose its ports yourself, name its port:
  ${commandWith({ SIMULATOR_PORT: 4979 }, 'npm run demo:fail -- exchange')}`
      : `No demo has its simulator on port ${chosen}, which SIMULATOR_PORT names.
Leave SIMULATOR_PORT out to find the latest demo.`,
  );
}
