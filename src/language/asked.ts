import type { JobState } from '../domain/job.ts';
import { isAsked } from './asking.ts';
import type { SentenceParts } from './compose.ts';
import type { Parsed } from './parse.ts';
import type { Token } from './tokens.ts';

export const problemStates = ['failed', 'finishedWithException', 'partiallyFinished'] as const;

/** The parts of a sentence that asks for the health, besides its service. */
export const healthParts = { isHealth: true, type: undefined, state: undefined, pageSize: undefined };

export function asksForHealth(parsed: Parsed): boolean {
  const { states } = parsed.parts;
  if (states.length === 0)
    return (
      (has(parsed, 'health') || (has(parsed, 'well') && isAsked(parsed)) || isBare(parsed)) &&
      !praises(parsed)
    );
  if (states.length > 1 || states[0] !== 'finished' || has(parsed, 'count')) return false;
  const at = parsed.parts.found.findIndex(({ meaning }) => meaning.part === 'state');
  const place = parsed.parts.found[at];
  const said = parsed.tokens[place?.start ?? 0]?.text ?? '';
  // "ok backups" are finished ones; "backups ok" asks.
  return ['ok', 'okay'].includes(said) && (isAsked(parsed, place?.start) || has(parsed, 'health'));
}

const looks = new Set([
  'good',
  'fine',
  'green',
  'clean',
  'red',
  'safe',
  'broken',
  'fixed',
  'resolved',
  'smooth',
]);

/** Returns true for "green backups": some of them, and not how they all are. */
export function praises({ parts, tokens }: Pick<Parsed, 'parts' | 'tokens'>): boolean {
  return parts.found.some(
    ({ meaning, end }, index) =>
      ['well', 'health'].includes(meaning.part) &&
      looks.has(tokens[end - 1]?.text ?? '') &&
      ['type', 'jobs', 'service'].includes(parts.found[index + 1]?.meaning.part ?? '') &&
      parts.found[index + 1]?.start === end,
  );
}

/** Returns true for services or a period and nothing else: "exchange", "yesterday". */
function isBare({ parts, periods, left, pageSize, tokens }: Parsed): boolean {
  // "list everything for the 12th" asks for jobs.
  if (tokens.some(({ text }) => text === 'list') || namesAll(tokens)) return false;
  if (pageSize || left.some(({ token }) => token.kind !== 'sign')) return false;
  if (parts.services.length === 0 && periods.length === 0) return false;
  return parts.found.every(({ meaning: { part } }) =>
    ['service', 'harmless', 'greeting', 'now', 'join'].includes(part),
  );
}

const beforeAll = new Set('please pls plz show give me us get need want i the what which jobs'.split(' '));

/** Returns true for "what ran last night" and "everything from today for exchange", which ask for jobs. */
function namesAll(tokens: readonly Token[]): boolean {
  const isOfRuns = tokens.some(({ text }) => text === 'ran' || text === 'run');
  if (tokens.some(({ text }) => text === '?') && !isOfRuns) return false;
  const at = tokens.findIndex(({ text }) => !beforeAll.has(text));
  const [first, second] = [tokens[at]?.text, tokens[at + 1]?.text];
  return first === 'everything' || first === 'ran' || (first === 'has' && second === 'run');
}

/** Returns what a sentence asks for, to compose it again with another period. */
export function askedParts(parsed: Parsed): SentenceParts {
  const { asked } = parsed;
  if (asksForHealth(parsed)) return { ...healthParts, service: asked.service, period: asked.period };
  if (has(parsed, 'why')) return { ...asked, isWhy: true, state: undefined };
  return asksForProblems(parsed) ? { ...asked, state: problemStates } : asked;
}

export function asksForProblems(parsed: Parsed): boolean {
  return has(parsed, 'problems') && parsed.parts.states.length === 0;
}

/** Returns true if a phrase of this part was found. */
export function has(parsed: Parsed, part: string): boolean {
  return parsed.parts.found.some(({ meaning }) => meaning.part === part);
}

/** What was understood, with no more than can be asked at once. */
export function oneOfEach(parsed: Parsed): SentenceParts {
  const { states } = parsed.parts;
  const asked = askedParts(parsed);
  const bad: readonly JobState[] = states.filter(state => state !== 'inProgress');
  const state = states.length > 1 && bad.length < states.length ? bad : asked.state;
  const isRunning = state === 'inProgress';
  return { ...asked, isHealth: false, isWhy: false, state, period: isRunning ? undefined : asked.period };
}

/** True if a kind of job or a state was asked for. */
export function hasFilter({ type, state }: SentenceParts): boolean {
  return type !== undefined || state !== undefined;
}

/** True if anything that narrows a list was asked for. */
export function isAboutJobs(asked: SentenceParts): boolean {
  return hasFilter(asked) || asked.service !== undefined || asked.period !== undefined;
}
