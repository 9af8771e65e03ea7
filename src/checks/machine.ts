import type { Finding } from './finding.ts';

/** As package.json has it. */
export const leastNode = '20.19';

/** The runtime the bot would have: its version, and whether it knows time zones. */
export function machineFindings(
  version: string,
  offsetIn: (zone: string, at: Date) => string | undefined = zoneOffset,
): Finding[] {
  const isEnough = compare(version, leastNode) >= 0;
  const summer = new Date(Date.UTC(2026, 6, 1));
  const winter = new Date(Date.UTC(2026, 0, 1));
  const hasZones =
    offsetIn('Europe/Berlin', summer) === 'GMT+2' && offsetIn('Europe/Berlin', winter) === 'GMT+1';
  return [
    isEnough
      ? { mark: 'ok', tried: 'Node.js', seen: version }
      : {
          mark: 'failure',
          tried: 'Node.js',
          seen: `${version} is too old`,
          fix: `install Node.js ${leastNode} or later; 22 and 24 are tried, too.`,
        },
    hasZones
      ? { mark: 'ok', tried: 'time zones', seen: 'their rules are there' }
      : {
          mark: 'failure',
          tried: 'time zones',
          seen: 'this Node.js does not know their rules: times on cards would be wrong',
          fix: 'use a Node.js with full ICU, as nodejs.org offers it, and take NODE_ICU_DATA out.',
        },
  ];
}

function zoneOffset(timeZone: string, at: Date): string | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
    return parts.find(({ type }) => type === 'timeZoneName')?.value;
  } catch {
    return undefined;
  }
}

function compare(version: string, other: string): number {
  const [a, b] = [version, other].map(text => text.split('.').map(Number));
  for (let place = 0; place < 2; place++) {
    const difference = (a?.[place] ?? 0) - (b?.[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
