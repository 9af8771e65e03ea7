import type { Activity } from 'botbuilder';

/** The tenant in which something was said, in lower case; undefined where the channel does not tell it. */
export function tenantOf({ conversation, channelData }: Activity): string | undefined {
  const id: unknown = conversation.tenantId ?? channelData?.tenant?.id;
  return typeof id === 'string' && id !== '' ? id.toLowerCase() : undefined;
}
