import type { ConversationRef } from '../../domain/place.ts';
import type { Reply } from '../turn.ts';

/**
 * Returns the reply to a sentence that asks nothing, marked as not to be sent if the sentence is meant for somebody else:
 * it mentions them where they read it.
 */
export function unlessToOthers(reply: Reply, isToOthers: boolean, place: ConversationRef | undefined): Reply {
  const isAmongOthers = place !== undefined && place.kind !== 'personal';
  return isToOthers && isAmongOthers ? { ...reply, isSilent: true } : reply;
}
