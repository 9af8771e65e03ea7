import { type Activity, ActivityTypes } from 'botbuilder';
import type { Removal } from '../conversation/turn.ts';
import type { Place } from '../domain/place.ts';

/** Teams keeps a team or channel that was deleted for some weeks and can restore it: so its settings can be brought back. */
const teamGone: readonly unknown[] = ['teamDeleted', 'teamHardDeleted'];
const channelGone = 'channelDeleted';
const restored: readonly unknown[] = ['teamRestored', 'channelRestored'];

/** True for an activity by which Teams tells that a team or a channel is there again. */
export function isRestoral({ type, channelData }: Activity): boolean {
  return type === ActivityTypes.ConversationUpdate && restored.includes(channelData?.eventType);
}

/**
 * What the bot was removed from, by an activity that came from `place`; undefined if it was not removed, or if the activity
 * does not say from what. The event of a channel never stands for its team.
 */
export function removalOf(activity: Activity, place: Place): Pick<Removal, 'home' | 'channel'> | undefined {
  const { type, action, channelData, membersRemoved, recipient } = activity;
  const { home, id } = place;
  // A team's own conversation has the team's id.
  const fromConversation = { home, channel: id === home ? undefined : { home, id } };
  if (type === ActivityTypes.InstallationUpdate) return action === 'remove' ? fromConversation : undefined;
  const event: unknown = channelData?.eventType;
  if (teamGone.includes(event)) return { home, channel: undefined };
  const named: unknown = channelData?.channel?.id;
  if (event === channelGone)
    return typeof named === 'string' && named !== home ? { home, channel: { home, id: named } } : undefined;
  if (!membersRemoved?.some(member => member.id === recipient.id)) return undefined;
  if (event === undefined || event === 'teamMemberRemoved') return fromConversation;
  const isOfChannel = event === 'channelMemberRemoved' || event === 'channelUnshared';
  const channel: unknown = named ?? (id === home ? undefined : id);
  return isOfChannel && typeof channel === 'string' ? { home, channel: { home, id: channel } } : undefined;
}
