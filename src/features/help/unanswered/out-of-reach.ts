import { portal } from '../../../cards/portal-link.ts';
import type { FoundAction } from '../../../language/actions.ts';
import { offerOf } from '../../../language/compose.ts';
import { idsIn } from '../../../language/job-ids.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { NoQuestion, Read, ReadingContext } from '../../../language/reading.ts';
import { nearestOffers } from '../nearest.ts';
import type { NotUnderstoodCommand } from './not-understood.ts';
import { waysOn } from './suggestions.ts';

const turning = new Set('next previous prev more back page pages details detail continue'.split(' '));
const beside = new Set('the a show me please first last go on to forward further number give see'.split(' '));

/** "next", "show more", "page 2": a sentence knows no earlier card, its buttons do. */
export function pageTurn(
  { tokens, pageSize }: Parsed,
  context: ReadingContext,
): Read<NoQuestion> | undefined {
  const said = tokens.filter(({ kind }) => kind !== 'sign');
  if (pageSize || !said.some(({ text }) => turning.has(text))) return undefined;
  if (!said.every(({ text, kind }) => turning.has(text) || beside.has(text) || kind === 'number'))
    return undefined;
  const reason = 'To turn a page, use Next and Previous on its card. To open a job, tap its row.';
  return {
    command: { kind: 'noQuestion', reason, about: 'followUp' },
    offers: nearestOffers([], nothing, context),
  };
}

/** Why the bot doesn't do what is asked of it, by what that is. */
export const reasons: Readonly<Record<FoundAction['kind'], string>> = {
  avepoint: `Use ${portal} to restore, rerun or delete.`,
  file: 'I can’t create files.',
  send: 'I can only post here. A digest does so at a time you choose.',
};

/** Refuses actions, of one kind or of any, with a reason of their own. */
export function action(
  parsed: Parsed,
  context: ReadingContext,
  kind?: FoundAction['kind'],
): Read<NoQuestion | NotUnderstoodCommand> | undefined {
  const { action, parts, asked, unknown, tokens } = parsed;
  if (!action || (kind !== undefined && action.kind !== kind)) return undefined;
  const [jobId] = idsIn(parsed);
  const aboutJobs = asked.type ?? asked.service ?? asked.state ?? asked.period ?? action.type ?? jobId;
  const isMeant = aboutJobs !== undefined || unknown.length === 0 || action.kind === 'send';
  if (!isMeant && !parts.found.some(({ meaning }) => meaning.part === 'jobs'))
    return { command: { kind: 'notUnderstood', words: [] }, offers: nearestOffers(tokens, asked, context) };
  const asType = action.type ? [offerOf({ ...asked, type: action.type })] : [];
  const reason = action.isUnclear
    ? `If you mean jobs that ran, choose a list below. Anything else is done in ${portal}.`
    : reasons[action.kind];
  return {
    command: { kind: 'noQuestion', reason, about: abouts[action.kind] },
    offers: [
      ...asType,
      ...waysOn(action.kind === 'send' ? withoutWay(parsed) : parsed, 'list', context),
    ].slice(0, 4),
  };
}

/** Removes "… to teams", "… by mail": the service that sends or receives something isn't the one of the jobs. */
function withoutWay(parsed: Parsed): Parsed {
  const { parts, tokens } = parsed;
  const isWay = (start: number) => ['to', 'in', 'via', 'by', 'as'].includes(tokens[start - 1]?.text ?? '');
  const ways = parts.found.flatMap(({ meaning, start }) =>
    meaning.part === 'service' && isWay(start) ? [meaning.value] : [],
  );
  const services = parts.services.filter(service => !ways.includes(service));
  const service = services.length > 1 ? services : services[0];
  return { ...parsed, parts: { ...parts, services }, asked: { ...parsed.asked, service } };
}

const abouts = { avepoint: 'act', file: 'file', send: 'elsewhere' } as const;

const nothing = {
  type: undefined,
  service: undefined,
  state: undefined,
  period: undefined,
  pageSize: undefined,
};
