import { type ExecuteAction, execute } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { personName } from '../../../cards/mention.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { clipped } from '../../../cards/plain.ts';
import { recurrenceText } from '../../../cards/recurrence-text.ts';
import { cardTemplate } from '../../../cards/template.ts';
import digests from '../../../cards/templates/digests.json' with { type: 'json' };
import { type Times, timesFor, type ZonedLocale } from '../../../cards/times.ts';
import { capitalised, namesOf } from '../../../cards/words.ts';
import type { StoredConversation } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import { isPausedAt, type Subscription } from '../../digest/subscription.ts';
import { watchedText, watchTerms } from '../../incidents/watch/texts.ts';
import type { Watch } from '../../incidents/watch/watch.ts';
import { endLink, everyPageSize, type SettingKey, showLink } from './buttons.ts';

const expand = cardTemplate(digests);

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

/** Draws every digest and watch for an admin, each with End. `ended` is the one that was ended just now. */
export function subscriptionsCard(
  { pageIndex, total, rows, answeredAt }: SettingsPage,
  asides: Asides,
  reader: ZonedLocale,
  ended?: SettingRow,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  const first = pageIndex * everyPageSize + 1;
  const show = (title: string, step: number): ExecuteAction =>
    execute(title, showLink.encode(pageIndex + step));
  const range = `${times.number(first)}–${times.number(first + rows.length - 1)}`;
  return expand({
    title:
      total === 0
        ? 'No digest and no watch is set anywhere'
        : total === 1
          ? 'One digest or watch is set in all conversations'
          : `${times.number(total)} digests and watches are set in all conversations`,
    lines: [
      ...noteTexts(asides.notes),
      ...(ended ? [endedText(ended)] : []),
      ...(total > rows.length ? [`${range} · page ${times.number(pageIndex + 1)}`] : []),
    ].map(text => ({ text })),
    digests: rows.map(row => rowModel(row, pageIndex, times, reader.zone, answeredAt)),
    actions: [
      ...(pageIndex > 0 ? [show('Previous', -1)] : []),
      ...(first + rows.length <= total ? [show('Next', 1)] : []),
      show('Refresh', 0),
    ],
  });
}

/** Returns the short text for the user who pressed, which is also on the card. */
export function endedText(row: SettingRow): string {
  return `✓ Ended: ${titleOf(row)} (${whereText(row)}). It’s in the bin for a year: whoever asks there for “${row.what}” can bring it back.`;
}

function rowModel(row: SettingRow, pageIndex: number, times: Times, zone: string, now: EpochMs) {
  const { what, place, id } = row;
  return {
    when: titleOf(row),
    what: [whereText(row), troubleText(row.where, times, zone)].filter(Boolean).join(' · '),
    next: termsOf(row, times, zone, now).join(' · '),
    acts: [execute('End', endLink.encode({ pageIndex, key: { what, place, id } }))],
  };
}

/** Returns "Digest: daily at 08:00 (Europe/Berlin)", "Watch: Exchange and Teams". */
function titleOf(row: SettingRow): string {
  return readable(() => {
    if (row.what === 'watch') return `Watch: ${watchedText(row.value)}`;
    const { when } = row.value;
    return `Digest: ${recurrenceText(when)} (${zoneName(when.zone)})`;
  }, `A ${row.what} that can’t be read`);
}

function termsOf(row: SettingRow, times: Times, zone: string, now: EpochMs): readonly string[] {
  return readable(() => {
    const { createdAt, createdBy } = row.value;
    const by = createdBy ? ` by ${personName(createdBy)}` : '';
    const set = `set${by} ${times.instant(createdAt)} (${zoneName(zone)})`;
    if (row.what === 'watch') return [capitalised(watchTerms(row.value).join(' · ')), set];
    const { services, onlyProblems } = row.value;
    return [
      services.length === 0 ? 'All services' : namesOf(services),
      ...(onlyProblems ? ['only problems'] : []),
      ...(isPausedAt(row.value, now) ? ['paused'] : []),
      set,
    ];
  }, []);
}

/** Returns `otherwise` if reading fails, so that a broken record can still be ended. */
function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const kindWords = { personal: 'personal chat', group: 'group chat', channel: 'channel' } as const;

function whereText({ place, where, ownerName }: SettingRow): string {
  const kind = where?.place?.kind;
  if (kind === 'personal') {
    const owner = ownerName ?? where?.place?.owner?.objectId;
    return owner === undefined
      ? `personal chat ${clipped(place.id, 60)}`
      : `personal chat of ${clipped(owner, 60)}`;
  }
  return `${kind ? kindWords[kind] : 'conversation'} ${clipped(place.id, 60)}`;
}

/** Says why messages don't arrive there. */
function troubleText(where: StoredConversation | undefined, times: Times, zone: string): string {
  if (where?.held)
    return `△ held since ${times.instant(where.held.since)} (${zoneName(zone)}): ${
      where.held.why === 'tenant'
        ? 'of another organisation than those allowed'
        : 'its owner has no role any more'
    }`;
  if (where?.undelivered)
    return `△ Teams takes no message since ${times.instant(where.undelivered.since)} (${zoneName(zone)})`;
  return '';
}
