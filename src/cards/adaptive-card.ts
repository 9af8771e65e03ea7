/** A rendered card, ready to be attached. Its elements are plain JSON of Adaptive Cards 1.5. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly body: readonly object[];
  readonly actions?: readonly object[];
  readonly [key: string]: unknown;
}
