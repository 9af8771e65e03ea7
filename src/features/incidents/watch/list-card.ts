import { execute, maxActions, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { binActions, binTexts } from '../../../cards/bin-lines.ts';
import { personName } from '../../../cards/mention.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import digests from '../../../cards/templates/digests.json' with { type: 'json' };
import { type CardLocale, timesFor, type ZonedLocale } from '../../../cards/times.ts';
import { undeliveredLines } from '../../../cards/undelivered-lines.ts';
import { capitalised } from '../../../cards/words.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import { zoneName } from '../../../domain/zone.ts';
import { endLink } from './buttons.ts';
import type { WatchesAnswer } from './command-result.ts';
import { watchedText, watchTerms } from './texts.ts';
import type { Watch } from './watch.ts';

const expand = cardTemplate(digests);

/** A card shows this many with buttons; the others are counted. */
const mostShown = 10;

/**
 * The watches of a conversation, with what was done. `sayAgain` gives the sentence that sets one anew, for those that
 * were ended and for examples.
 */
export function watchesCard(
  { answeredAt, concerned, done, undelivered, watches }: WatchesAnswer,
  asides: Asides,
  reader: ZonedLocale,
  sayAgain: (wish: WatchSpec) => string,
): AdaptiveCard {
  const rest = watches.length - mostShown;
  const ended = done === 'ended' ? concerned : [];
  const undo: readonly Suggestion[] = ended.map(one => ({
    label: `Set again: ${watchedText(one)}`,
    sentence: sayAgain(one),
  }));
  const first = watches.length === 0 && ended.length === 0 ? examples.map(sayAgain) : [];
  return expand({
    title: titles[done](watches.length),
    lines: [
      ...undeliveredLines(undelivered, reader, answeredAt),
      ...noteTexts(asides.notes),
      ...binTexts(asides.binned),
      ...explained(done, watches.length),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
    ].map(text => ({ text })),
    digests: watches.slice(0, mostShown).map(one => watchModel(one, answeredAt, reader)),
    actions: [
      ...binActions(asides.binned),
      ...suggestionActions([
        ...undo,
        ...asides.offers,
        ...first.map(sentence => ({ label: capitalised(sentence), sentence })),
      ]),
    ].slice(0, maxActions),
  });
}

const plainWish: WatchSpec = { services: [], inARow: 1, isPartialIncluded: false, quiet: undefined };
const examples: readonly WatchSpec[] = [
  plainWish,
  { ...plainWish, services: ['exchange'], inARow: 2 },
  { ...plainWish, services: ['onedrive'], isPartialIncluded: true },
];

const titles: Readonly<Record<WatchesAnswer['done'], (count: number) => string>> = {
  saved: () => '✓ The watch is set',
  alreadySet: () => 'That is watched already',
  shown: count =>
    count === 0 ? 'Nothing is watched here' : count === 1 ? 'The watch here' : `${count} watches here`,
  ended: count => (count === 0 ? '✓ Nothing is watched here any more' : '✓ That watch is ended'),
  nothingThere: count => (count === 0 ? 'Nothing is watched here' : 'That is not watched here'),
  partOfAll: () => 'That is part of a wider watch',
};

function explained(done: WatchesAnswer['done'], count: number): readonly string[] {
  if (done === 'partOfAll')
    return ['Nothing is changed: it can be ended as a whole, or you watch what you want instead.'];
  return count === 0 && (done === 'shown' || done === 'nothingThere')
    ? ['What is watched is told here as soon as it fails, and when it is good again.']
    : [];
}

function watchModel(one: Watch, now: number, reader: CardLocale) {
  const { createdAt, createdBy, id, zone } = one;
  const times = timesFor(zone, reader, now);
  const by = createdBy ? ` by ${personName(createdBy)},` : '';
  return {
    when: capitalised(watchedText(one)),
    what: capitalised(watchTerms(one).join(' · ')),
    next: `Set${by} ${times.instant(createdAt)} (${zoneName(zone)})`,
    acts: [execute('End', endLink.encode(id))],
  };
}
