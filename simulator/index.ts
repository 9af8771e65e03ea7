import { createSimulator } from './simulator.ts';
import { simulatedClient } from './tokens.ts';

const defaultPort = 3979;

const port = Number(process.env.PORT ?? defaultPort);
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`PORT must be a number from 0 to 65535.`);

process.once('SIGINT', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));

try {
  const { url } = await createSimulator().listen(port);
  console.log(
    `AvePoint simulator at ${url} · tokens at ${url}/connect/token · client id ${simulatedClient.id}, ` +
      `secret ${simulatedClient.secret} · trouble: curl -H content-type:application/json ` +
      `-d '{"kind":"status","status":503,"times":3}' ${url}/_trouble, and -X DELETE ends it`,
  );
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    fail(`Port ${port} is in use. Choose another one: PORT=${port + 1} npm run simulator`);
  }
  if (code === 'EACCES')
    fail(`Port ${port} may not be used. Choose another one: PORT=${defaultPort} npm run simulator`);
  throw error;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
