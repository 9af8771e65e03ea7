import { createServer } from 'node:net';

/** No system hands these out by itself, so that no server that asks for any port is given one between the look and its use. */
const lowest = 10_000;
const count = 20_000;
const ofOneProcess = 50;

let next = process.pid * ofOneProcess;

/** Ports that nothing listens on, for programs that must be told one. Processes beside each other begin at different ones. */
export async function freePorts(wanted: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < wanted) {
    const port = lowest + (next++ % count);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
