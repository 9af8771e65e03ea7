import { destructive, type ExecuteAction, execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { binActions, binTexts } from '../../cards/bin-lines.ts';
import { settingsLink } from '../../cards/common-buttons.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clockText, recurrenceText } from '../../cards/recurrence-text.ts';
import { cardTemplate } from '../../cards/template.ts';
import digests from '../../cards/templates/digests.json' with { type: 'json' };
import { type CardLocale, timesFor, type ZonedLocale } from '../../cards/times.ts';
import { undeliveredLines } from '../../cards/undelivered-lines.ts';
import { namesOf } from '../../cards/words.ts';
import type { DigestSpec } from '../../domain/digest-order.ts';
import { plural } from '../../domain/plural.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { endLink, nowLink, openFormLink, pauseLink, resumeLink } from './buttons.ts';
import type { DigestsAnswer, Done } from './commands.ts';
import { mostDigests } from './commands.ts';
import { isPausedAt, type Subscription } from './subscription.ts';

const expand = cardTemplate(digests);

/** A card shows this many with buttons; the others are counted. */
const mostShown = 10;

const examples: readonly Suggestion[] = [
  { label: 'Daily at 08:00', sentence: 'digest daily at 08:00' },
  { label: 'Weekdays at 07:30', sentence: 'digest weekdays at 07:30' },
  { label: 'Problems only', sentence: 'digest daily at 08:00 only problems' },
];

const newDigest = execute('New digest', openFormLink.encode({}));

export const tooManyText = `A conversation can have ${mostDigests} digests. Turn one off first.`;

/**
 * Draws the digests of a conversation and what was done. `sayAgain` returns the sentence that sets one anew, for those
 * that were ended.
 */
export function digestsCard(
  { answeredAt, digests, done, ended, undelivered }: DigestsAnswer,
  asides: Asides,
  reader: ZonedLocale,
  sayAgain: (wish: DigestSpec) => string,
): AdaptiveCard {
  const rest = digests.length - mostShown;
  const undo: readonly Suggestion[] = ended.map(one => ({
    label: `Set again: ${recurrenceText(one.when, reader.locale)}`,
    sentence: sayAgain(one),
  }));
  const first = digests.length === 0 && ended.length === 0 ? examples : [];
  const shown = digests.slice(0, mostShown);
  return expand({
    title: titles[done](digests.length),
    lines: [
      ...undeliveredLines(undelivered, reader, answeredAt),
      ...noteTexts(asides.notes),
      ...binTexts(asides.binned),
      ...explained(done, digests.length),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
    ].map(text => ({ text })),
    digests: shown.map(one => digestModel(one, nameAmong(shown, one, reader), answeredAt, reader)),
    actions: ranked([
      ...binActions(asides.binned),
      ...(first.length > 0 ? [newDigest] : []),
      ...suggestionActions([...undo, ...asides.offers, ...first]),
      ...(first.length > 0 ? [] : [newDigest]),
      execute('Settings', settingsLink),
    ]),
  });
}

const titles: Readonly<Record<Done, (count: number) => string>> = {
  set: () => '✓ Digest set',
  moved: () => '✓ Digest moved',
  alreadySet: () => 'This digest is already set',
  tooMany: () => 'No room for another digest',
  shown: count =>
    count === 0 ? 'No digest is set here' : `${count} ${plural(count, 'digest', 'digests')} here`,
  paused: () => '✓ Paused',
  resumed: () => '✓ Resumed',
  off: count => (count === 0 ? '✓ No digests here any more' : '✓ Digest turned off'),
  nothingThere: count => (count === 0 ? 'No digest is set here' : 'That digest is no longer set'),
};

function explained(done: Done, count: number): readonly string[] {
  if (done === 'tooMany') return [tooManyText];
  return count === 0 && (done === 'shown' || done === 'nothingThere')
    ? ['A digest sums up the backups at the time you choose. Try one of these:']
    : [];
}

/** Returns what tells a digest's buttons from those of the others: " 08:00", or nothing if there are no others. */
export function nameAmong(all: readonly Subscription[], one: Subscription, { locale }: CardLocale): string {
  if (all.length === 1) return '';
  const timeOf = ({ when }: Subscription) => clockText(when, locale);
  const alike = all.filter(other => timeOf(other) === timeOf(one));
  const number = alike.length === 1 ? '' : ` (${alike.indexOf(one) + 1})`;
  return ` ${timeOf(one)}${number}`;
}

/** A digest with its buttons; `pause` is in the place of its Pause. */
export function digestModel(
  one: Subscription,
  name: string,
  now: number,
  reader: CardLocale,
  pause: ExecuteAction = execute(`Pause${name}`, pauseLink.encode(one.id)),
) {
  const { id, when, services, onlyProblems, dueAt } = one;
  const times = timesFor(when.zone, reader, now);
  const isPaused = isPausedAt(one, now);
  // It could not be read or delivered in time, and comes as soon as it can.
  const word = dueAt !== undefined && dueAt <= now ? 'Overdue since' : 'Next:';
  const next = dueAt === undefined ? '' : `${word} ${times.instant(dueAt)}`;
  return {
    when: `${recurrenceText(when, reader.locale)}${times.zoneNote}`,
    what: [
      services.length === 0 ? 'All services' : namesOf(services),
      onlyProblems ? 'problems only, with a weekly check-in' : '',
    ]
      .filter(Boolean)
      .join(' · '),
    next: isPaused ? ['Paused', next].filter(Boolean).join(' · ') : next,
    acts: [
      execute(`Preview${name}`, nowLink.encode(id)),
      isPaused ? execute(`Resume${name}`, resumeLink.encode(id)) : pause,
      destructive(execute(`Turn off${name}`, endLink.encode(id))),
    ],
  };
}
