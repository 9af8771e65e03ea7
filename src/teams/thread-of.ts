/** A channel's conversation names the thread behind its own id, by the id of the thread's first message. */
const root = /;messageid=(\d+)/;

/** The id of a conversation, its thread left out. */
export function withoutThread(conversationId: string): string {
  return conversationId.split(';')[0] ?? conversationId;
}

/** The id of the message that a thread stands under; undefined where there are no threads. */
export function threadOf(conversationId: string | undefined): string | undefined {
  return root.exec(conversationId ?? '')?.[1];
}

/** The conversation of the thread that stands under a message of a channel. */
export function inThread(channelId: string, messageId: string): string {
  return `${channelId};messageid=${messageId}`;
}
