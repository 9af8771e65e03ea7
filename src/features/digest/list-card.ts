import { execute, maxActions, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { binActions, binTexts } from '../../cards/bin-lines.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { recurrenceText } from '../../cards/recurrence-text.ts';
import { cardTemplate } from '../../cards/template.ts';
import digests from '../../cards/templates/digests.json' with { type: 'json' };
import { type CardLocale, timesFor, type ZonedLocale } from '../../cards/times.ts';
import { undeliveredLines } from '../../cards/undelivered-lines.ts';
import { namesOf } from '../../cards/words.ts';
import type { DigestSpec } from '../../domain/digest-order.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { zoneName } from '../../domain/zone.ts';
import { endLink, nowLink, pauseLink, resumeLink } from './buttons.ts';
import type { DigestsAnswer, Done } from './commands.ts';
import { mostDigests } from './commands.ts';
import { isPausedAt, type Subscription } from './subscription.ts';

const expand = cardTemplate(digests);

/** A card shows this many with buttons; the others stand in a line. */
const mostShown = 10;

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
    label: `Set again: ${recurrenceText(one.when)}`,
    sentence: sayAgain(one),
  }));
  const first: readonly Suggestion[] =
    digests.length === 0 && ended.length === 0
      ? ['digest daily at 08:00', 'digest weekdays at 07:30', 'digest daily at 08:00 only problems'].map(
          sentence => ({ label: sentence.replace('digest d', 'D').replace('digest w', 'W'), sentence }),
        )
      : [];
  return expand({
    title: titles[done](digests.length),
    lines: [
      ...undeliveredLines(undelivered, reader, answeredAt),
      ...noteTexts(asides.notes),
      ...binTexts(asides.binned),
      ...explained(done, digests.length),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
    ].map(text => ({ text })),
    digests: digests.slice(0, mostShown).map(one => digestModel(one, answeredAt, reader)),
    actions: [
      ...binActions(asides.binned),
      ...suggestionActions([...undo, ...asides.offers, ...first]),
    ].slice(0, maxActions),
  });
}

const titles: Readonly<Record<Done, (count: number) => string>> = {
  set: () => '✓ The digest is set',
  alreadySet: () => 'That digest is set already',
  tooMany: () => 'No more digests fit here',
  shown: count =>
    count === 0 ? 'No digest is set here' : count === 1 ? 'The digest here' : `${count} digests here`,
  paused: () => '✓ Paused',
  resumed: () => '✓ Resumed',
  off: count => (count === 0 ? '✓ No digest comes here any more' : '✓ That digest is off'),
  nothingThere: count => (count === 0 ? 'No digest is set here' : 'That digest is not set any more'),
};

function explained(done: Done, count: number): readonly string[] {
  if (done === 'tooMany') return [`A conversation has ${mostDigests} at most. Turn one off first.`];
  return count === 0 && (done === 'shown' || done === 'nothingThere')
    ? ['A digest comes by itself, at the time that you say, in your time zone.']
    : [];
}

function digestModel(one: Subscription, now: number, reader: CardLocale) {
  const { id, when, services, onlyProblems, dueAt } = one;
  const times = timesFor(when.zone, reader, now);
  const isPaused = isPausedAt(one, now);
  // It could not be read or delivered in time, and comes as soon as it can.
  const word = dueAt !== undefined && dueAt <= now ? 'Due since' : 'Next';
  const next = dueAt === undefined ? '' : `${word}: ${times.instant(dueAt)} (${zoneName(when.zone)})`;
  return {
    when: `${recurrenceText(when)} (${zoneName(when.zone)})`,
    what: [
      services.length === 0 ? 'All services' : namesOf(services),
      onlyProblems ? 'only problems, with a sign of life each week' : '',
    ]
      .filter(Boolean)
      .join(' · '),
    next: isPaused ? ['Paused', next].filter(Boolean).join(' · ') : next,
    acts: [
      execute('Now', nowLink.encode(id)),
      isPaused ? execute('Resume', resumeLink.encode(id)) : execute('Pause', pauseLink.encode(id)),
      execute('Turn off', endLink.encode(id)),
    ],
  };
}
