import { lengthText } from '../../cards/durations.ts';
import { nameOf } from '../../cards/words.ts';
import type { Service } from '../../domain/job.ts';
import { questionLimits } from '../../domain/question.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { namesInWords } from '../../language/compose.ts';
import type { ReadLength } from '../../language/durations.ts';
import { numberAt } from '../../language/numbers.ts';
import { noOrder, quoted, restOf } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import { phraseTable } from '../../language/phrases.ts';
import type { Read, RefusedSentence } from '../../language/reading.ts';
import { fillSlots } from '../../language/slots.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import { unitOf } from '../../language/spans/units.ts';
import type { Token } from '../../language/tokens.ts';
import type { Entry } from '../../language/vocabulary.ts';
import type { LimitChange } from './limit-change.ts';

const hourMs = 3_600_000;
const unitMs = { minutes: 60_000, hours: hourMs, days: 24 * hourMs, weeks: 7 * 24 * hourMs } as const;
const usual = phraseTable([['off, usual, default, none, reset, normal', true]]);
export const limitPart = 'of target';

export const words: readonly Entry[] = [
  { meaning: { part: limitPart }, phrases: 'target, targets, age limit, age limits', isMeantByTypos: true },
];

const idle = new Set<string>([limitPart, 'harmless', 'join', 'jobs', 'greeting']);

export interface LimitCommand extends LimitChange {
  readonly kind: 'target';
}

export interface LimitsCommand {
  readonly kind: 'targets';
}

/**
 * Reads "target exchange 12h", "backup-age limits": how old the last good backup of a service may be from now on. It changes
 * something, so it's refused if any word isn't understood.
 */
export function target(parsed: Parsed): Read<LimitCommand | LimitsCommand | RefusedSentence> | undefined {
  const { tokens } = parsed;
  if (!parsed.parts.found.some(({ meaning }) => meaning.part === limitPart)) return undefined;
  // "is exchange on target" asks how old its last good backup is.
  if (/\bon target\b|\bmiss(?:ed|es)?\b.*\btarget\b/.test(parsed.outside)) return undefined;
  const refused = (reason: string, offers: readonly Suggestion[]): Read<RefusedSentence> =>
    noOrder(reason, offers);

  const taken: boolean[] = new Array(tokens.length).fill(false);
  const slots = fillSlots(tokens, taken, { usual: usual.at, lengths: limitAt });
  const isUsual = slots.usual.length > 0;
  const { services, foreign } = restOf(parsed, taken, idle);
  const [length, otherLength] = slots.lengths.map(({ ms }) => ms);
  const sound = length !== undefined && length >= hourMs && length <= questionLimits.maxTargetMs;
  const offers = services.map(service => offerOf(service, sound ? length : 12 * hourMs));
  if (foreign.length > 0)
    return refused(`I don’t understand ${quoted(foreign)} in a backup-age limit.`, [...offers, all]);
  const [service, otherService] = services;
  if (!service && length === undefined && !isUsual) return { command: { kind: 'targets' }, offers: [] };
  if (!service)
    return refused('Which service is the limit for?', [
      offerOf('exchange', sound ? length : 12 * hourMs),
      all,
    ]);
  if (otherService) return refused('One service at a time, please.', offers);
  if (isUsual && length === undefined)
    return { command: { kind: 'target', service, targetMs: undefined }, offers: [] };
  if (length === undefined)
    return refused(
      'How old may its last good backup be?',
      [12, 24, 48].map(hours => offerOf(service, hours * hourMs)),
    );
  if (isUsual || otherLength !== undefined) return refused('One limit at a time, please.', offers);
  if (!sound)
    return refused(
      'A backup-age limit is at least 1 hour and at most 60 days.',
      [12, 24, 48].map(hours => offerOf(service, hours * hourMs)),
    );
  return { command: { kind: 'target', service, targetMs: length }, offers: [] };
}

/** "12h", "2 days" */
function limitAt(tokens: readonly Token[], at: number): ReadLength | undefined {
  const number = numberAt(tokens, at);
  const unit = number && unitOf(wordAt(tokens, number.end));
  if (!number || !unit || !Object.hasOwn(unitMs, unit)) return undefined;
  return { end: number.end + 1, ms: number.value * unitMs[unit as keyof typeof unitMs] };
}

const all: Suggestion = { label: 'All limits', sentence: 'targets' };

/** Returns the sentence that sets this limit. */
function composeTarget(service: Service, targetMs: number): string {
  const length =
    targetMs % hourMs === 0 ? `${targetMs / hourMs}h` : `${Math.round(targetMs / 60_000)} minutes`;
  return `target ${namesInWords([service])} ${length}`;
}

function offerOf(service: Service, targetMs: number): Suggestion {
  const label = `Limit ${nameOf(service)} to ${lengthText(targetMs)}`;
  return { label, sentence: composeTarget(service, targetMs) };
}
