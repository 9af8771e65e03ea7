import type { Finding } from './finding.ts';

const tried = 'clock';
const warningMs = 60_000;
const failureMs = 5 * 60_000;

/**
 * This machine's clock beside those of the services.
 *
 * @param aheadMs how far each of them is ahead; undefined if it did not tell
 */
export function clockFinding(aheadMs: readonly (number | undefined)[]): Finding {
  const [furthest] = aheadMs.filter(ms => ms !== undefined).sort((a, b) => Math.abs(b) - Math.abs(a));
  if (furthest === undefined)
    return {
      mark: 'warning',
      tried,
      seen: 'could not be compared: no answer of AvePoint tells the time',
      fix: 'make sure that this machine gets its time from a time service (NTP).',
    };
  const apartMs = Math.abs(furthest);
  if (apartMs <= warningMs)
    return { mark: 'ok', tried, seen: `within ${Math.max(1, Math.ceil(apartMs / 1000))} s of AvePoint’s` };
  return {
    mark: apartMs > failureMs ? 'failure' : 'warning',
    tried,
    seen: `this machine is ${spanWords(apartMs)} ${furthest > 0 ? 'behind' : 'ahead of'} AvePoint: tokens and periods are off by that`,
    fix: 'let this machine get its time from a time service (NTP), and wait until the clock is right. If it is right already, AvePoint’s is wrong: the bot widens its windows by the difference.',
  };
}

function spanWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
