const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Plain text as it stands in XML. */
export function xmlOf(text: string): string {
  return text.replaceAll(/[&<>]/g, sign => escapes[sign] ?? sign);
}
