import type { Done } from '../features/digest/commands.ts';
import type { WatchesAnswer } from '../features/incidents/watch/command-result.ts';

export { actionText } from '../features/incidents/card/action-texts.ts';

/** For a press that this version did not make: forged, or from a card of long ago. */
export function unreadablePressText(): string {
  return 'I cannot read this button any more. Please type your question again.';
}

/** For a question whose period gives none when it is asked again now. */
export function staleQuestionText(): string {
  return 'This question cannot be asked again as it stands. Please type it again.';
}

/** For a press that was not taken up. */
export function pressFailedText(): string {
  return 'Something went wrong here, and nothing was asked. Please try again, or type your question.';
}

/** For a press whose answer was lost after it had been taken up. */
export function pressUncertainText(): string {
  return 'Something went wrong after you pressed. It may have been done: look before you press again.';
}

/** For an answer that Teams takes neither as a card nor as text. */
export function unshownText(reference: string): string {
  return `Teams didn’t take my answer, not even as plain text. Ask again, or give your administrator this reference: ${reference}.`;
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

/** For an admin who asks for the audit record where others would read it. */
export function auditInPrivateText(): string {
  return 'The audit record names who asked what, so I only show it in personal chats. Ask me there.';
}

/** For an admin who asks for the roles in a conversation that others read. */
export function rolesInPrivateText(): string {
  return 'The list of roles names people and their ids, so I only show it in personal chats. Ask me there.';
}

/** For an admin who asks for all digests and watches where others would read it. */
export function subscriptionsInPrivateText(): string {
  return 'The list of all digests and watches names other people’s conversations, so I only show it in personal chats. Ask me there.';
}

/** For an admin who ends one that somebody has ended meanwhile. */
export function subscriptionGoneText(): string {
  return 'It isn’t set any more. The list shows what is set now.';
}

/** For the one who saved a change. */
export function changeSavedText(): string {
  return 'Saved.';
}

/** For the one who saved a watch. */
export function savedText(): string {
  return 'Saved: it is watched from now on.';
}

/** For the one who let a watch be. */
export function notSavedText(): string {
  return 'Not saved.';
}

/** For the one who pressed to end a watch. */
export function watchEndedText(done: WatchesAnswer['done']): string {
  return done === 'ended' ? 'Ended: it is not watched any more.' : 'That watch is not set any more.';
}

/** For a press whose answer everybody can read. */
export function jobsInThreadText(): string {
  return 'The jobs are in the thread below.';
}

/** For a press whose answer everybody can read. */
export function recordInThreadText(): string {
  return 'The record is in the thread below.';
}
