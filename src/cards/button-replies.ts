/** Answers a press that this version can't decode: forged, or from a card of long ago. */
export function unreadablePressText(): string {
  return 'I cannot read this button any more. Please type your question again.';
}

/** Answers a question whose words give no period any more. */
export function staleQuestionText(): string {
  return 'This question cannot be asked again as it stands. Please type it again.';
}

/** Answers a press that wasn't carried out. */
export function pressFailedText(): string {
  return 'Something went wrong here, and nothing was asked. Please try again, or type your question.';
}

/** Answers a press whose answer was lost after it may have been carried out. */
export function pressUncertainText(): string {
  return 'Something went wrong after you pressed. It may have been done: look before you press again.';
}

/** Stands in for an answer that Teams refuses as a card and as text. */
export function unshownText(reference: string): string {
  return `Teams didn’t take my answer, not even as plain text. Refresh, or give your administrator this reference: ${reference}.`;
}
