/** Answers a press that this version can't decode: forged, or from a card of long ago. */
export function unreadablePressText(): string {
  return 'This button no longer works. Type your question again.';
}

/** Answers a question whose words give no period any more. */
export function staleQuestionText(): string {
  return 'I can’t work out the period of this question any more. Type it again.';
}

/** Answers a press that wasn't carried out. */
export function pressFailedText(): string {
  return 'Something went wrong, and nothing was done. Press again, or type your question.';
}

/** Answers a press whose answer was lost after it may have been carried out. */
export function pressUncertainText(): string {
  return 'Something went wrong after you pressed. It may have been done: check before you press again.';
}

/** Stands in for an answer that Teams refuses as a card and as text. */
export function unshownText(reference: string): string {
  return `Teams rejected my answer, even as plain text. Ask again, or give the bot’s administrator this reference: ${reference}.`;
}
