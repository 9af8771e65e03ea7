import type { Activity } from 'botbuilder';
import { decodeHTMLStrict } from 'entities';
import type { Person } from '../domain/person.ts';
import { messagePieces } from './message-pieces.ts';
import { nameOf } from './name-of.ts';
import { readMarkup } from './read-markup.ts';

/** A stretch of a message: words, decoded, a mention of the bot itself, or one of somebody else. */
export type Stretch =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'bot' }
  | { readonly kind: 'person'; readonly person: Person };

/** No sentence that means anything to the bot has more; the others stay words. */
const mostMentions = 100;
/** As long as any id that is kept. */
const longestId = 1_000;

/** As much of an entity as is looked at. The channel may send anything. */
interface Entity {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly mentioned?: { readonly id?: unknown; readonly name?: unknown; readonly type?: unknown } | null;
}

/**
 * A message in the order of its text. The entities say who is meant, since the text alone could be typed by anybody, and
 * one whose words the text does not hold as a mention counts for nothing. Where the same words mention several, each of
 * them has one place, in the order of the entities. Mentions of one person with nothing but white space between them are
 * one mention: Teams sends a name with a space in it in several parts.
 */
export function stretchesOf(activity: Partial<Activity>): readonly Stretch[] {
  const { entities, recipient } = activity;
  const pieces = messagePieces(activity);
  const held = new Set(pieces.flatMap(({ kind, text }) => (kind === 'mention' ? [lineOf(text)] : [])));
  const byWords = new Map<string, Stretch[]>();
  const mentions = ((entities ?? []) as readonly Entity[]).filter(({ type }) => type === 'mention');
  for (const entity of mentions.slice(0, mostMentions)) {
    const stretch = meantBy(entity, recipient?.id);
    const words = wordsOf(entity).find(words => held.has(words));
    if (stretch && words !== undefined) byWords.set(words, [...(byWords.get(words) ?? []), stretch]);
  }

  const seen = new Map<string, number>();
  const stretches = pieces.map(({ kind, text }): Stretch => {
    if (kind === 'words') return { kind, text };
    const words = lineOf(text);
    const nth = seen.get(words) ?? 0;
    seen.set(words, nth + 1);
    // What looks like a mention and has no entity is a name like any other word.
    return nthOf(byWords.get(words) ?? [], nth) ?? { kind: 'words', text: `@${text}` };
  });
  return joined(stretches);
}

/** Whom an entity means: the bot, or a person. Teams, tags and other bots cannot be called, so they are left as words. */
function meantBy({ mentioned }: Entity, botId: string | undefined): Stretch | undefined {
  const { id, name, type } = mentioned ?? {};
  if (typeof id !== 'string' || id === '' || id.length > longestId || /\p{Cs}/u.test(id)) return undefined;
  if (id === botId) return { kind: 'bot' };
  const isPerson = !/^(?:19|28):/.test(id) && (typeof type !== 'string' || /^(?:person|user)$/i.test(type));
  return isPerson ? { kind: 'person', person: { id, name: nameOf(name) } } : undefined;
}

/** What a mention may hold in the text: the entity's words, or the name, since some entities come without words. */
function wordsOf({ text, mentioned }: Entity): readonly string[] {
  const [piece, other] = typeof text === 'string' ? readMarkup(text, { isHtml: false }).pieces : [];
  const name = mentioned?.name;
  return [other ? undefined : piece?.text, typeof name === 'string' ? decodeHTMLStrict(name) : undefined]
    .filter(words => words !== undefined)
    .map(lineOf);
}

/** Clients differ in the white space of a name. */
function lineOf(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Said more often than there are entities, it is clear who is meant only where all mean the same. */
function nthOf(stretches: readonly Stretch[], nth: number): Stretch | undefined {
  const [first] = stretches;
  return stretches[nth] ?? (stretches.every(other => isSame(other, first)) ? first : undefined);
}

function isSame(a: Stretch, b: Stretch | undefined): boolean {
  return a.kind === b?.kind && (a.kind !== 'person' || b.kind !== 'person' || a.person.id === b.person.id);
}

/** The same with the neighbouring mentions of one person as one. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const whole: Stretch[] = [];
  for (const stretch of stretches) {
    const at = whole.findLastIndex(one => one.kind !== 'words' || one.text.trim() !== '');
    const last = whole[at];
    const isOne = last?.kind === 'person' && stretch.kind === 'person' && isSame(last, stretch);
    if (isOne) whole.splice(at, whole.length, { kind: 'person', person: asOne(last.person, stretch.person) });
    else whole.push(stretch);
  }
  return whole;
}

/** A part of the name may stand in each mention, or all of it. */
function asOne({ id, name }: Person, { name: more }: Person): Person {
  if (name === more || name.endsWith(` ${more}`)) return { id, name };
  return { id, name: more.startsWith(`${name} `) ? more : nameOf(`${name} ${more}`) };
}
