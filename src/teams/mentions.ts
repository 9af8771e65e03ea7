import type { Activity } from 'botbuilder';
import { decodeHTMLStrict } from 'entities';
import type { Person } from '../domain/person.ts';
import { messagePieces, readMarkup } from './markup.ts';
import { personName } from './text.ts';

/** A user's message to the bot. */
export interface UserMessage {
  /** Without mentions of the bot itself; those of others read "@Name", with the names of `people`. White space is folded. */
  readonly text: string;
  /** The people who are mentioned, in the order of the text, as often as they are. */
  readonly people: readonly Person[];
}

/** Reads a message without its mark-up, quotations (with their mentions) and HTML entities. */
export function sentenceOf(activity: Partial<Activity>): UserMessage {
  const stretches = stretchesOf(activity);
  return {
    text: stretches.map(writtenOut).join('').replaceAll(/\s+/g, ' ').trim(),
    people: stretches.flatMap(stretch => (stretch.kind === 'person' ? [stretch.person] : [])),
  };
}

function writtenOut(stretch: MessagePart): string {
  switch (stretch.kind) {
    case 'bot':
      return ' ';
    case 'person':
      return `@${stretch.person.name}`;
    case 'words':
      return stretch.text;
  }
}

/** A stretch of a message: decoded words, a mention of the bot itself, or a mention of a person. */
type MessagePart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'bot' }
  | { readonly kind: 'person'; readonly person: Person };

/** More than any sentence that the bot understands has; further mentions stay words. */
const mostMentions = 100;
/** As long as any id that is stored. */
const longestId = 1_000;

/** The part of an entity that is read. Teams may send anything. */
interface ActivityEntity {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly mentioned?: { readonly id?: unknown; readonly name?: unknown; readonly type?: unknown } | null;
}

/**
 * Returns the stretches of a message in the order of its text. The entities say who is mentioned, since any user could type the
 * mark-up of a mention; an entity counts for nothing unless the text has a mention with its words. If several entities have the
 * same words, their mentions are taken in order. Neighbouring mentions of one person count as one: Teams sends a name with a
 * space in it in several parts.
 */
function stretchesOf(activity: Partial<Activity>): readonly MessagePart[] {
  const { entities, recipient } = activity;
  const pieces = messagePieces(activity);
  const mentionTexts = new Set(
    pieces.flatMap(({ kind, text }) => (kind === 'mention' ? [lineOf(text)] : [])),
  );
  const byWords = new Map<string, MessagePart[]>();
  const mentions = ((entities ?? []) as readonly ActivityEntity[]).filter(({ type }) => type === 'mention');
  for (const entity of mentions.slice(0, mostMentions)) {
    const stretch = mentionedBy(entity, recipient?.id);
    const words = wordsOf(entity).find(words => mentionTexts.has(words));
    if (stretch && words !== undefined) byWords.set(words, [...(byWords.get(words) ?? []), stretch]);
  }

  const seen = new Map<string, number>();
  const stretches = pieces.map(({ kind, text }): MessagePart => {
    if (kind === 'words') return { kind, text };
    const words = lineOf(text);
    const nth = seen.get(words) ?? 0;
    seen.set(words, nth + 1);
    // Without an entity, what looks like a mention is a name like any other word.
    return nthOf(byWords.get(words) ?? [], nth) ?? { kind: 'words', text: `@${text}` };
  });
  return joined(stretches);
}

/** Returns the bot or the person that an entity mentions. Teams, tags and other bots can't be notified, so they stay words. */
function mentionedBy({ mentioned }: ActivityEntity, botId: string | undefined): MessagePart | undefined {
  const { id, name, type } = mentioned ?? {};
  if (typeof id !== 'string' || id === '' || id.length > longestId || /\p{Cs}/u.test(id)) return undefined;
  if (id === botId) return { kind: 'bot' };
  const isPerson = !/^(?:19|28):/.test(id) && (typeof type !== 'string' || /^(?:person|user)$/i.test(type));
  return isPerson ? { kind: 'person', person: { id, name: personName(name) } } : undefined;
}

/** Returns what an entity's mention may read in the text: its words, or the name, since some entities come without words. */
function wordsOf({ text, mentioned }: ActivityEntity): readonly string[] {
  const [piece, other] = typeof text === 'string' ? readMarkup(text, { isHtml: false }).pieces : [];
  const name = mentioned?.name;
  return [other ? undefined : piece?.text, typeof name === 'string' ? decodeHTMLStrict(name) : undefined]
    .filter(words => words !== undefined)
    .map(lineOf);
}

/** Folds white space, since clients differ in that of a name. */
function lineOf(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Returns the nth of the entities with the same words. Beyond the last, it is clear who is mentioned only if all are the same. */
function nthOf(stretches: readonly MessagePart[], nth: number): MessagePart | undefined {
  const [first] = stretches;
  return stretches[nth] ?? (stretches.every(other => isSame(other, first)) ? first : undefined);
}

function isSame(a: MessagePart, b: MessagePart | undefined): boolean {
  return a.kind === b?.kind && (a.kind !== 'person' || b.kind !== 'person' || a.person.id === b.person.id);
}

/** Joins neighbouring mentions of one person. */
function joined(stretches: readonly MessagePart[]): readonly MessagePart[] {
  const whole: MessagePart[] = [];
  for (const stretch of stretches) {
    const at = whole.findLastIndex(one => one.kind !== 'words' || one.text.trim() !== '');
    const last = whole[at];
    const isOne = last?.kind === 'person' && stretch.kind === 'person' && isSame(last, stretch);
    if (isOne) whole.splice(at, whole.length, { kind: 'person', person: asOne(last.person, stretch.person) });
    else whole.push(stretch);
  }
  return whole;
}

/** Joins two mentions of one person, of which each may have all of the name or a part of it. */
function asOne({ id, name }: Person, { name: more }: Person): Person {
  if (name === more || name.endsWith(` ${more}`)) return { id, name };
  return { id, name: more.startsWith(`${name} `) ? more : personName(`${name} ${more}`) };
}
