import type { Activity } from 'botbuilder';
import type { Person } from '../domain/person.ts';
import { nameOf } from './name-of.ts';
import { splitAt } from './split-at.ts';
import { textOf } from './text-of.ts';
import { xmlOf } from './xml-of.ts';

/** A stretch of a message: words as they came, a mention of the bot itself, or one of somebody else. */
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
 * one whose words the text does not hold counts for nothing. Where the same words mention several, each of them has one
 * place, in the order of the entities.
 */
export function stretchesOf({ text, entities, recipient }: Partial<Activity>): readonly Stretch[] {
  const said = text ?? '';
  const byWords = new Map<string, Stretch[]>();
  const mentions = ((entities ?? []) as readonly Entity[]).filter(({ type }) => type === 'mention');
  for (const entity of mentions.slice(0, mostMentions)) {
    const stretch = meantBy(entity, recipient?.id);
    const words = wordsOf(entity).find(words => said.includes(words));
    if (stretch && words !== undefined) byWords.set(words, [...(byWords.get(words) ?? []), stretch]);
  }

  const seen = new Map<string, number>();
  const stretches = splitAt(said, [...byWords.keys()]).map(({ text, isMark }): Stretch => {
    const nth = seen.get(text) ?? 0;
    const stretch = isMark ? nthOf(byWords.get(text) ?? [], nth) : undefined;
    if (isMark) seen.set(text, nth + 1);
    return stretch ?? { kind: 'words', text };
  });
  return joined(stretches);
}

/**
 * Mentions of the same one with nothing but space between them are one: Teams may split the mention of a person whose name
 * has a space into one for each word.
 */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const whole: Stretch[] = [];
  /** What stood behind the last mention, as long as it is nothing but space. */
  let space: Stretch[] = [];
  for (const stretch of stretches) {
    if (stretch.kind === 'words' && isSpace(stretch.text)) {
      space.push(stretch);
      continue;
    }
    const last = whole.at(-1);
    if (last && stretch.kind !== 'words' && isSame(last, stretch))
      whole[whole.length - 1] = asOne(last, stretch);
    else whole.push(...space, stretch);
    space = [];
  }
  return [...whole, ...space];
}

/** Mark-up between two mentions is space as well. */
function isSpace(text: string): boolean {
  return text === '' || textOf(text).trim() === '';
}

function asOne(first: Stretch, second: Stretch): Stretch {
  if (first.kind !== 'person' || second.kind !== 'person') return first;
  const { id, name } = first.person;
  const more = second.person.name;
  const isWhole = name === more || name.endsWith(` ${more}`) || more.startsWith(`${name} `);
  const full = more.startsWith(`${name} `) ? more : name;
  return { kind: 'person', person: { id, name: isWhole ? full : nameOf(`${name} ${more}`) } };
}

/** Whom an entity means: the bot, or a person. Teams, tags and other bots cannot be called, so they are left as words. */
function meantBy({ mentioned }: Entity, botId: string | undefined): Stretch | undefined {
  const { id, name, type } = mentioned ?? {};
  if (typeof id !== 'string' || id === '' || id.length > longestId || /\p{Cs}/u.test(id)) return undefined;
  if (id === botId) return { kind: 'bot' };
  const isPerson = !/^(?:19|28):/.test(id) && (typeof type !== 'string' || /^(?:person|user)$/i.test(type));
  return isPerson ? { kind: 'person', person: { id, name: nameOf(name) } } : undefined;
}

/** How a mention may stand in the text. With an ampersand in the name the entity comes without its words. */
function wordsOf({ text, mentioned }: Entity): readonly string[] {
  const name = mentioned?.name;
  const named = typeof name === 'string' ? [name, xmlOf(name)].map(name => `<at>${name}</at>`) : [];
  return [text, ...named].filter(words => typeof words === 'string' && words !== '') as string[];
}

/** Said more often than there are entities, it is clear who is meant only where all mean the same. */
function nthOf(stretches: readonly Stretch[], nth: number): Stretch | undefined {
  const [first] = stretches;
  return stretches[nth] ?? (stretches.every(other => isSame(other, first)) ? first : undefined);
}

function isSame(a: Stretch, b: Stretch | undefined): boolean {
  return a.kind === b?.kind && (a.kind !== 'person' || b.kind !== 'person' || a.person.id === b.person.id);
}
