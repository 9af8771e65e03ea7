import type { Access } from '../access/access.ts';
import type { AskLimits } from '../access/ask-limits.ts';
import { createRefusalPacing } from '../access/refusal-pacing.ts';
import type { Admins } from '../domain/admins.ts';
import type { SuggestSentences } from '../domain/suggest-sentences.ts';
import { inMs } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import { welcomeCard } from '../features/help/card.ts';
import { createKnownAdmins } from '../features/roles/known-admins.ts';
import { bringBackCard } from '../features/settings/card.ts';
import {
  card,
  type Left,
  type PressTurn,
  type Removal,
  type Reply,
  type Requester,
  type Turn,
} from '../features/turn.ts';
import { createAnswer } from './answer.ts';
import { createAuthorize } from './authorize.ts';
import { type BoundaryParts, createBoundary } from './error-boundary.ts';
import { featurePartsOf, type GivenParts } from './feature-parts.ts';
import type { LastQuestions } from './follow-up/last-questions.ts';
import { createPressAnswer } from './press-answer.ts';
import { createRemoval } from './removal.ts';
import { createSentenceAnswer, retryOf } from './sentence-answer.ts';

/** Time limits of an answer, requests and their retries included. */
export const budgetsMs = { message: 10_000, press: 3_500 } as const;

/** A message that isn't answered by then never would be: its user gets an error, and the log a line. */
const messageLimitMs = 12_000;

/** What the bot does, without any SDK: it takes sentences and presses, and replies. None of these throws. */
export interface Bot {
  hear(turn: Turn): Promise<Reply>;
  press(turn: PressTurn): Promise<Reply>;
  /** The bot was added to a conversation; `by` is the user who added it, if that's known. */
  welcome(by?: Requester): Promise<Reply>;
  /** A team or channel is there again. Returns a card if there are settings to bring back. */
  restored(by: Requester): Promise<Reply | undefined>;
  /** The bot was removed from a chat, a channel or a team: puts its settings into the bin. */
  left(removal: Removal): Promise<Left>;
}

export interface BotParts extends BoundaryParts, Omit<GivenParts, 'knownAdmins'> {
  readonly access: Access;
  readonly limits: AskLimits;
  readonly admins: Admins;
  readonly lastQuestions: LastQuestions;
  /** Asked about sentences that the grammar can't read; undefined if none is set. */
  readonly model?: SuggestSentences | undefined;
  /** Called with what is sent to the language model. */
  readonly sent?: (sentence: string) => void;
  /** Waits before the deletions of a removal are tried again; returns at once by default. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Called with the kind of a sentence's command, or the verb of a press, once it's read. */
  readonly about?: (kind: string) => void;
}

export function createBot(parts: BotParts): Bot {
  const { access, admins, clock, lastQuestions, limits, log, settingsBin } = parts;
  const { about = () => {}, model, sent = () => {}, sleep = async () => {} } = parts;
  const knownAdmins = createKnownAdmins(access, admins, log);
  const features = featurePartsOf({ ...parts, knownAdmins });
  const boundary = createBoundary(parts);
  const pacing = createRefusalPacing(clock);
  const guard = createAuthorize({ access, limits, pacing, admins, knownAdmins, log });
  const answer = createAnswer({ boundary, features, guard });
  const answerSentence = createSentenceAnswer({ answer, lastQuestions, model, sent, about, clock });
  const answerPress = createPressAnswer({
    answer,
    answerSentence,
    lastQuestions,
    boundary,
    about,
    clock,
    log,
  });

  async function binnedIn(place: Requester['place']) {
    try {
      return place && (await settingsBin.count(place));
    } catch (err) {
      log.warn({ err }, 'settings from before not looked for');
      return undefined;
    }
  }

  return {
    hear: turn =>
      boundary.orError(
        () => ({ retry: retryOf(turn) }),
        turn,
        () => withTimeout(messageLimitMs, () => answerSentence(turn, inMs(budgetsMs.message, clock))),
      ),
    press: turn => answerPress(turn, inMs(budgetsMs.press, clock)),

    async welcome(by) {
      if (by?.objectId !== undefined && by.speaker) admins.heard(by.objectId, by.speaker.name, by.place);
      return card(welcomeCard(by?.place?.kind, await binnedIn(by?.place)));
    },

    async restored({ place }) {
      const binned = await binnedIn(place);
      return binned && card(bringBackCard(binned));
    },

    left: createRemoval({ settingsBin, sleep, log }),
  };
}
