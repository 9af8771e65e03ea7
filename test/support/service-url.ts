import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Of the same shape as the Agents Playground's: a bot in local mode answers no other. */
const prefix = '/_connector';

/** The service address of a Teams on loopback. */
export function serviceUrlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
}

/** The path of a request to that address, decoded, as Teams documents it. */
export function pathAt(url = ''): string {
  return decodeURIComponent(url.startsWith(prefix) ? url.slice(prefix.length) : url);
}
