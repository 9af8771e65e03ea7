/** A text property holds 32,768 UTF-16 units, an entity 1 MB. */
const mostUnits = 32_000;
/** The longest text, in bytes of UTF-8, that fits into one entity in UTF-16 together with its keys. */
export const mostTextBytes = 440_000;

/** Splits a text of up to `mostTextBytes` into properties of an entity. */
export function textProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (let from = 0, at = 0; from < text.length || at === 0; at += 1) {
    let to = Math.min(from + mostUnits, text.length);
    // Half of a surrogate pair doesn't survive UTF-8.
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to -= 1;
    properties[`text${at}`] = text.slice(from, to);
    from = to;
  }
  return properties;
}

export function textOfProperties(entity: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (let at = 0; ; at += 1) {
    const piece = entity[`text${at}`];
    if (typeof piece !== 'string') return text;
    text += piece;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
