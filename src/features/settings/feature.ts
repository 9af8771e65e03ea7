import { restoreLink } from '../../cards/common-buttons.ts';
import { button } from '../feature.ts';
import { permissions } from '../permission.ts';
import { outdated, type Reply, text } from '../turn.ts';
import type { SettingsBin } from './bin.ts';
import { broughtBackCard, nothingToRestoreText, restoredText } from './card.ts';

interface SettingsParts {
  readonly settingsBin: Pick<SettingsBin, 'bringBack'>;
}

/** "Restore settings": what was set in a conversation that the bot was removed from. */
export const settings = {
  // Examples of other features: here they come after those of watches, roles and the audit record.
  help: [
    {
      title: 'Alerts',
      examples: ['tell me when the restore ends', 'settings'],
      gives: 'one message when a job has ended; all that is set here',
    },
    { title: 'For admins', examples: ['subscriptions'], gives: 'every digest and watch' },
  ],
  buttons: [
    button(restoreLink, {
      auditTitle: 'Restore settings',
      permission: permissions.change,
      shownBy: 'digest',
      // In a team's own conversation, those of all its channels.
      touches: {
        kinds: ['bin', 'digests', 'watches', 'onCall'],
        scope: ({ home, id }) => (id === home ? { home } : { home, id }),
      },
      isReplacing: true,
      // All users of the conversation see it.
      async run(_, { place }, { settingsBin }: SettingsParts): Promise<Reply> {
        if (!place) return { ...text(nothingToRestoreText), ending: outdated };
        const count = await settingsBin.bringBack(place);
        const isAny = Object.values(count).some(one => one > 0);
        const shown = { card: broughtBackCard(count), text: restoredText(count) };
        const reply = { kind: 'edit', ...shown, isChange: isAny } as const;
        return isAny ? reply : { ...reply, ending: outdated };
      },
    }),
  ],
} as const;
