/** True for a name or address of this machine's own loopback interface. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** What proxies leave in a request: it came from elsewhere then, though the connection is this machine's own. */
const tracesOfProxies = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/** True if a request names a proxy that it came through. `headers` have names in lower case. */
export function cameThroughProxy(headers: Readonly<Record<string, unknown>>): boolean {
  return tracesOfProxies.some(name => headers[name] !== undefined);
}
