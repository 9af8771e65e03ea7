/** Characters to encode: all but printable ASCII, because Azure forbids some in keys, and `/ \ # ? ! %`. */
const unsafe = /[^ -~]|[/\\#?!%]/gu;

/**
 * Encodes a text as a key of Azure Tables. Each of these characters becomes `!` with the hexadecimal bytes of its
 * UTF-8, so that texts of ordinary ASCII keep their order.
 */
export function encodedKey(text: string): string {
  return text.replace(unsafe, character =>
    [...Buffer.from(character)].map(byte => `!${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/** Decodes a key. */
export function decodedKey(key: string): string {
  return key.replace(/(?:![0-9a-f]{2})+/g, bytes => Buffer.from(bytes.replaceAll('!', ''), 'hex').toString());
}
