import type { Activity } from 'botbuilder';

/** The tenant in which something was said, in lower case; undefined where the channel does not tell it. */
export function tenantOf(activity: Activity): string | undefined {
  return toldBy(activity)[0];
}

/**
 * All tenants that an activity's place belongs to, each once, in lower case: its own, and for a channel also that of the team that
 * hosts it. A shared channel can be hosted in another tenant, and everybody there reads what is said.
 */
export function tenantsOf(activity: Activity): readonly string[] {
  const all = toldBy(activity);
  return activity.conversation.conversationType === 'channel' ? [...new Set(all)] : all.slice(0, 1);
}

function toldBy({ conversation, channelData }: Activity): readonly string[] {
  const ids: readonly unknown[] = [
    conversation.tenantId,
    channelData?.tenant?.id,
    channelData?.team?.tenantId,
  ];
  return ids.filter(isText).map(id => id.toLowerCase());
}

const isText = (id: unknown): id is string => typeof id === 'string' && id !== '';
