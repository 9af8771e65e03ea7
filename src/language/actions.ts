import type { JobType } from '../domain/job.ts';
import type { Token } from './tokens.ts';
import { meaningOf } from './vocabulary.ts';

/** A request to do something rather than to show something, at its verb. */
export interface FoundAction {
  readonly start: number;
  readonly end: number;
  /** Where the verb is a kind of job as well: "delete failed backups" may mean deletions. */
  readonly type: JobType | undefined;
}

const words = (list: string) => new Set(list.split(' '));
const steering = words('stop cancel abort kill retry rerun restart repeat redo pause resume');
const starting = words('start begin run trigger launch initiate');
const delivering = words('email mail send forward download print post');
const delivered = words('me us them it him her this that these those the');
/** What may stand before the verb of a clause: "please can you …", "and then …". */
const openers = words(
  'please pls plz kindly can could would will should you i we to want need like let lets us me just now and then also go ahead hey hi hello bot how do',
);
const ends = words(', . ; ! ? : but');

/**
 * Finds a verb in the imperative, at the start of a clause: "stop all jobs", "… and email me the list". Elsewhere the
 * same words are nouns or services: "exports yesterday", "mail failures", "failed deletions".
 */
export function findAction(tokens: readonly Token[]): FoundAction | undefined {
  let opening = true;
  for (const [at, { text, kind }] of tokens.entries()) {
    if (ends.has(text) || text === 'and' || text === 'then') opening = true;
    else if (opening && kind === 'word' && isImperative(tokens, at)) {
      const meaning = meaningOf(text);
      return { start: at, end: at + 1, type: meaning?.part === 'type' ? meaning.value : undefined };
    } else if (!openers.has(text)) opening = false;
  }
  return undefined;
}

function isImperative(tokens: readonly Token[], at: number): boolean {
  const verb = tokens[at]?.text ?? '';
  const next = tokens[at + 1]?.text ?? '';
  if (steering.has(verb)) return true;
  if (starting.has(verb))
    return next !== '' && !['of', 'time', 'times', 'since', 'from', 'at'].includes(next);
  // "send me failed backups" is "show me".
  if (delivering.has(verb)) return delivered.has(next) && !(verb === 'send' && ['me', 'us'].includes(next));
  return ['delete', 'export', 'restore'].includes(verb) && hasOtherTypeAsObject(tokens, at);
}

/** "delete the old backups", "export the list of failed backups"; not "restore of the backup", "restore failed for …". */
function hasOtherTypeAsObject(tokens: readonly Token[], at: number): boolean {
  const own = meaningOf(tokens[at]?.text ?? '');
  for (let next = at + 1; next <= at + maxBetween; next += 1) {
    const text = tokens[next]?.text ?? '';
    if (ends.has(text) || ['and', 'or', 'job', 'jobs', 'for', 'from', 'in', 'on'].includes(text))
      return false;
    if (text === 'of' && next === at + 1) return false;
    const meaning = meaningOf(text);
    if (meaning?.part === 'type' && own?.part === 'type') return meaning.value !== own.value;
  }
  return false;
}

/** No more words than these stand between such a verb and its object. */
const maxBetween = 6;
