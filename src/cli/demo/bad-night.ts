import { stage } from './simulator-client.ts';

const steps = 24;

/**
 * Stages a burst of failures since midnight here, or in the last two hours: so that there is something to page through
 * at whatever time of day somebody looks.
 */
export async function stageBadNight(simulatorUrl: string): Promise<void> {
  const now = Date.now();
  const from = Math.max(new Date(now).setHours(0, 0, 0, 0), now - 2 * 3_600_000);
  const stepMs = (now - from) / steps;
  const runs = Array.from({ length: steps }, (_, step) => {
    const startedAt = Math.floor(from + step * stepMs);
    const failed = 3 + ((step * 7) % 40);
    return {
      service: 1 + (step % 3),
      startedAt,
      endedAt: Math.floor(startedAt + stepMs / 2),
      state: 3,
      counts: { total: 180 + step, failed, successful: 180 + step - failed, skipped: 0 },
      errors: [
        {
          value: `Access denied. The app profile "Contoso Backup" was refused with error 403, request ${4100 + step}.`,
          number: failed,
        },
      ],
    } as const;
  });
  await stage(simulatorUrl, '/_jobs', runs);
}
