/** A user in a conversation, with Teams' id there. */
export interface Person {
  readonly id: string;
  /** As Teams sends it: data, to be shown as plain text. */
  readonly name: string;
}
