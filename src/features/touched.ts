import type { ConversationKey } from '../domain/place.ts';

/** Kinds of settings of which Undo can bring back what they were. */
export type SettingKind =
  | 'bin'
  | 'digests'
  | 'endNotices'
  | 'limits'
  | 'onCall'
  | 'retired'
  | 'roles'
  | 'watches';

/** A team or chat, or one conversation of it. Settings that apply to all conversations are in every scope. */
export interface SettingScope {
  readonly home: string;
  /** Undefined for all conversations of the team. */
  readonly id?: string | undefined;
}

/** The settings that a change may touch. */
export interface Touched {
  /** Empty if Undo can't bring any of them back. */
  readonly kinds: readonly SettingKind[];
  /** Returns whose settings they are; absent if they are of the conversation in which the change is made. */
  readonly scope?: (place: ConversationKey) => SettingScope;
}

const ofAll: readonly SettingKind[] = ['limits', 'retired', 'roles'];

/** Returns true if a change touches nothing but settings that apply to all conversations. */
export function isForAll({ kinds }: Touched): boolean {
  return kinds.every(kind => ofAll.includes(kind));
}
