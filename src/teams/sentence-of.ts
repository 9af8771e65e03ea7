import type { Activity } from 'botbuilder';

const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};

/**
 * The sentence that was said to the bot. Its own mentions are taken out, wherever and however often they stand;
 * those of others stay, as "@Name". What the client encoded for HTML is decoded, and white space is folded.
 *
 * The entities say who is meant: the text alone could be typed by anybody.
 */
export function sentenceOf(activity: Partial<Activity>): string {
  let text = activity.text ?? '';
  for (const entity of activity.entities ?? []) {
    if (entity.type !== 'mention' || entity.mentioned?.id !== activity.recipient?.id) continue;
    const names = [entity.text, `<at>${entity.mentioned?.name}</at>`];
    for (const name of names) if (typeof name === 'string' && name !== '') text = text.replaceAll(name, ' ');
  }
  return text
    .replaceAll(/<at(?: [^<>]{0,100})?>([^<>]{0,200})<\/at>/g, '@$1')
    .replaceAll(/&(nbsp|amp|lt|gt|quot|apos|#39);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/\s+/g, ' ')
    .trim();
}
