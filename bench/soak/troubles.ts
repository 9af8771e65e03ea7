import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../simulator/simulator.ts';

/** Ways in which the API fails, each put on for some seconds. */
const kinds: Readonly<Record<string, (simulator: Simulator, random: () => number) => void>> = {
  slow: (simulator, random) => {
    simulator.addTrouble({ kind: 'latency', ms: Math.floor(200 + 2_800 * random()), share: 0.5 });
  },
  'too many requests': (simulator, random) => {
    simulator.addTrouble({ kind: 'status', status: 429, retryAfter: random() < 0.8 ? 1 : 30, share: 0.5 });
  },
  unavailable: simulator => {
    simulator.addTrouble({ kind: 'status', status: 503, share: 0.7 });
  },
  down: simulator => {
    simulator.addTrouble({ kind: 'drop' });
  },
  'cut off': simulator => {
    simulator.addTrouble({ kind: 'drop', when: 'midway', share: 0.4 });
  },
  silent: (simulator, random) => {
    const after = (['nothing', 'headers', 'half'] as const)[Math.floor(3 * random())] ?? 'half';
    simulator.addTrouble({ kind: 'stall', after, share: 0.4 });
  },
  malformed: (simulator, random) => {
    const bodies = ['html', 'cut', 'otherShape', 'empty', 'oddRows'] as const;
    simulator.addTrouble({
      kind: 'malformed',
      body: bodies[Math.floor(bodies.length * random())] ?? 'html',
      share: 0.5,
    });
  },
  'tokens revoked': simulator => simulator.revokeTokens(),
  'no tokens': simulator => {
    simulator.revokeTokens();
    simulator.addTrouble({ kind: 'status', status: 503, at: 'token' });
  },
  'permission withdrawn': simulator => {
    simulator.setSwitches({ withholdScope: true });
    simulator.revokeTokens();
  },
  'a service fails': (simulator, random) => {
    const now = Date.now();
    const service = 1 + Math.floor(12 * random());
    simulator.addIncident({ kind: 'fails', service });
    simulator.plant({
      service,
      startedAt: now - 60_000,
      endedAt: now,
      state: 3,
      errors: [{ value: `The mailbox could not be reached: ${now}` }],
    });
  },
  'all recovers': (simulator, random) => {
    const now = Date.now();
    simulator.clearIncidents();
    simulator.plant({ service: 1 + Math.floor(12 * random()), startedAt: now - 30_000, endedAt: now });
  },
};

/** Puts trouble on and off, each for 2 to 8 seconds, until `endsAt`; resolves with how often each kind was on. */
export async function troubleFor(
  simulator: Simulator,
  random: () => number,
  endsAt: number,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const names = Object.keys(kinds);
  while (performance.now() < endsAt) {
    const name = names[Math.floor(names.length * random())] ?? '';
    counts[name] = (counts[name] ?? 0) + 1;
    kinds[name]?.(simulator, random);
    await sleep(2_000 + 6_000 * random());
    simulator.clearTroubles();
    if (simulator.switches().withholdScope) {
      simulator.setSwitches({ withholdScope: false });
      simulator.revokeTokens();
    }
    await sleep(2_000 + 6_000 * random());
  }
  return counts;
}
