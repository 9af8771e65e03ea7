/** Returns the first `limit` UTF-16 units of a text, without half of a character at the end. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
}
