import type { Done } from '../digest/orders.ts';

/** For a press that this version did not make: forged, or from a card of long ago. */
export function unreadablePressText(): string {
  return 'I cannot read this button any more. Please type your question again.';
}

/** For a question whose period gives none when it is asked again now. */
export function staleQuestionText(): string {
  return 'This question cannot be asked again as it stands. Please type it again.';
}

/** For a press that went wrong before anything could be asked. */
export function pressFailedText(): string {
  return 'Something went wrong here, and nothing was asked. Please try again, or type your question.';
}

/** For a press on a digest where nothing can come to. */
export function noDigestHereText(): string {
  return 'There are no digests here.';
}

/** For the one who pressed, beside the card that everybody sees change. */
export function digestDoneText(done: Done): string {
  switch (done) {
    case 'paused':
      return 'Paused.';
    case 'resumed':
      return 'It comes again.';
    case 'off':
      return 'Turned off.';
    default:
      return 'That digest is not set any more.';
  }
}
