/** Returns true for a name or address of this machine's own loopback interface. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Headers that proxies add. With one of them, a request comes from elsewhere even if its connection is local. */
const tracesOfProxies = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/** Returns true if a request has headers of a proxy. `headers` have names in lower case. */
export function cameThroughProxy(headers: Readonly<Record<string, unknown>>): boolean {
  return tracesOfProxies.some(name => headers[name] !== undefined);
}
