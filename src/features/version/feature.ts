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
        const { version, startedAt, apiShape } = running;
        const shown = { version, startedAt, apiShape: apiShape(), readAt: readAtOf(index, 'all') };
        return card(versionCard({ ...shown, answeredAt: clock.now() }, reader.zone, reader));
      },
    }),
  ],
  buttons: [],
} as const;
