import type { Service } from '../../../domain/job.ts';
import { offerOf } from '../../../language/compose.ts';
import type { Read, RefusedSentence } from '../../../language/reading.ts';
import {
  endOf,
  hasServices,
  isBesideAll,
  notUnderstood,
  ordered,
  refuse,
  type Said,
  understood,
  type WatchCommand,
  wishesWith,
  wishOf,
} from './read-parts.ts';

/** What a watch is offered for if no service was said; none is all of them. */
const offered: readonly (readonly Service[])[] = [[], ['exchange'], ['sharepoint'], ['onedrive']];
const bothCounts = [{ inARow: 1 }, { inARow: 2 }] as const;
const bothWays = [{ isPartialIncluded: true }, { isPartialIncluded: false }] as const;

/** "watch exchange, twice in a row, quiet 22:00 to 06:00": sets it, or says what stands in the way. */
export function set(said: Said): Read<WatchCommand | RefusedSentence> {
  const { parts, rest, hours, period, parsed } = said;
  const { types, states } = parsed.parts;
  if (rest.isTurned) return turnedRound(said);
  if (types.some(type => type !== 'backup'))
    return refuse(said, 'Only backups can be watched.', understood(said));
  if (states.some(state => state !== 'failed' && state !== 'partiallyFinished'))
    return refuse(
      said,
      'A watch reports failed backups, and partial ones if you ask for them.',
      understood(said),
    );
  if (period !== undefined) return lookingBack(said, period);
  if (rest.foreign.length > 0) return notUnderstood(said, understood(said));
  if (parts.rows.some(count => count !== 1 && count !== 2) || new Set(parts.rows).size > 1)
    return asked(said, 'I can alert on the first failure, or after two in a row.', bothCounts);
  if (parts.partial.includes('alone') || new Set(parts.partial).size > 1)
    return asked(said, 'Partial backups can be watched together with failed ones, not alone.', bothWays);
  if ('reason' in hours)
    return asked(
      said,
      hours.reason,
      hours.instead.length > 0 ? hours.instead.map(quiet => ({ quiet })) : [{}],
    );
  if (!hasServices(said))
    return refuse(
      said,
      'Which services should I watch?',
      wishesWith(
        said,
        offered.map(services => ({ services })),
      ),
    );
  if (isBesideAll(said)) return asked(said, 'Those services, or all of them?', [{}, { services: [] }]);
  const [mention] = parsed.mentions;
  const notes = mention ? [{ kind: 'watchCallsDuty', name: mention.person.name } as const] : [];
  return { ...ordered({ what: 'set', wish: wishOf(said) }), notes };
}

/** A question about one setting; if no service was said either, it is asked for afterwards. */
function asked(
  said: Said,
  reason: string,
  settings: Parameters<typeof wishesWith>[1],
): Read<RefusedSentence> {
  return refuse(said, reason, wishesWith(said, settings));
}

/** A watch begins when it is set and lasts until it is ended; what was is a list. */
function lookingBack(said: Said, period: string): Read<RefusedSentence> {
  const { services } = said.rest;
  const list = offerOf({
    type: 'backup',
    service: services.length > 1 ? services : services[0],
    state: 'failed',
    period,
    pageSize: undefined,
  });
  return refuse(
    said,
    'A watch starts when you set it and lasts until you stop it. For the past, ask for a list.',
    understood(said),
    period === '' ? [] : [list],
  );
}

/** "do not watch exchange", "watch all but exchange". */
function turnedRound(said: Said): Read<RefusedSentence> {
  const { parts, rest, parsed } = said;
  const before = parsed.parts.found.some(
    ({ meaning, start }) => meaning.part === 'negation' && start < (parts.verbs[0]?.start ?? 0),
  );
  if (before && hasServices(said)) return notUnderstood(said, [endOf(rest.services), { what: 'show' }]);
  if (parts.isAll && rest.services.length > 0)
    return refuse(said, 'Name each service, or watch all of them: I can’t leave some out.', [
      { what: 'show' },
    ]);
  return notUnderstood(said, [{ what: 'show' }]);
}
