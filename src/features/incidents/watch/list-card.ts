import {
  destructive,
  type ExecuteAction,
  execute,
  ranked,
  suggestionActions,
} from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { binActions, binTexts } from '../../../cards/bin-lines.ts';
import { settingsLink } from '../../../cards/common-buttons.ts';
import { personName } from '../../../cards/mention.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import digests from '../../../cards/templates/digests.json' with { type: 'json' };
import { type CardLocale, timesFor, type ZonedLocale } from '../../../cards/times.ts';
import { undeliveredLines } from '../../../cards/undelivered-lines.ts';
import { capitalised } from '../../../cards/words.ts';
import { services as allServices } from '../../../domain/job.ts';
import { plural } from '../../../domain/plural.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import { endLink, openFormLink, resumeLink } from './buttons.ts';
import type { WatchesAnswer } from './command-result.ts';
import { watchedText, watchTerms } from './texts.ts';
import { pauseEndOf, type Watch } from './watch.ts';

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
    label: `Watch ${watchedText(one)} again`,
    sentence: sayAgain(one),
  }));
  const first = watches.length === 0 && ended.length === 0 ? examples.map(sayAgain) : [];
  return expand({
    title: titles[done](watches.length, concerned),
    lines: [
      ...undeliveredLines(undelivered, reader, answeredAt),
      ...noteTexts(asides.notes),
      ...binTexts(asides.binned),
      ...explained(done, watches.length),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
    ].map(text => ({ text })),
    digests: watches.slice(0, mostShown).map(one => watchModel(one, answeredAt, reader)),
    actions: ranked([
      ...binActions(asides.binned),
      ...(first.length > 0 ? [newAlert] : []),
      ...suggestionActions([
        ...undo,
        ...asides.offers,
        ...first.map(sentence => ({ label: capitalised(sentence), sentence })),
      ]),
      ...(first.length > 0 ? [] : [newAlert]),
      execute('Settings', settingsLink),
    ]),
  });
}

const newAlert = execute('New alert', openFormLink.encode({}));

const plainWish: WatchSpec = { services: [], inARow: 1, isPartialIncluded: false, quiet: undefined };
const examples: readonly WatchSpec[] = [
  plainWish,
  { ...plainWish, services: ['exchange'], inARow: 2 },
  { ...plainWish, services: ['onedrive'], isPartialIncluded: true },
];

const nothing = 'Nothing is watched here';

const titles: Readonly<
  Record<WatchesAnswer['done'], (count: number, concerned: readonly Watch[]) => string>
> = {
  saved: (_, concerned) => `✓ Now watching ${namesOfAll(concerned)}`,
  alreadySet: (_, concerned) => `Already watching ${namesOfAll(concerned)}`,
  shown: count => (count === 0 ? nothing : `${count} ${plural(count, 'watch', 'watches')} here`),
  paused: (_, concerned) => `✓ Paused: ${namesOfAll(concerned)}`,
  resumed: (_, concerned) => `✓ Alerts are back: ${namesOfAll(concerned)}`,
  ended: (_, concerned) => `✓ Watch stopped: ${namesOfAll(concerned)}`,
  nothingThere: count => (count === 0 ? nothing : 'That isn’t watched here'),
  partOfAll: () => 'That’s part of a wider watch',
};

/** "Exchange and Teams", or "all backups" if any of the watches is of all. */
function namesOfAll(concerned: readonly Watch[]): string {
  const isAll = concerned.some(({ services }) => services.length === 0);
  const named = allServices.filter(service => concerned.some(({ services }) => services.includes(service)));
  return watchedText({ services: isAll ? [] : named });
}

function explained(done: WatchesAnswer['done'], count: number): readonly string[] {
  if (done === 'paused')
    return ['What fails in the meantime is reported when the pause is over. Nobody is called before.'];
  if (done === 'partOfAll')
    return ['Nothing has changed. Stop the whole watch, or set one for just what you want.'];
  if (count > 0) return [];
  return done === 'ended'
    ? [`${nothing} now.`]
    : ['I alert here as soon as a watched backup fails, and again once it has recovered.'];
}

/** Names a watch in a button: "Exchange", "3 services", "all backups". */
export function shortly({ services }: Watch): string {
  return services.length > 1 ? `${services.length} services` : watchedText({ services });
}

/** A watch with its buttons. `pauses` are further ones. */
export function watchModel(
  one: Watch,
  now: number,
  reader: CardLocale,
  pauses: readonly ExecuteAction[] = [],
) {
  const { createdAt, createdBy, id, zone } = one;
  const times = timesFor(zone, reader, now);
  const paused = pauseEndOf(one, now);
  const by = createdBy ? ` by ${personName(createdBy)},` : '';
  return {
    when: capitalised(watchedText(one)),
    what: capitalised(watchTerms(one).join(' · ')),
    next: [
      ...(paused === undefined ? [] : [`Paused until ${times.instant(paused)}`]),
      `Set${by} ${times.instant(createdAt)}${times.zoneNote}`,
    ].join(' · '),
    acts: [
      ...(paused === undefined ? pauses : [execute(`Resume ${shortly(one)}`, resumeLink.encode(id))]),
      destructive(execute(`Stop watching ${shortly(one)}`, endLink.encode(id))),
    ],
  };
}
