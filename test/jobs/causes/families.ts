/** Fills variable parts into a message: an id, a number, an address, a name, a site, a time, a path. */
export interface Parts {
  readonly id: () => string;
  readonly number: () => number;
  readonly address: () => string;
  readonly name: () => string;
  readonly site: () => string;
  readonly time: () => string;
  readonly path: () => string;
}

/**
 * Each function creates messages of one reason. No two reasons are equal, though some differ only in a word or a code.
 */
export const families: readonly ((parts: Parts) => string)[] = [
  p => `Access denied to ${p.site()}. The app profile lacks permission. Correlation id: ${p.id()}`,
  p => `Access denied to the mailbox ${p.address()}. Correlation id: ${p.id()}`,
  p => `Access granted to ${p.site()} was revoked. Correlation id: ${p.id()}`,
  p => `Microsoft 365 throttled the request (429 Too Many Requests). Retry after ${p.number()} seconds.`,
  p => `The remote server returned an error: (503) Server Unavailable. Request id: ${p.id()}`,
  p => `The remote server returned an error: (500) Internal Server Error. Request id: ${p.id()}`,
  p => `The remote server returned an error: (401) Unauthorized. Request id: ${p.id()}`,
  p => `The remote server returned an error: (403) Forbidden. Request id: ${p.id()}`,
  p => `The remote server returned an error: (404) Not Found. Request id: ${p.id()}`,
  p => `The mailbox ${p.address()} cannot be found or has no valid licence.`,
  p => `The mailbox ${p.address()} can be found but has no valid licence.`,
  p =>
    `AADSTS700082: The refresh token has expired due to inactivity. Trace ID: ${p.id()} Timestamp: ${p.time()}`,
  p => `AADSTS50034: The user account does not exist in the directory. Trace ID: ${p.id()}`,
  p => `AADSTS50057: The user account is disabled. Trace ID: ${p.id()} Timestamp: ${p.time()}`,
  p => `The quota of ${p.name()} is exceeded: ${p.number()} MB of ${p.number()} MB.`,
  p => `The quota of ${p.name()} is not exceeded: ${p.number()} MB of ${p.number()} MB.`,
  p => `The item ${p.name()} is locked for editing.`,
  p => `The item ${p.name()} is checked out by ${p.name()}.`,
  p => `The site ${p.site()} is locked or read-only.`,
  p => `The operation timed out after ${p.number()} seconds at item ${p.id()}.`,
  p => `The operation was cancelled after ${p.number()} seconds at item ${p.id()}.`,
  p => `Backup storage cannot be written: container ${p.id()} returned status 507.`,
  p => `Backup storage cannot be written: container ${p.id()} returned status 403.`,
  p => `File ${p.path()} is larger than ${p.number()} GB and was skipped.`,
  p => `File ${p.path()} contains a virus and was skipped.`,
  p => `ErrorItemNotFound: the item was deleted at ${p.time()}.`,
  p => `ErrorAccessDenied: the item was moved at ${p.time()}.`,
  p => `Exception 'ItemNotFoundException' while reading ${p.name()}.`,
  p => `Exception 'QuotaExceeded' while reading ${p.name()}.`,
  p => `HRESULT: 0x80070005 while opening ${p.path()}`,
  p => `HRESULT: 0x80070020 while opening ${p.path()}`,
  p => `Job ${p.id()} could not start because job ${p.id()} is still running since ${p.time()}.`,
  p => `The connection to ${p.number()}.${p.number()}.${p.number()}.${p.number()} was reset.`,
  p => `Die Elemente von ${p.address()} konnten nicht gelesen werden (Fehler ${p.id()}).`,
];
