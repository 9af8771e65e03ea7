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
