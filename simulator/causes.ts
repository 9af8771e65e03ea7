import type { Dice } from './dice.ts';
import type { SimulatedError } from './job.ts';

interface Cause {
  readonly code: string | undefined;
  readonly message: (dice: Dice) => string;
}

const people = [
  'amara.okafor',
  'li.wei',
  'j.svensson',
  'm.garcia',
  'priya.nair',
  'tom.baker',
  'zoe.martin',
] as const;
const places = [
  'Finance',
  'HR-Payroll',
  'Legal',
  'Project-Atlas',
  'Sales-EMEA',
  'R&D',
  'Board',
  'Plant 7',
] as const;

const hex = (dice: Dice, length: number) =>
  Array.from({ length }, () => dice.between(0, 15).toString(16)).join('');
const guid = (dice: Dice) => [8, 4, 4, 4, 12].map(length => hex(dice, length)).join('-');
const address = (dice: Dice) => `${dice.pick(people)}${dice.between(1, 99)}@contoso.com`;
const site = (dice: Dice) => `https://contoso.sharepoint.com/sites/${encodeURIComponent(dice.pick(places))}`;

/** Why jobs fail. Ids, addresses and URLs differ from job to job, the words around them do not. */
const causes = {
  throttled: {
    code: 'CB-429',
    message: dice =>
      `Microsoft 365 throttled the request (429 Too Many Requests). Retry after ${dice.between(30, 900)} seconds. Request id: ${guid(dice)}`,
  },
  accessDenied: {
    code: 'CB-403',
    message: dice =>
      `Access denied to ${site(dice)}. The app profile lacks permission. Correlation id: ${guid(dice)}`,
  },
  tokenExpired: {
    code: 'CB-401',
    message: dice =>
      `AADSTS700082: The refresh token has expired due to inactivity. Trace ID: ${guid(dice)} Timestamp: ${dice.between(10, 23)}:${dice.between(10, 59)}:${dice.between(10, 59)}Z`,
  },
  mailboxMissing: {
    code: 'CB-404',
    message: dice => `The mailbox ${address(dice)} cannot be found or has no valid licence.`,
  },
  siteLocked: {
    code: 'CB-423',
    message: dice => `The site ${site(dice)} is locked or read-only.`,
  },
  unavailable: {
    code: undefined,
    message: dice =>
      `The remote server returned an error: (503) Server Unavailable. Request id: ${guid(dice)}`,
  },
  timeout: {
    code: undefined,
    message: dice =>
      `The operation timed out after ${dice.between(60, 600)} seconds at item ${hex(dice, 16)}.`,
  },
  storage: {
    code: 'CB-507',
    message: dice => `Backup storage cannot be written: container ${hex(dice, 12)} returned status 507.`,
  },
} as const satisfies Record<string, Cause>;

export type CauseName = keyof typeof causes;
export const causeNames = Object.keys(causes) as [CauseName, ...CauseName[]];

/** One error row of that cause that was met `number` times. */
export function errorOf(name: CauseName, number: number, dice: Dice): SimulatedError {
  const cause: Cause = causes[name];
  return {
    isErrorCode: cause.code !== undefined,
    value: cause.message(dice),
    url: cause.code === undefined ? '' : `https://help.example.com/cloud-backup/${cause.code}`,
    number,
  };
}
