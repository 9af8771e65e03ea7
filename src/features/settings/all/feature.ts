import type { Asides } from '../../../cards/notes.ts';
import { button, command } from '../../feature.ts';
import { permissions } from '../../permission.ts';
import type { Request } from '../../request.ts';
import { card, outdated, type Reply, text } from '../../turn.ts';
import { endLink, type SettingOnPage, showLink } from './buttons.ts';
import { endedText, subscriptionsCard } from './card.ts';
import type { EverySetting } from './every-setting.ts';
import { subscriptions as read, type SubscriptionsCommand, words } from './read.ts';

interface SubscriptionsParts {
  readonly everySetting: EverySetting;
}

const noAsides: Asides = { notes: [], offers: [] };
const inPrivate =
  'The list of all digests and alerts names other people’s conversations, so I only show it in personal chats. Ask me there.';
/** Answers an admin who ends one that was ended in the meantime. */
const goneText = 'It had already ended. The list is up to date now.';

async function show(
  pageIndex: number,
  { asides, place, reader }: Request,
  { everySetting }: SubscriptionsParts,
): Promise<Reply> {
  if (place?.kind !== 'personal') return text(inPrivate);
  return card(subscriptionsCard(await everySetting.page(pageIndex), asides, reader));
}

async function end(
  { key, pageIndex }: SettingOnPage,
  { place, reader }: Request,
  { everySetting }: SubscriptionsParts,
): Promise<Reply> {
  if (place?.kind !== 'personal') return text(inPrivate);
  const ended = await everySetting.end(key);
  const page = await everySetting.page(pageIndex);
  return {
    kind: 'edit',
    isChange: ended !== undefined,
    card: subscriptionsCard(page, noAsides, reader, ended),
    text: ended ? endedText(ended) : goneText,
    ...(ended ? {} : { ending: outdated }),
  };
}

/** "subscriptions": every digest and watch of all conversations, for an admin who is alone with the bot. */
export const subscriptions = {
  words,
  readings: [{ rank: 'setting', read }],
  commands: [
    command({
      kind: 'subscriptions',
      permission: permissions.govern,
      retry: (_: SubscriptionsCommand) => showLink.encode(0),
      run: (_, request, parts: SubscriptionsParts) => show(0, request, parts),
    }),
  ],
  buttons: [
    button(showLink, { auditTitle: 'All digests and alerts', permission: permissions.govern, run: show }),
    button(endLink, {
      auditTitle: 'End digest or alerts',
      permission: permissions.govern,
      shownBy: 'subscriptions',
      touches: ({ key: { place, what } }) => ({
        kinds: ['bin', what === 'digest' ? 'digests' : 'watches'],
        scope: () => place,
      }),
      isReplacing: true,
      run: end,
    }),
  ],
} as const;
