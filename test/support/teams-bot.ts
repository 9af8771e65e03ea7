import { createTeamsBot, type TeamsBot, type TeamsBotParts } from '../../src/teams/teams-bot.ts';
import { noMeter } from './fakes.ts';

/** The parts of a bot that most tests don't look at. */
type UsualParts = 'onMembersLeft' | 'inTurn' | 'meter' | 'postedCards' | 'newReference' | 'noteRefused';

/**
 * Creates a bot that counts and logs every refused request by itself, and whose presses replace no card, unless the
 * test wants otherwise.
 */
export function createTestBot(parts: Omit<TeamsBotParts, UsualParts> & Partial<TeamsBotParts>): TeamsBot {
  const { log, meter = noMeter } = parts;
  return createTeamsBot({
    onMembersLeft: undefined,
    inTurn: work => work(() => {}),
    meter,
    postedCards: { note: async () => {}, marksOf: async () => [] },
    newReference: () => 'unknown',
    noteRefused: (reason, fields, message) => {
      meter.count('refusedRequests', 1, { reason });
      log.warn(fields, message);
    },
    ...parts,
  });
}
