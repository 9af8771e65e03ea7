import type { ConversationRef } from '../domain/place.ts';
import { clipped } from './plain.ts';

const kindWords = { personal: 'personal chat', group: 'group chat', channel: 'channel' } as const;

/** Returns "group chat"; "conversation" if its kind isn't known. */
export function conversationKindText(kind: ConversationRef['kind'] | undefined): string {
  return kind === undefined ? 'conversation' : kindWords[kind];
}

/** Returns "channel 19:abc…", its id being cut to `length` characters. */
export function placeText(kind: ConversationRef['kind'] | undefined, id: string, length: number): string {
  return `${conversationKindText(kind)} ${clipped(id, length)}`;
}
