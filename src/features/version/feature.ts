import { msSince } from '../../domain/time.ts';
import { readAtOf } from '../../job-index/queries/doubt.ts';
import { command } from '../feature.ts';
import { permissions } from '../permission.ts';
import { card } from '../turn.ts';
import { versionCard } from './card.ts';
import { read, words } from './read.ts';

/** "version": what runs here, since when, which shape of AvePoint's API answers, and how fresh the index is. */
export const version = {
  words,
  help: [{ title: 'What runs here', examples: ['version'] }],
  commands: [
    command({
      kind: 'version',
      isOfJobs: false,
      uses: [],
      permission: permissions.look,
      read,
      run: (_, { reader }, { running, index, clock }) => {
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
  buttons: [],
} as const;
