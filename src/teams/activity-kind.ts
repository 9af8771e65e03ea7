import { type Activity, ActivityTypes } from 'botbuilder';
import type { ConversationRef } from '../domain/place.ts';
import type { TurnKind } from '../domain/turn-end.ts';
import type { Removal } from '../features/turn.ts';

/** The name of the invoke that Teams sends when a person presses a card's button. */
export const cardActionName = 'adaptiveCard/action';

/** Returns the kind of turn that an activity calls for. */
export function turnKindOf(activity: Activity): TurnKind {
  const { type, name } = activity;
  switch (type) {
    case ActivityTypes.Message:
      return 'message';
    case ActivityTypes.MessageUpdate:
      return isEdit(activity) ? 'edit' : 'other';
    case ActivityTypes.Invoke:
      return name === cardActionName ? 'press' : 'invoke';
    case ActivityTypes.InstallationUpdate:
      return 'installation';
    case ActivityTypes.ConversationUpdate:
      return 'members';
    default:
      return 'other';
  }
}

/** Returns true if a person changed the text of a message; false if a deleted message was restored. */
export function isEdit({ type, channelData }: Activity): boolean {
  return type === ActivityTypes.MessageUpdate && channelData?.eventType === 'editMessage';
}

/** Returns true if a person pressed a button of a card. */
export function isPress({ type, name, value }: Activity): boolean {
  return type === ActivityTypes.Invoke && name === cardActionName && value?.action?.type === 'Action.Execute';
}

/** Returns true if no person wrote anything and members, perhaps the bot itself, may be leaving. */
export function isLeaving({ type, action }: Activity): boolean {
  return type === ActivityTypes.ConversationUpdate || action === 'remove';
}

/** Teams keeps a deleted team or channel for some weeks and can restore it, so its settings can be brought back. */
const teamDeletedEvents: readonly unknown[] = ['teamDeleted', 'teamHardDeleted'];
const channelDeletedEvent = 'channelDeleted';
const restoredEvents: readonly unknown[] = ['teamRestored', 'channelRestored'];

/** Returns true if Teams reports that a deleted team or channel was restored. */
export function isRestoral({ type, channelData }: Activity): boolean {
  return type === ActivityTypes.ConversationUpdate && restoredEvents.includes(channelData?.eventType);
}

/**
 * Returns what the bot was removed from by an activity that came from `place`; undefined if it wasn't removed, or if the
 * activity doesn't say from what. The event of a channel never stands for its team.
 */
export function removalOf(
  activity: Activity,
  place: ConversationRef,
): Pick<Removal, 'home' | 'channel'> | undefined {
  const { type, action, channelData, membersRemoved, recipient } = activity;
  const { home, id } = place;
  // A team's own conversation has the team's id.
  const fromConversation = { home, channel: id === home ? undefined : { home, id } };
  if (type === ActivityTypes.InstallationUpdate) return action === 'remove' ? fromConversation : undefined;
  const event: unknown = channelData?.eventType;
  if (teamDeletedEvents.includes(event)) return { home, channel: undefined };
  const named: unknown = channelData?.channel?.id;
  if (event === channelDeletedEvent)
    return typeof named === 'string' && named !== home ? { home, channel: { home, id: named } } : undefined;
  if (!membersRemoved?.some(member => member.id === recipient.id)) return undefined;
  if (event === undefined || event === 'teamMemberRemoved') return fromConversation;
  const isOfChannel = event === 'channelMemberRemoved' || event === 'channelUnshared';
  const channel: unknown = named ?? (id === home ? undefined : id);
  return isOfChannel && typeof channel === 'string' ? { home, channel: { home, id: channel } } : undefined;
}
