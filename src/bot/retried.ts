/** Pauses between the tries. A store that restarts is back by the last one. */
const waitsMs = [1_000, 2_000, 4_000] as const;

/** Does `work` again after it rejects, three times at the most. Rejects with its last error. */
export async function retried<T>(work: () => Promise<T>, sleep: (ms: number) => Promise<void>): Promise<T> {
  for (const waitMs of waitsMs) {
    try {
      return await work();
    } catch {
      await sleep(waitMs);
    }
  }
  return work();
}
