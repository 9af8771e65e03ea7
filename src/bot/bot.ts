import type { Access } from '../access/access.ts';
import type { AskLimits } from '../access/ask-limits.ts';
import { createRefusalPacing } from '../access/refusal-pacing.ts';
import { unreadablePressText } from '../cards/button-replies.ts';
import type { Asides } from '../cards/notes.ts';
import { isPackableSentence, type Press, unpackPress } from '../cards/press.ts';
import { noOrderCard, notUnderstoodCard, offerCard } from '../cards/suggestion-card.ts';
import type { Admins } from '../domain/admins.ts';
import type { BinCount } from '../domain/bin.ts';
import type { Place } from '../domain/place.ts';
import type { ServiceRecords } from '../domain/service-records.ts';
import type { Targets } from '../domain/targets.ts';
import { inMs, type MonotonicMs } from '../domain/time.ts';
import { createAuditAnswers } from '../features/audit/handle.ts';
import type { AuditPages } from '../features/audit/pages.ts';
import { createChangeAnswers } from '../features/changes/handle.ts';
import type { Digests } from '../features/digest/commands.ts';
import { createDigestAnswers } from '../features/digest/handle.ts';
import type { Asked, Request } from '../features/feature.ts';
import { helpCard, welcomeCard } from '../features/help/card.ts';
import { createIncidentAnswers } from '../features/incidents/handle.ts';
import type { Alerting } from '../features/incidents/incidents.ts';
import { createWatchAnswers } from '../features/incidents/watch/handle.ts';
import { askedBy, decodePress, helpOfFeatures } from '../features/index.ts';
import type { Parts } from '../features/parts.ts';
import { createAccessAnswers, createKnownAdmins } from '../features/roles/handle.ts';
import type { SettingsBin } from '../features/settings/bin.ts';
import {
  bringBackCard,
  broughtBackCard,
  nothingToRestoreText,
  restoredText,
} from '../features/settings/card.ts';
import { createListings } from '../features/settings/listings.ts';
import type { EverySetting } from '../features/subscriptions/every-setting.ts';
import { createSubscriptionAnswers } from '../features/subscriptions/handle.ts';
import {
  card,
  type Hearer,
  type Left,
  outdated,
  type PressTurn,
  type Removal,
  type Reply,
  type Turn,
  text,
} from '../features/turn.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { helpTopics, helpTopicsOf } from '../language/index.ts';
import type { Reading as ReadingOf } from '../language/reading.ts';
import { createAgainAnswers } from './again-answers.ts';
import { type Asking, createAnswers, firstPage } from './answers.ts';
import { createGuard, type Entitled } from './authorize.ts';
import { changedBy, changesSomething } from './changes.ts';
import { asEdited } from './edited-order.ts';
import { type BoundaryParts, createBoundary } from './error-boundary.ts';
import { type Reading, readSentence } from './interpret.ts';
import { recordedFirst } from './recorded-first.ts';
import { createLeaving } from './removal.ts';
import { rightOfCommand, rightOfPress } from './rights.ts';
import { withSureZone } from './sure-zone.ts';

/** How long an answer may take in all, requests and their retries included. */
export const budgetsMs = { message: 10_000, press: 3_500 } as const;

/** What the bot does, without any SDK: it hears, is pressed, and replies. None of these throws. */
export interface Conversation {
  hear(turn: Turn): Promise<Reply>;
  press(turn: PressTurn): Promise<Reply>;
  /** It was added to a conversation, by whoever is told, if anybody. */
  welcome(by?: Hearer): Promise<Reply>;
  /** A team or channel is there again: what is said, if there are settings to bring back. */
  restored(by: Hearer): Promise<Reply | undefined>;
  /** The bot was removed from a chat, a channel or a team: puts away what was set there. */
  left(removal: Removal): Promise<Left>;
}

export interface ConversationParts extends BoundaryParts, Parts {
  readonly jobs: Jobs;
  readonly digests: Digests;
  readonly targets: Targets;
  readonly records: ServiceRecords;
  readonly access: Access;
  readonly limits: AskLimits;
  readonly admins: Admins;
  readonly auditPages: AuditPages;
  readonly settingsBin: SettingsBin;
  readonly everySetting: EverySetting;
  readonly watching: Pick<Alerting, 'orders' | 'duties' | 'faults' | 'deeds'>;
  /** Waits before the deletions of a removal are tried again; it doesn't wait by default. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Told the kind of what is asked, or the verb of what was pressed, once it is read. */
  readonly about?: (kind: string) => void;
}

const noAsides: Asides = { notes: [], offers: [] };
/** A bare mention. */
const askedNothing: Reading = { command: { kind: 'help' }, ...noAsides };

export function createConversation(parts: ConversationParts): Conversation {
  const {
    jobs,
    digests,
    targets,
    records,
    settingsBin,
    everySetting,
    watching,
    access,
    limits,
    admins,
    clock,
    log,
    newReference,
  } = parts;
  const { auditPages, about = () => {}, shownBy, sleep = async () => {} } = parts;
  const { orError, orText } = createBoundary({ clock, log, newReference, shownBy });
  const knownAdmins = createKnownAdmins(access, admins, log);
  const pacing = createRefusalPacing(clock);
  const guard = createGuard({ access, limits, pacing, admins, knownAdmins, log });
  const accessAnswers = createAccessAnswers({ access, admins, knownAdmins, orError });
  const auditAnswers = createAuditAnswers({ pages: auditPages, clock, orError });
  const subscriptionAnswers = createSubscriptionAnswers(everySetting, orError);
  const answers = createAnswers({ jobs, targets, records, clock, orError });
  const again = createAgainAnswers(answers, clock);
  const listings = createListings({ ...watching, digests, settingsBin });
  const changeAnswers = createChangeAnswers({
    ...watching,
    digests,
    targets,
    records,
    listings,
    clock,
    orError,
  });
  const digestAnswers = createDigestAnswers(digests, listings, orError);
  const watchAnswers = createWatchAnswers(watching, listings, orError);
  const faultAnswers = createIncidentAnswers({ ...watching, jobs, clock, orError, orText });

  /**
   * Nothing is done for it, and nothing said of it, before its speaker's right is known. One that a button carries changes
   * nothing: it opens a preview. `retry` repeats it from a button.
   */
  function answerSentence(
    text: string,
    hearer: Hearer,
    until: MonotonicMs,
    retry: Press | undefined,
    origin: Origin,
  ): Promise<Reply> {
    const { people = [], zone, locale } = hearer;
    const now = clock.now();
    const readIn = (zone: string) => readSentence(text, { zone, locale, people, now });
    const heard = text.trim() === '' ? askedNothing : readIn(zone);
    const { notes, offers } = heard;
    const asked = askedBy(heard.command);
    if (asked) {
      about(heard.command.kind);
      return answerAsked(
        asked,
        hearer,
        { notes, offers },
        until,
        origin === 'pressed' ? 'text' : 'card',
        retry,
      );
    }
    const read = withSureZone(heard as ReadingOf, text, hearer, now, readIn);
    const reading = origin === 'edited' ? asEdited(read, retry !== undefined ? text : undefined) : read;
    about(reading.command.kind);
    return answerCommand(reading, hearer, until, retry, origin);
  }

  /** Carries out what a feature was asked for, by whoever may do it. */
  function answerAsked(
    { permission, retry, run }: Asked,
    hearer: Hearer,
    asides: Asides,
    until: MonotonicMs,
    form: 'card' | 'text',
    otherwise?: Press,
  ): Promise<Reply> {
    const { zone, settingZone, locale } = hearer;
    const reader = { zone, settingZone, locale };
    return guard(permission, hearer, form, until, () => {
      const request: Request = { reader, asides, until };
      return orError(retry ?? otherwise, undefined, hearer, async () => run(request, parts));
    });
  }

  function answerCommand(
    reading: ReadingOf,
    hearer: Hearer,
    until: MonotonicMs,
    retry: Press | undefined,
    origin: Origin,
  ): Promise<Reply> {
    const { command } = reading;
    const changed = origin === 'typed' && changesSomething(command) ? command.kind : undefined;
    return guard(rightOfCommand(command), hearer, origin === 'pressed' ? 'text' : 'card', until, by =>
      recordedFirst(changed, by, hearer, () => obey(reading, by, hearer, until, retry, origin)),
    );
  }

  function obey(
    { command, notes, offers }: ReadingOf,
    by: Entitled,
    hearer: Hearer,
    until: MonotonicMs,
    retry: Press | undefined,
    origin: Origin,
  ): Promise<Reply> | Reply {
    const { place, zone, settingZone, locale } = hearer;
    const asides = { notes, offers };
    const asking = { reader: { zone, settingZone, locale }, asides, until, asker: by.asker };
    if (changesSomething(command)) {
      return origin === 'typed'
        ? changeAnswers.order(command, hearer, asking, retry)
        : changeAnswers.preview(command, hearer, asking, retry);
    }
    switch (command.kind) {
      case 'jobs':
        return answers.page(firstPage(command.question, command.lead), asking);
      case 'tabs':
        return answers.tabs(command.question, command.lead, asking);
      case 'health':
        return answers.health(command.question, asking);
      case 'coverage':
        return answers.coverage(command.question, asking);
      case 'causes':
        return answers.causes(command.question, asking);
      case 'job':
        return answers.job(command.search, 'card', asking);
      case 'severalJobs':
        return answers.severalJobs(command.searches, asking);
      case 'digest':
        return digestAnswers.show(command.order.what, place, asking);
      case 'watch':
        return watchAnswers.show(command.order, hearer, asking, retry);
      case 'duty':
        return watchAnswers.duty(hearer, asking);
      case 'faults':
        return faultAnswers.list(hearer, asking);
      case 'incidentReport':
        return faultAnswers.report(hearer, asking);
      case 'targets':
        return answers.targets(asking);
      case 'retired':
        return answers.retired(command.service, asking);
      case 'roles':
        return accessAnswers.roles(hearer, asking);
      case 'audit':
        return auditAnswers.ask(command.question, hearer, asking);
      case 'subscriptions':
        return subscriptionAnswers.show(0, hearer, asking);
      case 'ownRole':
        return accessAnswers.own(by);
      case 'help':
        return card(helpCard(helpTopicsOf(by.role, helpOfFeatures), asides));
      case 'noQuestion':
        return card(offerCard({ reason: command.reason, about: command.about, ...asides }));
      case 'noOrder':
        return card(noOrderCard({ reason: command.reason, ...asides }));
      case 'notUnderstood':
        return card(notUnderstoodCard({ words: command.words, ...asides }));
      case 'smallTalk':
        return text(command.answer);
    }
  }

  /** What is refused changes nothing that others see, and is said to the presser alone. */
  function answerPress(press: Press, hearer: Hearer, until: MonotonicMs): Promise<Reply> {
    if (press.verb === 'ask') return answerSentence(press.sentence, hearer, until, press, 'pressed');
    return guard(rightOfPress(press), hearer, 'text', until, by =>
      recordedFirst(changedBy(press), by, hearer, () => doPress(press, by, hearer, until)),
    );
  }

  function doPress(
    press: PressItself,
    by: Entitled,
    hearer: Hearer,
    until: MonotonicMs,
  ): Promise<Reply> | Reply {
    const { place, zone, settingZone, locale } = hearer;
    const asking: Asking = {
      reader: { zone, settingZone, locale },
      asides: noAsides,
      until,
      asker: by.asker,
    };
    switch (press.verb) {
      case 'jobs.page':
        return answers.page(press.page, asking);
      case 'jobs.job':
        return answers.jobOnPage(press.page, press.jobId, 'card', asking);
      case 'jobs.text':
        return answers.jobOnPage(press.page, press.jobId, 'withMessage', asking);
      case 'job.find':
        return answers.job(press.search, 'card', asking);
      case 'job.text':
        return answers.job(press.search, 'withMessage', asking);
      case 'tabs.show':
        return answers.tabs(press.question, press.lead, asking);
      case 'health.show':
        return answers.health(press.question, asking);
      case 'coverage':
        return answers.coverage(press.question, asking);
      case 'causes.show':
        return answers.causes(press.question, asking);
      case 'causes.jobs':
        return answers.causeJobs(press.question, press.cause, asking);
      case 'change.save':
      case 'change.cancel':
        return changeAnswers.press(press, hearer, asking);
      case 'digest.now':
      case 'digest.pause':
      case 'digest.resume':
      case 'digest.off':
        return digestAnswers.press(press, place, asking);
      case 'watch.save':
      case 'watch.cancel':
      case 'watch.end':
        return watchAnswers.press(press, hearer, asking);
      case 'fault.acknowledge':
      case 'fault.assign':
      case 'fault.snooze':
      case 'fault.close':
      case 'fault.jobs':
      case 'fault.report':
      case 'fault.text':
        return faultAnswers.press(press, hearer, asking);
      case 'audit.show':
        return auditAnswers.show(press.page, hearer, asking);
      case 'audit.again':
        return auditAnswers.again(press.question, hearer, asking);
      case 'subscriptions.show':
        return subscriptionAnswers.show(press.pageIndex, hearer, asking);
      case 'subscriptions.end':
        return subscriptionAnswers.end(press, hearer, asking);
      case 'settings.restore':
        return restore(press, place, asking);
      case 'help':
        return card(helpCard(helpTopicsOf(by.role, helpOfFeatures), noAsides));
      default:
        return again(press, asking);
    }
  }

  async function binnedIn(place: Place | undefined): Promise<BinCount | undefined> {
    try {
      return place && (await settingsBin.count(place));
    } catch (err) {
      log.warn({ err }, 'settings from before not looked for');
      return undefined;
    }
  }

  /** Everybody in the conversation sees it. */
  function restore(press: Press, place: Place | undefined, { reader }: Asking): Promise<Reply> {
    return orError(press, undefined, reader, async (): Promise<Reply> => {
      if (!place) return { ...text(nothingToRestoreText), ending: outdated };
      const count = await settingsBin.bringBack(place);
      const isAny = Object.values(count).some(one => one > 0);
      const shown = { card: broughtBackCard(count), text: restoredText(count) };
      const reply = { kind: 'edit', ...shown, isChange: isAny } as const;
      return isAny ? reply : { ...reply, ending: outdated };
    });
  }

  return {
    hear(turn) {
      const until = inMs(budgetsMs.message, clock);
      const retry = retryOf(turn);
      return orError(retry, undefined, turn, () =>
        answerSentence(turn.text, hearerOf(turn), until, retry, turn.isEdited ? 'edited' : 'typed'),
      );
    },

    press(turn) {
      const until = inMs(budgetsMs.press, clock);
      const now = clock.now();
      const pressed = decodePress(turn.verb, turn.data, now);
      if (pressed) {
        about(pressed.packed.verb);
        return orError(pressed.packed, undefined, turn, () =>
          answerAsked(pressed, hearerOf(turn), noAsides, until, 'text'),
        );
      }
      const press = unpackPress(turn.verb, turn.data, now);
      if (!press) {
        log.warn({ verb: typeof turn.verb }, 'a press could not be read');
        const ending = { kind: 'failed', problem: 'unreadable' } as const;
        return Promise.resolve({ ...text(unreadablePressText()), ending });
      }
      about(press.verb);
      const answer = async () => answerPress(press, hearerOf(turn), until);
      // The card of a fault is everybody's: no error takes its place.
      return press.verb.startsWith('fault.') ? orText(answer) : orError(press, undefined, turn, answer);
    },

    async welcome(by) {
      if (by?.objectId !== undefined && by.speaker) admins.heard(by.objectId, by.speaker.name, by.place);
      return card(welcomeCard(helpTopics, await binnedIn(by?.place)));
    },

    async restored({ place }) {
      const binned = await binnedIn(place);
      return binned && card(bringBackCard(binned));
    },

    left: createLeaving({ settingsBin, sleep, log }),
  };
}

/**
 * A sentence that was typed is carried out at once; one that a button carries only opens a preview; one that was edited only
 * shows what is set.
 */
type Origin = 'typed' | 'pressed' | 'edited';

/** The sentence as a button; undefined if it can't travel in one, as mentions can't. */
function retryOf({ text, people = [] }: Turn): Press | undefined {
  return isPackableSentence(text) && people.length === 0 ? { verb: 'ask', sentence: text } : undefined;
}

function hearerOf(turn: Hearer): Hearer {
  const { zone, settingZone, locale, place, speaker, objectId, thread, people = [], beforeChange } = turn;
  return { zone, settingZone, locale, place, speaker, objectId, thread, people, beforeChange };
}

/** A button that is no sentence. */
type PressItself = Exclude<Press, { readonly verb: 'ask' }>;
