import { type ProxySettings, readDirectHosts, type WebProxy } from '../domain/proxy.ts';
import type { Settings } from './settings.ts';

/** All that is asked outside is https; a machine that names one proxy for everything often names it in HTTP_PROXY alone. */
const proxyNames = ['HTTPS_PROXY', 'HTTP_PROXY'] as const;

/** The proxy to go out through, and the hosts that are reached without it; names in capitals win over those in small letters. */
export function readProxies(settings: Settings): ProxySettings {
  const { get } = settings;
  const setting = proxyNames.find(name => get(name, name.toLowerCase()) !== undefined);
  return {
    proxy: setting && readProxy(setting, settings),
    direct: readDirectHosts(get('NO_PROXY', 'no_proxy')),
  };
}

function readProxy(setting: string, { get, complain }: Settings): WebProxy | undefined {
  const text = get(setting, setting.toLowerCase()) ?? '';
  const url = urlOf(text);
  if (url) return { name: `${url.hostname}:${url.port || usualPort(url)}`, url: url.href, setting };
  complain(`${setting} is wrong: the address of a proxy, http://host:port or https://host:port`);
  return undefined;
}

/** Many tools take an address without `http://`. A password may have anything, if it's encoded as addresses want it. */
function urlOf(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!['http:', 'https:'].includes(url.protocol)) return undefined;
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return undefined;
  }
  return url;
}

function usualPort({ protocol }: URL): number {
  return protocol === 'https:' ? 443 : 80;
}
