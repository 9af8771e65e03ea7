import { type Clock, type MonotonicMs, msSince } from '../../domain/time.ts';
import { readAtOf } from '../../job-index/queries/doubt.ts';
import type { IndexView } from '../../job-index/view.ts';
import { command } from '../feature.ts';
import { permissions } from '../permission.ts';
import { card } from '../turn.ts';
import { versionCard } from './card.ts';
import { read, type VersionCommand, words } from './read.ts';

/** The process that answers. */
export interface Running {
  /** As package.json has it. */
  readonly version: string;
  /** On the monotonic clock, since the wall clock may be set right later. */
  readonly startedAt: MonotonicMs;
  /** The published shape of AvePoint's API that answers; undefined until a request has found it out. */
  apiShape(): string | undefined;
}

interface VersionParts {
  readonly index: IndexView;
  readonly clock: Clock;
  readonly running: Running;
}

/** "version": what runs here, since when, which shape of AvePoint's API answers, and how fresh the index is. */
export const version = {
  words,
  help: [{ title: 'Version', examples: ['version'], gives: 'what runs here, and when jobs were last read' }],
  readings: [{ rank: 'setting', read }],
  commands: [
    command({
      kind: 'version',
      permission: permissions.look,
      run: (_: VersionCommand, { reader }, { running, index, clock }: VersionParts) => {
        const answeredAt = clock.now();
        const shown = {
          version: running.version,
          startedAt: answeredAt - msSince(running.startedAt, clock),
          apiShape: running.apiShape(),
          readAt: readAtOf(index, 'all'),
          answeredAt,
        };
        return card(versionCard(shown, reader.zone, reader));
      },
    }),
  ],
} as const;
