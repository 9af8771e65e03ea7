import type { Activity } from 'botbuilder';
import type { Place } from '../domain/place.ts';
import type { Cloud } from './cloud.ts';
import { guidOf } from './guid-of.ts';
import { tenantOf } from './tenant-of.ts';
import { withoutThread } from './thread-of.ts';

/**
 * Where an activity came from, so that something can be said there later; undefined where its service address is none of
 * Teams' own (or, in local mode, of this machine).
 */
export function placeOf(activity: Activity, isService: Cloud['isService']): Place | undefined {
  const { conversation, channelData, from, recipient, serviceUrl } = activity;
  if (!isService(serviceUrl)) return undefined;
  const id = withoutThread(conversation.id);
  const team: unknown = channelData?.team?.id;
  const kind = kindOf(conversation.conversationType);
  return {
    home: typeof team === 'string' && team !== '' ? team : id,
    id,
    kind,
    tenantId: tenantOf(activity),
    serviceUrl,
    botId: recipient.id,
    botName: recipient.name || undefined,
    ...(kind === 'personal' &&
      from?.id && { owner: { personId: from.id, objectId: guidOf(from.aadObjectId) } }),
  };
}

/** What isn't known to be private isn't: a conversation of another kind, or of none, is taken for one in which others read along. */
function kindOf(conversationType: string | undefined): Place['kind'] {
  return conversationType === 'channel' || conversationType === 'personal' ? conversationType : 'group';
}
