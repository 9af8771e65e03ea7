// Ends with 0 if the bot of this machine answers at /healthz, else with 1: a container's health check, in an image
// without curl.
const limitMs = 4_000;
const host = process.env.HOST?.trim() ?? '';
const port = process.env.PORT?.trim() || '3978';
// An address to listen on that stands for all addresses is no address to send a request to.
const asked = ['', '0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;

let isAlive = false;
try {
  const response = await fetch(`http://${asked}:${port}/healthz`, { signal: AbortSignal.timeout(limitMs) });
  isAlive = response.ok;
} catch {
  // Nothing listens, or it does not answer in time.
}
process.exit(isAlive ? 0 : 1);
