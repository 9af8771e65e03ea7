import type { Asking } from '../../bot/answers.ts';
import type { OrError, OrText } from '../../bot/error-boundary.ts';
import {
  actionText,
  jobsInThreadText,
  recordInThreadText,
  unreadablePressText,
} from '../../cards/button-replies.ts';
import type { Asides } from '../../cards/notes.ts';
import type { Press } from '../../cards/press.ts';
import type { Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';
import type { Clock } from '../../domain/time.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { pageCard } from '../job-list/card.ts';
import { card, type Hearer, type Reader, type Reply } from '../turn.ts';
import { incidentListCard } from './card/list-card.ts';
import type { IncidentAction } from './incident/action.ts';
import type { IncidentActions } from './incident/actions.ts';
import { type Incident, isOpen } from './incident/incident.ts';
import type { IncidentStore } from './incident/incident-store.ts';
import { firstPageOf, jobsQuestionOf } from './jobs-of-incident.ts';
import { reportCard } from './report/card.ts';
import { reportText } from './report/text.ts';
import { recordOf } from './report/timeline.ts';

export type IncidentPress = Extract<Press, { readonly verb: `fault.${string}` }>;

export interface IncidentAnswersParts {
  readonly faults: IncidentStore;
  readonly deeds: IncidentActions;
  readonly jobs: Pick<Jobs, 'tabs' | 'page'>;
  readonly clock: Clock;
  readonly orError: OrError;
  readonly orText: OrText;
}

const noAsides: Asides = { notes: [], offers: [] };
const somebody: Person = { id: '', name: '' };

/** What the bot says of its faults; they throw as `OrError`. */
export function createIncidentAnswers({ faults, deeds, jobs, clock, orError, orText }: IncidentAnswersParts) {
  async function openIn(place: Place): Promise<readonly Incident[]> {
    return (await faults.ofPlace(place)).map(({ value }) => value).filter(isOpen);
  }

  /** The one whose thread it is; else the only one that is open. */
  async function meantIn(place: Place, thread: string | undefined): Promise<Incident | undefined> {
    const own = thread === undefined ? undefined : await faults.inThread(place, thread);
    if (own) return own;
    const open = await openIn(place);
    return open.length === 1 ? open[0] : undefined;
  }

  function listed(open: readonly Incident[], asides: Asides, reader: Reader): Reply {
    return card(incidentListCard(open, clock.now(), asides, reader));
  }

  function act(press: IncidentPress): IncidentAction | undefined {
    switch (press.verb) {
      case 'fault.acknowledge':
        return { what: 'acknowledge' };
      case 'fault.assign':
        return { what: 'assign' };
      case 'fault.close':
        return { what: 'close' };
      case 'fault.snooze':
        return { what: 'snooze', length: press.length };
      default:
        return undefined;
    }
  }

  /** A button that shows something of a fault. */
  async function show(
    { verb }: IncidentPress,
    fault: Incident,
    { reader, until, asker }: Asking,
  ): Promise<Reply> {
    if (verb === 'fault.jobs') {
      const question = jobsQuestionOf(fault, clock.now());
      // A card of what cannot be seen has no such button.
      if (!question) return { kind: 'text', text: unreadablePressText() };
      const page = firstPageOf(question) ?? (await jobs.tabs(question, until));
      const list = pageCard(await jobs.page(page, until, asker), noAsides, reader);
      return { kind: 'post', card: list, text: jobsInThreadText() };
    }
    const record = recordOf(fault, clock.now());
    if (verb === 'fault.report')
      return { kind: 'post', card: reportCard(record, reader), text: recordInThreadText() };
    return { kind: 'text', text: recordInThreadText(), message: reportText(record, reader) };
  }

  return {
    list: ({ place }: Hearer, { asides, reader }: Asking) =>
      orError({ verb: 'ask', sentence: 'faults' }, undefined, reader, async () =>
        listed(place ? await openIn(place) : [], asides, reader),
      ),

    report: ({ place, thread }: Hearer, { asides, reader }: Asking) =>
      orError({ verb: 'ask', sentence: 'incident report' }, undefined, reader, async () => {
        const fault = place && (await meantIn(place, thread));
        if (fault) return card(reportCard(recordOf(fault, clock.now()), reader));
        return listed(place ? await openIn(place) : [], asides, reader);
      }),

    /** The pressed card is everybody's, so the presser gets a short text, whatever goes wrong. */
    press: (press: IncidentPress, { place, speaker = somebody }: Hearer, asking: Asking) =>
      orText(async (): Promise<Reply> => {
        const { reader } = asking;
        const deed = act(press);
        const unknown = { kind: 'unknown' } as const;
        const now = clock.now();
        if (deed) {
          const answer = place ? await deeds.act(deed, press.id, place, speaker, reader.zone) : unknown;
          return { kind: 'text', text: actionText(answer, deed, reader, now) };
        }
        const fault = place && (await faults.find(place, press.id));
        if (!fault) return { kind: 'text', text: actionText(unknown, { what: 'acknowledge' }, reader, now) };
        return show(press, fault, asking);
      }),
  };
}
