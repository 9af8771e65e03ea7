import { type ProxySettings, proxyFor } from '../domain/proxy.ts';
import type { StoreSettings } from '../store/open-store.ts';
import { serviceHosts, teamsCloud } from '../teams/cloud.ts';
import type { BotIdentity } from '../teams/credentials.ts';
import type { Finding } from './finding.ts';

const tried = 'proxy';

/** Which hosts are reached through the proxy, and which directly. */
export function proxyFinding(proxies: ProxySettings, addresses: readonly string[]): Finding {
  const { proxy } = proxies;
  if (proxy === undefined)
    return { mark: 'ok', tried, seen: 'none: neither HTTPS_PROXY nor HTTP_PROXY is set' };
  const hostsOf = (isWanted: (url: string) => boolean) =>
    [...new Set(addresses.filter(isWanted).map(url => new URL(url).hostname))].join(', ');
  const through = hostsOf(url => proxyFor(url, proxies) !== undefined);
  const direct = hostsOf(url => proxyFor(url, proxies) === undefined);
  const named = `${proxy.name} (${proxy.setting})`;
  const seen = [
    through === '' ? `${named} is used for none of the hosts` : `${named} for ${through}`,
    ...(direct === '' ? [] : [`directly: ${direct}`]),
  ];
  return { mark: 'ok', tried, seen: seen.join('; ') };
}

/** All that the bot asks outside, as far as it is set. */
export function addressesOf(parts: {
  readonly avePoint: { readonly graphUrl: string; readonly tokenUrl: string } | undefined;
  readonly store: StoreSettings | undefined;
  readonly bot: { readonly identity: BotIdentity | undefined } | undefined;
  /** Further addresses; undefined ones and those that can't be read are left out. */
  readonly others: readonly (string | undefined)[];
}): readonly string[] {
  const { avePoint, store, bot, others } = parts;
  const identity = bot?.identity;
  const urls = [
    avePoint?.graphUrl,
    avePoint?.tokenUrl,
    ...(identity ? [teamsCloud.openIdUrl, `https://${serviceHosts.world}`] : []),
    // A managed identity gets its tokens on the machine.
    ...(identity?.credential ? ['https://login.microsoftonline.com'] : []),
    tablesOf(store?.storeUrl),
    ...others,
  ];
  return urls.filter((url): url is string => url !== undefined && URL.canParse(url));
}

/** Returns the address of the tables: as it is set, in a connection string, or the one that the account has in Azure. */
export function tablesOf(storeUrl: string | undefined): string | undefined {
  if (storeUrl === undefined || URL.canParse(storeUrl)) return storeUrl;
  const partOf = (name: string) => new RegExp(`(?:^|;)\\s*${name}=([^;]+)`, 'i').exec(storeUrl)?.[1];
  const account = partOf('AccountName');
  const suffix = partOf('EndpointSuffix') ?? 'core.windows.net';
  return partOf('TableEndpoint') ?? (account && `https://${account}.table.${suffix}`);
}
