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
    `△ Digests and alerts haven't been delivered here since ${since} (${zoneName(zone)}): ${reasonText(undelivered.reason)}.`,
    "Anything late is sent now, because you've written here. If Teams refuses it again, I'll retry after 1, 2, 5, 15 and 60 minutes, then every hour.",
  ];
}

/** Teams' codes that say more than their status. */
const byCode: Readonly<Record<string, string>> = {
  BotDisabledByAdmin: 'Teams says an admin has turned the bot off',
  BotNotInConversationRoster: 'Teams says the bot is not a member here',
  ConversationBlockedByUser: 'Teams says the bot is blocked here',
  MessageWritesBlocked: 'Teams says the bot is blocked here',
};

function reasonText({ status, code }: TeamsRefusal): string {
  const known = code !== undefined && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known !== undefined) return known;
  if (status === undefined) return "I couldn't post here until someone wrote to me here";
  if (status === 404) return "Teams doesn't find this conversation";
  return `Teams refused the message (${status})`;
}
