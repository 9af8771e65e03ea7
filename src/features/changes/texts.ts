import { lengthText } from '../../cards/durations.ts';
import { personName } from '../../cards/mention.ts';
import { recurrenceText } from '../../cards/recurrence.ts';
import { nameOf, namesOf } from '../../cards/words.ts';
import type { Change } from '../../domain/change.ts';
import type { DigestWish } from '../../domain/digest-order.ts';
import { type DutyTime, dutyTimeOf } from '../../domain/duty-order.ts';
import type { Place } from '../../domain/place.ts';
import type { Retirement } from '../../domain/service-records.ts';
import { usualTargetMs } from '../../domain/targets.ts';
import type { EpochMs } from '../../domain/time.ts';
import { zoneName } from '../../domain/zone.ts';
import { mostDigests } from '../digest/commands.ts';
import { isPausedAt, type Subscription } from '../digest/subscription.ts';
import type { OnCallRoster } from '../incidents/on-call/roster.ts';
import { watchedText, watchTerms } from '../incidents/watch/texts.ts';
import type { Watch } from '../incidents/watch/watch.ts';

type Of<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

/** A change, and what it bears on as that stands now. */
export type Standing =
  | (Of<'digest'> & {
      /** All of the conversation's, and those of them that it changes. */
      readonly digests: readonly Subscription[];
      readonly touched: readonly Subscription[];
    })
  | (Of<'watch'> & {
      readonly watches: readonly Watch[];
      /** Each with what is left of it, if anything is. */
      readonly touched: readonly { readonly watch: Watch; readonly left: Watch['services'] }[];
    })
  | (Of<'duty'> & { readonly duty: OnCallRoster | undefined })
  | (Of<'target'> & { readonly before: number | undefined })
  | (Of<'retire'> & { readonly before: Retirement | undefined });

/** A moment as the reader reads it, with its zone. */
export type At = (moment: EpochMs) => string;

/** What a change comes to: a line for each thing that becomes another; or, if there is none, why. */
interface Effects {
  readonly lines: readonly string[];
  readonly why: string;
}

/** A change in a few words, all of them our own: "Set the target of Exchange to 12 h". */
export function changeName(change: Change): string {
  switch (change.kind) {
    case 'digest':
      return digestName(change.order);
    case 'watch': {
      const { services } = change.order;
      return services.length === 0 ? 'Stop watching everything' : `Stop watching ${namesOf(services)}`;
    }
    case 'duty':
      return change.order.what === 'off'
        ? 'Take everybody off duty'
        : `${dutyTimeWords[change.order.what].verb} after ${lengthText(change.order.ms)}`;
    case 'target':
      return `Set the target of ${nameOf(change.service)} to ${targetText(change.targetMs)}`;
    case 'retire':
      return change.isRetired ? `Retire ${nameOf(change.service)}` : `Expect ${nameOf(change.service)} again`;
  }
}

function digestName(order: Of<'digest'>['order']): string {
  switch (order.what) {
    case 'set':
      return `Set a digest: ${lowerFirst(recurrenceText(order.wish.when))}, ${toldText(order.wish)}`;
    case 'pause':
      return 'Pause the digests';
    case 'resume':
      return 'Resume the digests';
    case 'off':
      return 'Turn off the digests';
  }
}

/** For whom a change holds. */
export function reachText({ kind }: Change, place: Place['kind'] | undefined): string {
  if (kind === 'target' || kind === 'retire') return 'For everybody, in every conversation.';
  return place === 'channel' ? 'For everybody in this channel.' : 'For this chat.';
}

/** What becomes of what, line by line. Names, zones and times are data. */
export function effectsOf(standing: Standing, at: At, now: EpochMs): Effects {
  switch (standing.kind) {
    case 'digest':
      return digestEffects(standing, at, now);
    case 'watch':
      return watchEffects(standing);
    case 'duty':
      return dutyEffects(standing);
    case 'target': {
      const { before, service, targetMs } = standing;
      const limit =
        targetMs === undefined ? 'the usual limit of 24 hours' : `a limit of ${lengthText(targetMs)}`;
      const why = `${nameOf(service)} already has ${limit}.`;
      // A target of its own that is the usual one holds as if there was none.
      if ((before ?? usualTargetMs) === (targetMs ?? usualTargetMs)) return { lines: [], why };
      return { lines: [`${nameOf(service)}: ${targetText(before)} → ${targetText(targetMs)}`], why };
    }
    case 'retire': {
      const { before, isRetired, service } = standing;
      const since = before && `${before.by ? `by ${personName(before.by)}, ` : ''}${at(before.at)}`;
      if (isRetired === (before !== undefined)) {
        const why = before ? `is retired already: ${since}` : 'is expected already';
        return { lines: [], why: `${nameOf(service)} ${why}.` };
      }
      const change = before ? `retired ${since} → expected` : 'expected → retired';
      return { lines: [`${nameOf(service)}: ${change}`], why: '' };
    }
  }
}

function digestEffects(
  { digests, order, touched }: Extract<Standing, { readonly kind: 'digest' }>,
  at: At,
  now: EpochMs,
): Effects {
  const each = (after: string, why: string): Effects => ({
    lines: touched.map(one => `${wishText(one)}: ${stateText(one, at, now)} → ${after}`),
    why: digests.length === 0 ? 'No digest is set here.' : why,
  });
  switch (order.what) {
    case 'set': {
      if (touched.length > 0) return { lines: [], why: 'That digest is set here already.' };
      if (digests.length >= mostDigests)
        return { lines: [], why: `A conversation has ${mostDigests} at most. Turn one off first.` };
      return { lines: [`${wishText(order.wish)}: not set → set`], why: '' };
    }
    case 'pause': {
      const { until } = order;
      if (until !== undefined && until <= now) return { lines: [], why: 'That time is over already.' };
      const after = until === undefined ? 'paused' : `paused until ${at(until)}`;
      return each(after, 'The digests here are paused already.');
    }
    case 'resume':
      return each('on', 'No digest is paused here.');
    case 'off':
      return each('ends', '');
  }
}

function stateText(one: Subscription, at: At, now: EpochMs): string {
  if (!isPausedAt(one, now)) return 'on';
  const until = one.paused?.until;
  return until === undefined ? 'paused' : `paused until ${at(until)}`;
}

/** "Weekdays at 07:30 (Europe/Berlin), Exchange, only problems" */
function wishText(wish: DigestWish): string {
  return `${recurrenceText(wish.when)} (${zoneName(wish.when.zone)}), ${toldText(wish)}`;
}

function toldText({ services, onlyProblems }: DigestWish): string {
  return [
    services.length === 0 ? 'all services' : namesOf(services),
    ...(onlyProblems ? ['only problems'] : []),
  ].join(', ');
}

function watchEffects({ touched, watches }: Extract<Standing, { readonly kind: 'watch' }>): Effects {
  const why =
    watches.length === 0
      ? 'Nothing is watched here.'
      : watches.some(({ services }) => services.length === 0)
        ? 'That is part of a wider watch, which can be ended as a whole.'
        : 'That is not watched here.';
  const lines = touched.map(({ watch, left }) => {
    const before = [watchedText(watch), ...watchTerms(watch)].join(', ');
    return `${before} → ${left.length === 0 ? 'ends' : `${namesOf(left)} only`}`;
  });
  return { lines, why };
}

function dutyEffects({ duty, order }: Extract<Standing, { readonly kind: 'duty' }>): Effects {
  if (order.what === 'off') {
    const names = [duty?.first, duty?.fallback].flatMap(person => (person ? [personName(person)] : []));
    return {
      lines: names.length === 0 ? [] : [`On duty: ${names.join(', then ')} → nobody`],
      why: 'Nobody is on duty here.',
    };
  }
  const { name } = dutyTimeWords[order.what];
  const beforeMs = dutyTimeOf(duty, order.what);
  const [before, after] = [lengthText(beforeMs), lengthText(order.ms)];
  return {
    lines: beforeMs === order.ms ? [] : [`${name}: ${before} → ${after}`],
    why: `The ${lowerFirst(name)} is ${after} already.`,
  };
}

const dutyTimeWords: Readonly<Record<DutyTime, { readonly verb: string; readonly name: string }>> = {
  escalateAfter: { verb: 'Escalate', name: 'Time to acknowledge' },
  remindAfter: { verb: 'Remind', name: 'Reminder' },
};

function targetText(ms: number | undefined): string {
  return ms === undefined ? '24 h, as usual' : lengthText(ms);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
