import { credentialNames, type KnownExpiry } from '../domain/expiry.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Finding } from './finding.ts';

const dayMs = 86_400_000;
const soonDays = 30;

/** What is wrong with the settings as they are written, and what works and should be known all the same. */
export function settingsFindings(problems: readonly string[], warnings: readonly string[]): Finding[] {
  if (problems.length === 0 && warnings.length === 0)
    return [{ mark: 'ok', tried: 'settings', seen: 'all can be read, and none is missing' }];
  const fix = 'docs/operations.md, section “Settings”, explains it.';
  return [
    ...problems.map((seen): Finding => {
      // Problems begin with the name that they are about, end with what is wanted, and hold no values.
      const [, name, wanted] = /^([A-Z][A-Z0-9_]+) is \w+: (.+)$/.exec(seen) ?? [];
      const settings = name && wanted ? { settings: [{ name, value: `<${wanted}>` }] } : {};
      return { mark: 'failure', tried: 'settings', seen, fix, ...settings };
    }),
    ...warnings.map((seen): Finding => ({ mark: 'warning', tried: 'settings', seen, fix })),
  ];
}

/** Certificates and secrets whose end is known. */
export function expiryFindings(expiries: readonly KnownExpiry[], now: EpochMs): Finding[] {
  return expiries.map(({ credential, at }): Finding => {
    const what = credentialNames[credential];
    const day = new Date(at).toISOString().slice(0, 10);
    const days = Math.floor((at - now) / dayMs);
    const tried = 'expiry';
    if (days >= soonDays) return { mark: 'ok', tried, seen: `${what} is valid until ${day}` };
    const isOver = at <= now;
    return {
      mark: isOver ? 'failure' : 'warning',
      tried,
      seen: isOver ? `${what} has expired on ${day}` : `${what} expires on ${day}, in ${days} days`,
      fix: 'make a new one, register it, and put it in its place.',
    };
  });
}
