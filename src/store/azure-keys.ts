/** What Azure does not allow in a key, or what must not be mistaken: all but printable ASCII, and `/ \ # ? ! %`. */
const odd = /[^ -~]|[/\\#?!%]/gu;

/**
 * A text as a key of Azure Tables. Each odd character becomes `!` with the hexadecimal bytes of its UTF-8, so that texts
 * of ordinary ASCII keep their order.
 */
export function encodedKey(text: string): string {
  return text.replace(odd, character =>
    [...Buffer.from(character)].map(byte => `!${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/** The text that a key stands for. */
export function decodedKey(key: string): string {
  return key.replace(/(?:![0-9a-f]{2})+/g, bytes => Buffer.from(bytes.replaceAll('!', ''), 'hex').toString());
}
