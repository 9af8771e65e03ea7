import { destructive, type ExecuteAction, execute, ranked } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { withDetails } from '../../../cards/details.ts';
import { personName } from '../../../cards/mention.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { placeText } from '../../../cards/place-text.ts';
import { clipped } from '../../../cards/plain.ts';
import { recurrenceText } from '../../../cards/recurrence-text.ts';
import { cardTemplate } from '../../../cards/template.ts';
import { type Times, timesFor, type ZonedLocale } from '../../../cards/times.ts';
import { capitalised, lowerFirst, namesOf } from '../../../cards/words.ts';
import type { StoredConversation } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import { isPausedAt, type Subscription } from '../../digest/subscription.ts';
import { watchedText, watchTerms } from '../../incidents/watch/texts.ts';
import { pauseEndOf, type Watch } from '../../incidents/watch/watch.ts';
import { endLink, everyPageSize, type SettingKey, showLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };

const expand = cardTemplate(template);

/** A digest or a watch, and what is known of its conversation. */
export type SettingRow = StoredSetting & {
  readonly where: StoredConversation | undefined;
  /** Name of the user whose personal chat it is, if the settings name them and they have written to the bot. */
  readonly ownerName: string | undefined;
};

/** As it is stored: what an earlier version or a hand has broken may lack anything. */
export type StoredSetting = SettingKey &
  (
    | { readonly what: 'digest'; readonly value: Subscription }
    | { readonly what: 'watch'; readonly value: Watch }
  );

/** A page of every digest and watch. */
export interface SettingsPage {
  /** Zero-based. */
  readonly pageIndex: number;
  readonly total: number;
  readonly rows: readonly SettingRow[];
  readonly answeredAt: EpochMs;
}

/** Draws every digest and watch for an admin, each with a button that ends it. `ended` was ended just now. */
export function subscriptionsCard(
  { pageIndex, total, rows, answeredAt }: SettingsPage,
  asides: Asides,
  reader: ZonedLocale,
  ended?: SettingRow,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  const first = pageIndex * everyPageSize + 1;
  const last = first + rows.length - 1;
  const show = (title: string, step: number): ExecuteAction =>
    execute(title, showLink.encode(pageIndex + step));
  const next = last < total ? show('Next', 1) : undefined;
  const titles = endTitlesOf(rows);
  const range = `${times.number(first)}–${times.number(last)} of ${times.number(total)}`;
  const card = expand({
    title: total === 0 ? 'No digests or alerts are set anywhere' : 'All digests and alerts',
    lines: [
      ...(ended ? [endedText(ended)] : []),
      ...noteTexts(asides.notes),
      ...(total > rows.length ? [`${range} · page ${times.number(pageIndex + 1)}`] : []),
    ].map(text => ({ text })),
    rows: rows.map((row, index) => ({
      ...rowModel(row, times, reader.zone, answeredAt),
      acts: [endAction(row, pageIndex, titles[index] ?? '')],
    })),
    actions: ranked(
      [...(pageIndex > 0 ? [show('Previous', -1)] : []), ...(next ? [next] : []), show('Refresh', 0)],
      next,
    ),
  });
  return withDetails(
    card,
    rows.map(row => detailText(row, times)),
  );
}

/** Returns the short text for the user who pressed, which is also on the card. */
export function endedText(row: SettingRow): string {
  return `✓ Ended: ${subjectOf(row)}, in ${rowPlaceText(row, idLength)}. To restore it within a year, send “${row.what}” there.`;
}

function endAction({ what, place, id }: SettingRow, pageIndex: number, title: string): ExecuteAction {
  return destructive(execute(title, endLink.encode({ pageIndex, key: { what, place, id } })));
}

function rowModel(row: SettingRow, times: Times, zone: string, now: EpochMs) {
  return {
    title: capitalised(subjectOf(row)),
    where: [capitalised(rowPlaceText(row, shortIdLength)), ...termsOf(row, zone, now)].join(' · '),
    troubles: troubleTexts(row.where, times).map(text => ({ text })),
  };
}

/** Returns "digest daily at 08:00", "alerts for Exchange and Teams". */
function subjectOf(row: SettingRow): string {
  return readable(
    () =>
      row.what === 'watch'
        ? `alerts for ${watchedText(row.value)}`
        : `digest ${lowerFirst(recurrenceText(row.value.when))}`,
    row.what === 'watch' ? 'alerts that can’t be read' : 'digest that can’t be read',
  );
}

/** Returns a title for the button of each row, which names what it ends: no two are the same. */
function endTitlesOf(rows: readonly SettingRow[]): readonly string[] {
  const withPlaces = distinct(rows.map(endTitle), (title, index) => {
    const id = clipped(rows[index]?.place.id ?? '', buttonIdLength);
    if (id === '') return title;
    // Wider buttons would be cut on a phone.
    return rows[index]?.what === 'digest' ? `End digest in ${id}` : `${title} in ${id}`;
  });
  return distinct(withPlaces, (title, index) => `${title} (${index + 1})`);
}

/** Returns these titles, with `more` for those that are there several times. */
function distinct(
  titles: readonly string[],
  more: (title: string, index: number) => string,
): readonly string[] {
  const isOnce = (title: string) => titles.indexOf(title) === titles.lastIndexOf(title);
  return titles.map((title, index) => (isOnce(title) ? title : more(title, index)));
}

function endTitle(row: SettingRow): string {
  return readable(
    () =>
      row.what === 'watch'
        ? `Stop watching ${watchedText(row.value)}`
        : `End digest ${lowerFirst(recurrenceText(row.value.when))}`,
    row.what === 'watch' ? 'End these alerts' : 'End this digest',
  );
}

function termsOf(row: SettingRow, zone: string, now: EpochMs): readonly string[] {
  return readable(() => {
    if (row.what === 'watch') return pauseEndOf(row.value, now) ? ['paused'] : [];
    const { services, onlyProblems, when } = row.value;
    return [
      ...(when.zone === zone ? [] : [zoneName(when.zone)]),
      services.length === 0 ? 'all services' : namesOf(services),
      ...(onlyProblems ? ['problems only'] : []),
      ...(isPausedAt(row.value, now) ? ['paused'] : []),
    ];
  }, []);
}

/** Returns what unfolds under "Details": the whole id of its conversation, its terms, and who set it and when. */
function detailText(row: SettingRow, times: Times): string {
  const terms = readable(() => {
    const { createdAt, createdBy } = row.value;
    const by = createdBy ? ` by ${personName(createdBy)}` : '';
    return [
      ...(row.what === 'watch' ? watchTerms(row.value) : [zoneName(row.value.when.zone)]),
      `set${by} ${times.instant(createdAt)}${times.zoneNote}`,
    ];
  }, []);
  return [capitalised(subjectOf(row)), clipped(row.place.id, idLength), ...terms].join(' · ');
}

/** Returns `otherwise` if reading fails, so that a broken record can still be ended. */
function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Teams' id of a channel has 48 characters, of which the first dozen tell it from others. */
const [buttonIdLength, shortIdLength, idLength] = [16, 24, 60];

function rowPlaceText({ place, where, ownerName }: SettingRow, length: number): string {
  const kind = where?.place?.kind;
  const owner = kind === 'personal' ? (ownerName ?? where?.place?.owner?.objectId) : undefined;
  if (owner !== undefined) return `personal chat of ${clipped(owner, 60)}`;
  return placeText(kind, place.id, length);
}

/** Says why messages don't arrive there. */
function troubleTexts(where: StoredConversation | undefined, times: Times): readonly string[] {
  if (where?.held) {
    const since = `since ${times.brief(where.held.since)}${times.zoneNote}`;
    return where.held.why === 'tenant'
      ? [`Not allowed ${since}: another organisation’s conversation`]
      : [`Not allowed ${since}: its owner no longer has a role`];
  }
  if (!where?.undelivered) return [];
  return [`Teams has refused messages since ${times.brief(where.undelivered.since)}${times.zoneNote}`];
}
