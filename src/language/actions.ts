import type { JobType } from '../domain/job.ts';
import type { Token } from './tokens.ts';
import { meaningOf } from './vocabulary.ts';

/** A request to do something rather than to show something, at its verb. */
export interface FoundAction {
  readonly start: number;
  readonly end: number;
  /** `file` for an export, `send` for what goes to other people or places, else something done at AvePoint. */
  readonly kind: 'avepoint' | 'file' | 'send';
  /** Set if the verb is a kind of job as well: "delete failed backups" may mean deletions. */
  readonly type: JobType | undefined;
  /** True if the same words may name jobs of that type or order something: "export jobs". */
  readonly isUnclear: boolean;
}

const words = (list: string) => new Set(list.split(' '));
const steering = words(
  'stop cancel abort kill retry rerun restart repeat redo pause resume recover undelete undo remove erase purge wipe fix repair resolve enable disable reset migrate rollback',
);
const starting = words('start begin run trigger launch initiate kick force');
const switching = words('turn switch');
const delivering = words('email mail send forward download print post share put save');
const delivered = words('me us them it him her this that these those the');
/** Words that may stand before the verb of a clause: "please can you …", "and then …", "I need to …". */
const openers = words(
  'please pls plz kindly can could would will should must you i we to want need like have let lets us me just now and then also go ahead hey hi hello thanks bot how do does is there a way someone somebody',
);
const ends = words(', . ; ! ? : but');
const ofMessages = words(
  'alerts alert notifications notification messages monitoring watching tracking alerting notifying sending posting telling',
);
const nouns = words('job jobs run runs');
const adjectives = words(
  'failed failing partial unsuccessful finished completed successful running ongoing active',
);

/**
 * Finds a verb in the imperative, at the start of a clause: "stop all jobs", "… and email me the list". Elsewhere the
 * same words are nouns, states or services: "exports yesterday", "mail failures", "did exchange recover".
 */
export function findAction(tokens: readonly Token[]): FoundAction | undefined {
  let opening = true;
  for (const [at, { text, kind }] of tokens.entries()) {
    if (ends.has(text) || text === 'and' || text === 'then') opening = true;
    else {
      const action = opening && kind === 'word' ? actionAt(tokens, at) : undefined;
      if (action) return action;
      if (!openers.has(text)) opening = false;
    }
  }
  return undefined;
}

/** Verbs before a noun: "I need a restore", "can you do a restore of teams". */
const wanting = words('need want do perform make request start');
const wanted = words('restore recovery backup export deletion rerun retry restart');
const reported = words('status report reports list overview job jobs results history summary log health');

const scheduledReports = words('report reports digest summary overview status mail email');

function wantsOne(tokens: readonly Token[], at: number): boolean {
  const verb = tokens[at]?.text ?? '';
  const isArticle = ['a', 'an', 'another', 'the'].includes(tokens[at + 1]?.text ?? '');
  const [noun, next] = tokens.slice(isArticle ? at + 2 : at + 1, at + 4).map(({ text }) => text);
  // "I need restore of Exchange"
  const isOne = isArticle || next === 'of';
  return wanting.has(verb) && isOne && wanted.has(noun ?? '') && !reported.has(next ?? '');
}

/** Returns true for "get exchange running again". */
function getsGoing(tokens: readonly Token[]): boolean {
  return (
    tokens.at(-1)?.text === 'again' && tokens.some(({ text }) => text === 'running' || text === 'working')
  );
}

function actionAt(tokens: readonly Token[], at: number): FoundAction | undefined {
  const verb = tokens[at]?.text ?? '';
  const next = tokens[at + 1]?.text ?? '';
  // "Start: 02:10" is a label of a pasted alert.
  if (next === ':') return undefined;
  const found = (kind: FoundAction['kind'], type?: JobType, isUnclear = false): FoundAction => ({
    start: at,
    end: at + 1,
    kind,
    type,
    isUnclear,
  });
  // "enable alerts", "start monitoring teams" are about messages.
  if (['enable', 'start', 'begin'].includes(verb) && ofMessages.has(next)) return undefined;
  if (steering.has(verb) || wantsOne(tokens, at)) return found('avepoint');
  const isDone = ['the', 'this', 'that', 'my', 'our', 'it'].includes(next);
  if (['finish', 'complete'].includes(verb) && isDone) return found('avepoint');
  if (verb === 'get' && getsGoing(tokens)) return found('avepoint');
  // "backup exchange" is an order; "backup exchange failed" is a report.
  const isService = meaningOf(next)?.part === 'service';
  const isAll = next === 'everything' || (next === 'all' && at + 2 >= tokens.length);
  if (verb === 'backup' && (isService || isAll) && !tellsMore(tokens, at + 2))
    return found('avepoint', 'backup', true);
  if (starting.has(verb))
    return tokens[at + 1]?.kind === 'word' &&
      meaningOf(next)?.part !== 'state' &&
      !['history', 'with', 'of', 'time', 'times', 'since', 'from', 'at', 'me', 'through'].includes(next)
      ? found('avepoint')
      : undefined;
  if (verb === 'schedule') {
    // "schedule of teams backups"
    const isOfOne = tokens.some(({ text }) => text === 'a' || text === 'an');
    if ((next === 'of' || next === 'for') && !isOfOne) return undefined;
    const scheduled = tokens.slice(at + 1, at + 5).findIndex(({ text }) => isJobType(text));
    // "schedule a daily backup report"
    const isReport = scheduledReports.has(tokens[at + scheduled + 2]?.text ?? '');
    return scheduled >= 0 && !isReport ? found('avepoint') : undefined;
  }
  if (switching.has(verb)) return ['on', 'off'].includes(next) ? found('avepoint') : undefined;
  // "back up exchange now"; "back ups" and "backups" are a noun.
  const isAsked = ['do', 'does', 'did'].includes(tokens[at - 2]?.text ?? '');
  if (verb === 'back' && next === 'up' && at + 2 < tokens.length && !isAsked && !isReported(tokens, at + 2))
    return found('avepoint');
  // "send me failed backups" is "show me".
  if (delivering.has(verb)) {
    // "share of failed backups"
    if (verb === 'share' && next === 'of') return undefined;
    if (verb === 'put') return next !== '' ? found('file') : undefined;
    const isSent = verb === 'send' || verb === 'share' || verb === 'forward';
    if (isSent && !['me', 'us'].includes(next)) return found('send');
    return delivered.has(next) && !isSent ? found('send') : undefined;
  }
  if (!['delete', 'export', 'restore', 'retain'].includes(verb)) return undefined;
  if (at === 0 && areJoinedTypes(tokens)) return undefined;
  // "export this"
  if (next === 'this' && tokens.slice(at + 2).every(({ kind }) => kind === 'sign'))
    return found(verb === 'export' ? 'file' : 'avepoint');
  const meaning = meaningOf(verb);
  const type = meaning?.part === 'type' ? meaning.value : undefined;
  const kind = verb === 'export' ? 'file' : 'avepoint';
  if (nouns.has(next)) return hasMore(tokens, at + 2) ? undefined : found(kind, type, true);
  return isNoun(tokens, at + 1, at > 0) ? undefined : found(kind, type);
}

/** Returns true for "restore and export jobs from friday": two kinds of job, of which something more is said. */
function areJoinedTypes(tokens: readonly Token[]): boolean {
  const [, join, other, noun] = tokens.map(({ text }) => text);
  if (!['and', 'or', '&', '+', '/', ','].includes(join ?? '') || !isJobType(other ?? '')) return false;
  if (nouns.has(noun ?? '')) return hasMore(tokens, 4);
  const part = meaningOf(noun ?? '')?.part;
  return part === 'problems' || (part === 'state' && !adjectives.has(noun ?? ''));
}

const follows = words('from for in on since today yesterday last this over');

/**
 * Returns true for a noun, by the word before or after it: "restore of the backup", "export failures", "restore
 * failed", "restore is done".
 */
function isNoun(tokens: readonly Token[], at: number, isOpened: boolean): boolean {
  const token = tokens[at];
  if (!token || token.kind === 'sign') return !isOpened;
  const after = tokens[at + 1];
  const meaning = meaningOf(token.text);
  // "export failed jobs" is an order; "export failed today" is a report.
  if (adjectives.has(token.text)) return !(after?.kind === 'word' && isThing(after.text));
  if (meaning?.part === 'state' || meaning?.part === 'problems') return true;
  return (
    isReported(tokens, at) ||
    token.text === 'of' ||
    // "can I restore from friday" is an order.
    (!isOpened && follows.has(token.text) && !isObjectLater(tokens, at))
  );
}

/** "export last month's backups" is an order; "exports last month" tells which. */
function isObjectLater(tokens: readonly Token[], at: number): boolean {
  const isPeriod = ['last', 'this', 'today', 'yesterday'].includes(tokens[at]?.text ?? '');
  return (
    isPeriod &&
    tokens.slice(at + 1).some(({ text }) => isJobType(text) || text === 'jobs' || text === 'failures')
  );
}

function isReported(tokens: readonly Token[], at: number): boolean {
  return [
    'is',
    'was',
    'has',
    'have',
    'did',
    'does',
    'status',
    'still',
    'done',
    'fails',
    'ran',
    'ended',
    'started',
    'history',
    'count',
    'coverage',
    'health',
    'overview',
    'schedule',
  ].includes(tokens[at]?.text ?? '');
}

function isJobType(word: string): boolean {
  return meaningOf(word)?.part === 'type';
}

function isThing(word: string): boolean {
  const meaning = meaningOf(word);
  return nouns.has(word) || meaning?.part === 'type' || meaning?.part === 'service';
}

/** Returns true if anything stands beside an order that isn't mere haste. */
function tellsMore(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(at).some(({ kind, text }) => kind !== 'sign' && !haste.has(text));
}

const haste = words('now asap please pls immediately urgently today again quickly');

/** Returns true if the sentence has a state or a period as well: "delete jobs today" asks for a list. */
function hasMore(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(at).some(({ kind }) => kind === 'word' || kind === 'number');
}
