/** What SQLite's driver or UTF-8 would change: control characters, and halves of surrogate pairs. */
const unstorable = /[\p{Cc}\p{Cs}]/gu;

/** Encodes a text so that every kind of store returns it unchanged. Ordinary texts stay as they are. */
export function storableText(text: string): string {
  return text.replace(unstorable, unit => `\x7f${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Reverses `storableText`. */
export function originalText(stored: string): string {
  if (!stored.includes('\x7f')) return stored;
  return stored.replace(/\x7f([0-9a-f]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
