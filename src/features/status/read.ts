import { type HealthQuestion, ofServices } from '../../domain/question.ts';
import { asksForHealth, healthParts, praises } from '../../language/asked.ts';
import { boundsOf, defaultSpan } from '../../language/bounds.ts';
import { offerOf, offersFor } from '../../language/compose.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import { unanswered } from '../../language/refusals.ts';
import type { Meaning } from '../../language/vocabulary.ts';

export interface StatusCommand {
  readonly kind: 'health';
  readonly question: HealthQuestion;
}

const named = new Set<Meaning['part']>(['health', 'well', 'problems', 'service', 'type', 'jobs', 'now']);
const silent = new Set<Meaning['part']>(['harmless', 'join', 'greeting', 'negation']);

/**
 * Reads "which services are broken at the moment?", "what needs looking at, worst first": how all of them are, and not
 * which has the most of anything.
 */
export function whichAreBroken(parsed: Parsed, context: ReadingContext): Read<StatusCommand> | undefined {
  const { found, types, services } = parsed.parts;
  const has = (part: string) => found.some(({ meaning }) => meaning.part === part);
  const isWhole = parsed.left.every(({ token }) => token.kind === 'sign') && parsed.period.kind !== 'refused';
  const isAll = services.length === 0 && types.every(type => type === 'backup') && !parsed.pageSize;
  if (!isWhole || !isAll || !found.every(({ meaning: { part } }) => named.has(part) || silent.has(part)))
    return undefined;
  // "nothing broken?" asks for the same; elsewhere a negation leaves something out.
  if (has('negation') && !/^(?:no|nothing|none)\b/.test(parsed.outside)) return undefined;
  const isWhich = /\b(?:which|what|any) (?:services?|workloads?)\b/.test(parsed.outside);
  const isBroken = /\b(?:worst first|broken|red)\b/.test(parsed.outside);
  const isAsked = isWhich ? has('health') || has('problems') : has('health') && isBroken;
  if (!isAsked || praises(parsed) || /\b(?:by|per|each|every|only|most|status)\b/.test(parsed.outside))
    return undefined;
  const one = healthOf(parsed, context);
  return { ...one, uses: [...(one.uses ?? []), 'negation'] };
}

const fixed =
  /\b(?:is|are|was|has|have|did) (?:this|that|it|these) (?:now |been |all |get )*(?:fixed|resolved|solved|sorted(?: out)?|ok|okay|fine|healthy|recovered|back to normal|working again|working now)\b(?: \w+){0,2}$/;

/** Reads "Backup of Exchange failed at 03:15. Is this fixed now?": how the service of the pasted text is. */
export function isItFixed(
  parsed: Parsed,
  context: ReadingContext,
): Read<StatusCommand | RefusedSentence> | undefined {
  const { parts, outside, left } = parsed;
  if (!fixed.test(outside)) return undefined;
  if (left.some(({ token }) => token.text.includes('@'))) return undefined;
  const [service, other] = parts.services;
  if (other !== undefined) return undefined;
  if (service === undefined)
    return parts.types.length + parts.states.length > 0 || !/\b(?:this|that)\b/.test(outside)
      ? undefined
      : unanswered('followUp', 'Which service do you mean?', [
          offerOf({ ...healthParts, service, period: undefined }),
        ]);
  const question: HealthQuestion = {
    service,
    span: defaultSpan(context.now),
    spanWords: undefined,
    zone: context.zone,
  };
  return { command: { kind: 'health', question }, hides: ['corrected'], offers: [] };
}

/** Reads "status", "are the backups ok?": how the backups are, of all services or of one. */
export function status(parsed: Parsed, context: ReadingContext): Read<StatusCommand> | undefined {
  const { types } = parsed.parts;
  if (!asksForHealth(parsed)) return undefined;
  if (types.some(type => type !== 'backup')) return undefined;
  return healthOf(parsed, context);
}

function healthOf(parsed: Parsed, context: ReadingContext): Read<StatusCommand> {
  const { services } = parsed.parts;
  const question: HealthQuestion = {
    ...ofServices(services),
    ...boundsOf(parsed, context),
    zone: context.zone,
  };
  const others = parsed.period.kind === 'bounds' ? parsed.period.others : [];
  return {
    command: { kind: 'health', question },
    uses: ['health', 'well', 'problems', 'now'],
    offers: offersFor({ ...healthParts, service: services }, others),
  };
}
