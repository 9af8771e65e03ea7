import { setTimeout as sleep } from 'node:timers/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { createAskLimits } from '../access/ask-limits.ts';
import { type Bot, createBot } from '../bot/bot.ts';
import { type AuditedBot, withAudit } from '../bot/with-audit.ts';
import { createAuditPages } from '../features/audit/pages.ts';
import { createUndo } from '../features/undo/undo.ts';
import { createTeamsBot, type TeamsBot } from '../teams/teams-bot.ts';
import { createInTurn } from '../telemetry/in-turn.ts';
import type { Connection } from './connection.ts';
import type { Reading } from './reading.ts';
import type { Runtime } from './runtime.ts';
import type { Stored } from './stored.ts';
import type { Subscribed } from './subscribed.ts';
import { createUndoables } from './undoables.ts';

/** How long the audit record may lag behind: a killed process loses entries of turns that only read, at most so old. */
const auditGatheringMs = 500;

/**
 * How long a change may wait to be recorded as begun: Teams gives a button press some 5 s in all, and the user's roster
 * entry may have to be read, too.
 */
const auditBeginWithinMs = 2_000;

/** The bot that answers, before what records and receives its turns. */
export function createAnsweringBot(
  runtime: Runtime,
  stored: Stored,
  reading: Reading,
  { access, givenRoles, model, people }: Connection,
  subscribed: Subscribed,
): Bot {
  const { config, clock, turns, background, newId, newReference, log } = runtime;
  const { records, targets, endNotices, places, admins, audit, lastQuestions, accessRequests } = stored;
  const { jobs, index, jobsClock, avePoint } = reading;
  const { digests, watching, settingsBin, everySetting } = subscribed;
  const undoables = createUndoables({ ...stored, ...watching, givenRoles });
  return createBot({
    jobs,
    index,
    running: { version: packageJson.version, startedAt: jobsClock.monotonic(), apiShape: avePoint.shape },
    digests,
    watching,
    targets,
    endNotices,
    places,
    records,
    settingsBin,
    everySetting,
    undo: createUndo({ records: stored.changeRecords, undoables, clock, newId, log }),
    access,
    people,
    givenRoles,
    accessRequests,
    limits: createAskLimits(config.asksPerUserPerMinute, clock),
    admins,
    lastQuestions,
    auditPages: createAuditPages(audit, clock),
    clock: jobsClock,
    log,
    newReference,
    portalUrl: config.portalUrl,
    model,
    sent: turns.sent,
    about: turns.about,
    shownBy: () => turns.current()?.shownBy,
    sleep: background.sleep,
  });
}

/** The bot with an audit entry for each turn. */
export function createRecordedBot(runtime: Runtime, { audit }: Stored, conversation: Bot): AuditedBot {
  const { clock, turns, background, meter, log } = runtime;
  return withAudit({
    conversation,
    audit,
    turns,
    meter,
    clock,
    log,
    moment: () => sleep(auditGatheringMs, undefined, { ref: false }),
    beginWithinMs: auditBeginWithinMs,
    sleep: background.sleep,
  });
}

/** The bot as Teams' requests reach it. */
export function createReceivingBot(
  runtime: Runtime,
  { places, postedCards }: Stored,
  { adapter, membership }: Connection,
  conversation: Bot,
): TeamsBot {
  const { config, clock, turns, waiting, newId, newReference, noteRefused, meter, log } = runtime;
  return createTeamsBot({
    identity: config.identity,
    adapter,
    allowedTenantIds: config.allowedTenantIds,
    defaultZone: config.defaultTimeZone,
    conversation,
    places,
    log,
    sending: waiting,
    onMembersLeft: membership?.forget,
    inTurn: createInTurn({ turns, newId: () => newId(4), clock, meter, log }),
    meter,
    postedCards,
    newReference,
    noteRefused,
  });
}
