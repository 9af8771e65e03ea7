import type { EpochMs } from '../domain/time.ts';
import type { TeamsRefusal, Undelivered } from '../domain/undelivered.ts';
import { zoneName } from '../domain/zone.ts';
import { timesFor, type ZonedLocale } from './times.ts';

/**
 * Returns the first lines of an answer in a conversation that refused messages: since when, why, and what happens now.
 * Writing there has ended the wait. Returns no lines if Teams took the last message.
 */
export function undeliveredLines(
  undelivered: Undelivered | undefined,
  { zone, locale }: ZonedLocale,
  now: EpochMs,
): readonly string[] {
  if (!undelivered) return [];
  const since = timesFor(zone, { locale }, now).instant(undelivered.since);
  return [
    `△ Digests and alerts haven’t been delivered here since ${since} (${zoneName(zone)}): ${reasonText(undelivered.reason)}.`,
    'Now that you’ve written here, I’m sending what is late. If Teams refuses it again, I’ll keep trying.',
  ];
}

/** Teams' codes that say more than their status. */
const byCode: Readonly<Record<string, string>> = {
  BotDisabledByAdmin: 'Teams says an admin has turned me off',
  BotNotInConversationRoster: 'Teams says I’m not a member here',
  ConversationBlockedByUser: 'Teams says I’m blocked here',
  MessageWritesBlocked: 'Teams says I’m blocked here',
};

function reasonText({ status, code }: TeamsRefusal): string {
  const known = code !== undefined && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known !== undefined) return known;
  if (status === undefined) return 'I couldn’t post until someone wrote to me here';
  if (status === 404) return 'Teams can’t find this conversation';
  return `Teams refused the message (${status})`;
}
