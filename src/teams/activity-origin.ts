import type { Activity } from 'botbuilder';
import { memoize } from '../domain/memoize.ts';
import type { Person } from '../domain/person.ts';
import type { ConversationRef } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import { knownZone, offsetIn, zoneAtOffset } from '../domain/zone.ts';
import type { Localization, Turn } from '../features/turn.ts';
import type { Cloud } from './cloud.ts';
import { guidOf, personName } from './text.ts';

/** Where a turn happens, who speaks, and in which time zone and language they are answered. */
export type TurnOrigin = Localization & Pick<Turn, 'place' | 'speaker' | 'objectId' | 'thread'>;

export interface OriginRules {
  readonly isService: Cloud['isService'];
  /** The time zone of speakers whose clients report none. */
  readonly defaultZone: string;
  readonly now: () => EpochMs;
}

/** Reads the origin of a turn from its activity. */
export function originOf(activity: Activity, { isService, defaultZone, now }: OriginRules): TurnOrigin {
  return {
    ...readerOf(activity, defaultZone, now()),
    place: placeOf(activity, isService),
    speaker: speakerOf(activity),
    objectId: objectIdOf(activity),
    thread: threadOf(activity.conversation.id),
  };
}

/**
 * Returns the conversation that an activity came from, so that the bot can send to it later; undefined if its service address
 * isn't one of Teams' own (or, in local mode, of this machine).
 */
export function placeOf(activity: Activity, isService: Cloud['isService']): ConversationRef | undefined {
  const { conversation, channelData, from, recipient, serviceUrl } = activity;
  if (!isService(serviceUrl)) return undefined;
  const id = withoutThread(conversation.id);
  const team: unknown = channelData?.team?.id;
  const kind = conversationKindOf(conversation.conversationType);
  return {
    home: typeof team === 'string' && team !== '' ? team : id,
    id,
    kind,
    tenantId: tenantOf(activity),
    serviceUrl,
    botId: recipient.id,
    botName: recipient.name || undefined,
    ...(kind === 'personal' &&
      from?.id && { owner: { personId: from.id, objectId: guidOf(from.aadObjectId) } }),
  };
}

/** A conversation of an unknown kind, or of none, counts as a group: it may have other members, so nothing private is shown in it. */
function conversationKindOf(conversationType: string | undefined): ConversationRef['kind'] {
  return conversationType === 'channel' || conversationType === 'personal' ? conversationType : 'group';
}

/** In the id of a channel's conversation, the thread stands behind the channel's id, by the id of its first message. */
const threadSuffix = /;messageid=(\d+)/;

/** Returns a conversation's id without its thread. */
function withoutThread(conversationId: string): string {
  return conversationId.split(';')[0] ?? conversationId;
}

/** Returns the id of a thread's first message; undefined if the conversation has no threads. */
export function threadOf(conversationId: string | undefined): string | undefined {
  return threadSuffix.exec(conversationId ?? '')?.[1];
}

/** Returns the conversation id of the thread under a channel's message. */
export function inThread(channelId: string, messageId: string): string {
  return `${channelId};messageid=${messageId}`;
}

/** Returns the tenant of an activity in lower case; undefined if Teams doesn't name it. */
export function tenantOf(activity: Activity): string | undefined {
  return namedTenants(activity)[0];
}

/**
 * Returns all tenants that an activity's conversation belongs to, each once, in lower case: its own, and for a channel also that
 * of the team that hosts it. A shared channel can be hosted in another tenant, whose people read what the bot writes.
 */
export function tenantsOf(activity: Activity): readonly string[] {
  const all = namedTenants(activity);
  return activity.conversation.conversationType === 'channel' ? [...new Set(all)] : all.slice(0, 1);
}

function namedTenants({ conversation, channelData }: Activity): readonly string[] {
  const ids: readonly unknown[] = [
    conversation.tenantId,
    channelData?.tenant?.id,
    channelData?.team?.tenantId,
  ];
  return ids.filter(isFilled).map(id => id.toLowerCase());
}

const isFilled = (id: unknown): id is string => typeof id === 'string' && id !== '';

/** Returns who wrote or pressed. */
function speakerOf({ from }: Pick<Activity, 'from'>): Person {
  return { id: from.id, name: personName(from.name) };
}

/** Returns the speaker's Entra object id, in lower case; undefined if Teams doesn't name it. */
function objectIdOf({ from }: Pick<Activity, 'from'>): string | undefined {
  return guidOf(from.aadObjectId);
}

/**
 * Returns the speaker's time zone and language as their client reports them; Windows' zone names are understood. Some clients
 * report no zone but their clock's offset: questions are then read by that offset, and settings, which outlive a change of
 * the clocks, by `defaultZone`. If the client reports neither, `defaultZone` stands for both.
 */
export function readerOf(
  activity: Partial<Activity> & { readonly rawLocalTimestamp?: unknown },
  defaultZone: string,
  now: EpochMs,
): Localization {
  const clientInfo = activity.entities?.find(({ type }) => type === 'clientInfo');
  const locales: unknown[] = [activity.locale, clientInfo?.locale];
  const locale = locales.find(isLocale);
  const zone = zoneOf(activity.localTimezone) ?? zoneOf(clientInfo?.timezone);
  const isAlone = activity.conversation?.conversationType === 'personal';
  if (zone !== undefined) return { zone, locale, ...(isAlone ? { ownZone: zone } : {}) };
  const { rawLocalTimestamp } = activity;
  const offset = typeof rawLocalTimestamp === 'string' ? offsetIn(rawLocalTimestamp) : undefined;
  const fixed = offset === undefined ? undefined : zoneAtOffset(offset, now);
  return fixed === undefined
    ? { zone: defaultZone, locale }
    : { zone: fixed, locale, settingZone: defaultZone, ...(isAlone ? { ownZone: fixed } : {}) };
}

function zoneOf(name: unknown): string | undefined {
  return typeof name === 'string' ? knownZone(name) : undefined;
}

const longestLocale = 35;

function isLocale(name: unknown): name is string {
  return typeof name === 'string' && name.length <= longestLocale && isWellFormed(name);
}

const isWellFormed = memoize(name => {
  try {
    return Intl.getCanonicalLocales(name).length > 0;
  } catch {
    return false;
  }
});
