import { rawOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Found } from '../../../language/parts.ts';
import type { Token } from '../../../language/tokens.ts';

/** What a sentence about incidents says, besides its services and its period. */
export interface SentenceWords {
  readonly isAboutIncidents: boolean;
  readonly isReport: boolean;
  /** True for "the last exchange incident": one of them. */
  readonly isLast: boolean;
  /** True if those that are open now are asked for. */
  readonly isOpen: boolean;
  /** True if it has words that change nothing beside "incidents" alone, but may beside a period. */
  readonly isVague: boolean;
  /** Understood words that would narrow the question otherwise, as they were written. */
  readonly narrowing: readonly string[];
  /** Words that nothing knows. */
  readonly strangers: readonly string[];
  /** True if each of them says which incidents are meant. */
  readonly isNearMiss: boolean;
}

/** What changes nothing. */
const idle = new Set('of incidents,of incident report,harmless,join,greeting,count,service'.split(','));
/** What changes nothing beside "incidents" alone: an incident is a failure that lasts. */
const vague = new Set('help problems jobs'.split(' '));
const openWords = new Set(['open', 'opened', 'unresolved', 'unacknowledged']);
/** A mention after one of these says whose incidents are meant: those of a person can't be asked for. */
const beforeNames = new Set(['of', 'by', 'for', 'from']);
const latestWords = new Set(['last', 'latest', 'newest']);
/** Words that say which incidents are meant, in a way that can't be asked. */
const nearMisses = new Set(
  (
    'closed recovered resolved solved ended over past previous prior former old older oldest earlier first longest ' +
    'longer shortest shorter worst biggest top than more fewer less most per day days week weeks month months hour ' +
    'hours minutes acknowledged unacknowledged assigned snoozed last latest newest silent announced'
  ).split(' '),
);

/** Returns undefined if the sentence isn't about incidents, or asks for something to be done. */
export function readWords(parsed: Parsed): SentenceWords | undefined {
  const { parts, action, outside, tokens, mentions, left } = parsed;
  const has = (part: string) => parts.found.some(({ meaning }) => meaning.part === part);
  // "open an incident" is no look at those that are open.
  if (action || mentions.some(({ at }) => beforeNames.has(tokens[at - 1]?.text ?? ''))) return undefined;
  if (/^(?:please )?(?:open|create|raise|log|file) (?:an?|another|new)\b/.test(outside)) return undefined;
  const isAboutIncidents = has('of incidents');
  const isReport = has('of incident report');
  if (has('of incident card') || !(isAboutIncidents || isReport)) return undefined;
  const latest = latestAt(parsed);
  const unknown = left.filter(({ token, at }) => token.kind !== 'sign' && !latest.includes(at));
  const isOpenWord = ({ text }: Token) => openWords.has(text) && text !== 'unacknowledged';
  const strangers = unknown.map(({ token }) => token).filter(token => !isOpenWord(token));
  return {
    isAboutIncidents,
    isReport,
    isLast: latest.length > 0,
    isOpen:
      unknown.some(({ token }) => isOpenWord(token)) || has('now') || parts.states.includes('inProgress'),
    isVague: parts.found.some(found => isVagueAt(found, parsed)),
    narrowing: parts.found
      .filter(found => isNarrowingAt(found, parsed))
      .map(({ start, end }) => rawOf(tokens.slice(start, end))),
    strangers: strangers.map(({ raw }) => raw),
    isNearMiss:
      isAboutIncidents && strangers.every(({ text, kind }) => kind === 'number' || nearMisses.has(text)),
  };
}

function isNarrowingAt(found: Found, parsed: Parsed): boolean {
  const { meaning } = found;
  if (idle.has(meaning.part) || vague.has(meaning.part) || meaning.part === 'now') return false;
  if (meaning.part === 'health') return false;
  if (meaning.part === 'state') return meaning.value !== 'failed' && meaning.value !== 'inProgress';
  return !isOfBackups(found, parsed);
}

function isVagueAt(found: Found, parsed: Parsed): boolean {
  const { meaning } = found;
  if (meaning.part === 'health') return !isBeside(found, parsed);
  return vague.has(meaning.part) || (meaning.part === 'state' && meaning.value === 'failed');
}

/** Returns true for "backup incidents": each incident is about backups. */
function isOfBackups({ meaning, end }: Found, { parts }: Parsed): boolean {
  const isBackup = meaning.part === 'type' && meaning.value === 'backup';
  return isBackup && parts.found.some(next => next.start === end && next.meaning.part === 'of incidents');
}

/** Returns true for "incident overview": words for a list as a whole, directly beside the incidents. */
function isBeside({ start, end }: Found, { parts }: Parsed): boolean {
  return parts.found.some(
    one => one.meaning.part === 'of incidents' && (one.end === start || one.start === end),
  );
}

/**
 * Returns the tokens of "last", "latest" or "most recent" if one incident follows, and nothing between them but its
 * service and words that change nothing; none if there is no such word.
 */
function latestAt({ tokens, parts, left }: Parsed): readonly number[] {
  const isLeft = (at: number) => left.some(one => one.at === at);
  const [at] = tokens.flatMap(({ text }, index) =>
    isLeft(index) && (latestWords.has(text) || (text === 'most' && tokens[index + 1]?.text === 'recent'))
      ? [index]
      : [],
  );
  if (at === undefined) return [];
  const incident = parts.found.find(({ start, meaning }) => start > at && meaning.part === 'of incidents');
  if (!incident || !['incident', 'fault'].includes(tokens[incident.start]?.text ?? '')) return [];
  const mayBeBetween = (index: number) =>
    parts.found.some(
      ({ start, end, meaning }) =>
        start <= index &&
        index < end &&
        (meaning.part === 'harmless' ||
          meaning.part === 'service' ||
          (meaning.part === 'type' && meaning.value === 'backup')),
    );
  for (let index = at + 1; index < incident.start; index += 1) if (!mayBeBetween(index)) return [];
  return [at];
}
