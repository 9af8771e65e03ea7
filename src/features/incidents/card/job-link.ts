import { isButtonJobId } from '../../../cards/button-fields.ts';
import type { CardAction } from '../../../cards/button-link.ts';
import { clipped } from '../../../cards/plain.ts';
import type { TextColor } from '../../../cards/words.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { findPostLink, searchFor } from '../../job/buttons.ts';
import { jobIdOfRun } from '../runs/run-history.ts';

/** The id of a run's job as the end of a row, which opens the job if it can be found. */
export interface JobReference {
  readonly text: string;
  readonly color: TextColor;
  readonly open: readonly (CardAction & { readonly title: string })[];
}

/** Returns the reference to the job of a run. */
export function jobReference(
  run: { readonly id: string | undefined; readonly startedAt: EpochMs | undefined },
  zone: string,
): JobReference {
  const jobId = run.id === undefined ? undefined : jobIdOfRun(run.id);
  if (jobId === undefined) return { text: 'job id unknown', color: 'Default', open: [] };
  const shown = `job\u00a0${clipped(jobId, 60)}`;
  if (run.startedAt === undefined || !isButtonJobId(jobId))
    return { text: shown, color: 'Default', open: [] };
  return {
    text: `${shown}\u00a0›`,
    color: 'Accent',
    open: [
      {
        title: `Open job ${clipped(jobId, 60)}`,
        ...findPostLink.encode(searchFor(jobId, run.startedAt, zone)),
      },
    ],
  };
}
