/** Somebody in a conversation, as the channel knows them there. */
export interface Person {
  readonly id: string;
  /** As the channel tells it: data, to be shown as plain text. */
  readonly name: string;
}
