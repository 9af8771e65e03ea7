import { questionLimits } from '../domain/question.ts';
import type { Note } from '../domain/reading.ts';
import { asks, isAsked } from './asking.ts';
import { boundsOf } from './bounds.ts';
import { problemStates } from './overviews.ts';
import type { Parsed } from './parse.ts';
import type { Reading, ReadingContext } from './reading.ts';

const words = (list: string) => new Set(list.split(' '));
const leading = words(
  'so ok hi hey hello and please tell me us can you know if whether check the all any of bot just',
);
const auxiliaries = words(
  'did do does have has had is are was were didnt dont doesnt havent hasnt isnt arent wasnt werent',
);
const doing = words('run ran work worked working go went through happen happened complete finish');
const anything = words('any anything problems issues trouble');
const none = words('no not nothing none didnt dont doesnt havent hasnt isnt arent wasnt werent without');

/**
 * "did all backups complete?", "did the backups run overnight?", "no failures today?": whether jobs ended well. The answer
 * is what did not, since a list of finished jobs could be taken for an all-clear.
 */
export function whether(
  parsed: Parsed,
  notes: readonly Note[],
  context: ReadingContext,
): Reading | undefined {
  const { services, types, states } = parsed.parts;
  if (
    !asksWhether(parsed) ||
    types.length > 1 ||
    parsed.period.kind === 'refused' ||
    parsed.left.some(isWord)
  )
    return undefined;
  if (Math.max(1, services.length) * problemStates.length > questionLimits.maxTabs) return undefined;
  if (states.some(state => state !== 'finished' && state !== 'failed')) return undefined;
  const question = {
    type: parsed.asked.type,
    services,
    states: problemStates,
    ...boundsOf(parsed, context),
    zone: context.zone,
    pageSize: parsed.pageSize?.used ?? questionLimits.defaultPageSize,
  };
  return { command: { kind: 'tabs', question, lead: 'whether' }, notes, offers: [] };
}

function isWord({ token }: Parsed['left'][number]): boolean {
  return token.kind !== 'sign';
}

function asksWhether(parsed: Parsed): boolean {
  const { parts, tokens } = parsed;
  const { states } = parts;
  const has = (part: string) => parts.found.some(({ meaning }) => meaning.part === part);
  if (['why', 'count', 'compare', 'coverage', 'health', 'noState'].some(has)) return false;
  const said = tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text);
  const first = said.find(word => !leading.has(word)) ?? '';
  const isNegated = has('negation');
  if (states.length === 1 && states[0] === 'finished') return !isNegated && asks(parsed) && !isHowAre(parsed);
  // "no failures today?", "didn't anything fail?": elsewhere a negation leaves something out.
  if (states.length === 1 && states[0] === 'failed')
    return (
      isNegated &&
      none.has(first) &&
      parts.found.filter(({ meaning }) => meaning.part === 'negation').length === 1
    );
  if (states.length > 0 || isNegated) return false;
  if (has('problems')) return auxiliaries.has(first) || anything.has(first);
  // Of backups it is their status.
  if (has('well')) return isAsked(parsed) && parts.types.some(type => type !== 'backup');
  return auxiliaries.has(first) && said.some(word => doing.has(word));
}

/** "are the restores ok?" is a list of those that are; of backups it is their status. */
function isHowAre({ parts, tokens }: Parsed): boolean {
  const state = parts.found.find(({ meaning }) => meaning.part === 'state');
  return (
    ['ok', 'okay'].includes(tokens[state?.start ?? 0]?.text ?? '') &&
    !parts.types.some(type => type !== 'backup')
  );
}
