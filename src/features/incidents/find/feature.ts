import { askLink } from '../../../cards/common-buttons.ts';
import type { ConversationRef } from '../../../domain/place.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import { askAgain, staleQuestion } from '../../ask-again.ts';
import { button, command } from '../../feature.ts';
import { permissions } from '../../permission.ts';
import type { Request } from '../../request.ts';
import { card, type Reply } from '../../turn.ts';
import { type Incident, isOpen } from '../incident/incident.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import { reportCard } from '../report/card.ts';
import { recordOf } from '../report/timeline.ts';
import type { WatchOrders } from '../watch/commands.ts';
import { againLink, showLink } from './buttons.ts';
import { noIncidentCard, reportChoiceCard } from './choice-card.ts';
import { incidentsSentence, lastIncidentSentence } from './compose.ts';
import { findIncidents, latestIncidents } from './find-incidents.ts';
import { incidentListCard } from './list-card.ts';
import { type IncidentPointer, type IncidentQuestion, usualSpan } from './question.ts';
import { type IncidentsCommand, type LastIncidentCommand, findIncident as read } from './read.ts';

interface FindParts {
  readonly faults: Pick<IncidentStore, 'inThread' | 'ofPlace' | 'past'>;
  readonly watchOrders: Pick<WatchOrders, 'show'>;
  readonly clock: Clock;
}

/** As many reports are offered if it isn't clear which one is meant. */
const mostOffered = 3;

async function openIn(place: ConversationRef, { faults }: FindParts): Promise<readonly Incident[]> {
  return (await faults.ofPlace(place)).map(({ value }) => value).filter(isOpen);
}

/** Only an answer without incidents shows what is watched. */
async function watchesOf(place: ConversationRef | undefined, { watchOrders }: FindParts) {
  return place ? (await watchOrders.show(place)).watches : [];
}

async function show(
  { question, pageIndex }: IncidentPointer,
  { asides, place, reader }: Request,
  parts: FindParts,
): Promise<Reply> {
  const incidents = place ? await findIncidents(question, place, parts.faults) : [];
  const watches = incidents.length === 0 ? await watchesOf(place, parts) : [];
  const list = { question, pageIndex, incidents, watches, answeredAt: parts.clock.now() };
  return card(incidentListCard(list, asides, reader));
}

function list(
  { services = [], isOpenOnly = false, window }: IncidentsCommand,
  request: Request,
  parts: FindParts,
): Promise<Reply> {
  const usual = { span: usualSpan(parts.clock.now()), spanWords: undefined, zone: request.reader.zone };
  const question = { services, isOpenOnly, ...(window ?? usual) };
  return show({ question, pageIndex: 0 }, request, parts);
}

function anew(question: IncidentQuestion, now: EpochMs): IncidentQuestion | undefined {
  return question.spanWords === undefined
    ? { ...question, span: usualSpan(now) }
    : askAgain(question, now)?.question;
}

function again(question: IncidentQuestion, request: Request, parts: FindParts): Promise<Reply> | Reply {
  const asked = anew(question, parts.clock.now());
  return asked ? show({ question: asked, pageIndex: 0 }, request, parts) : staleQuestion;
}

/** The one whose thread it is, else the only one that is open; else the latest ones are offered. */
async function report(_: unknown, request: Request, parts: FindParts): Promise<Reply> {
  const { asides, place, reader, thread } = request;
  const { clock, faults } = parts;
  if (!place) return card(noIncidentCard([], [], clock.now(), asides, reader));
  const own = thread === undefined ? undefined : await faults.inThread(place, thread);
  const open = own ? [own] : await openIn(place, parts);
  const [only] = open;
  if (only && open.length === 1) return card(reportCard(recordOf(only, clock.now()), reader));
  const latest = await latestIncidents([], mostOffered, place, faults, clock.now());
  const known = new Set(open.map(({ id }) => id));
  const offered = [...latestFirst(open), ...latest.filter(({ id }) => !known.has(id))].slice(0, mostOffered);
  return offered.length === 0
    ? none([], request, parts)
    : card(reportChoiceCard(offered, open.length, clock.now(), asides, reader));
}

function latestFirst(incidents: readonly Incident[]): readonly Incident[] {
  return incidents.toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

async function last({ services }: LastIncidentCommand, request: Request, parts: FindParts): Promise<Reply> {
  const { place, reader } = request;
  const now = parts.clock.now();
  const [latest] = place ? await latestIncidents(services, 1, place, parts.faults, now) : [];
  if (!place || !latest) return none(services, request, parts);
  const others = (await openIn(place, parts)).filter(({ id }) => id !== latest.id).length;
  return card(reportCard(recordOf(latest, now), reader, others));
}

async function none(
  services: LastIncidentCommand['services'],
  { asides, place, reader }: Request,
  parts: FindParts,
): Promise<Reply> {
  const watches = await watchesOf(place, parts);
  return card(noIncidentCard(services, watches, parts.clock.now(), asides, reader));
}

/** "incidents", "incidents last month", "last incident" and "incident report": incidents that were reported here. */
export const findIncident = {
  help: [
    {
      title: 'Alerts',
      examples: ['incidents last month', 'last incident'],
      gives: 'the incidents of a time, also those that are over; the report of the last one',
    },
  ],
  readings: [{ rank: 'setting', read }],
  commands: [
    command({
      kind: 'faults',
      permission: permissions.look,
      retry: ({ services = [], isOpenOnly = false, window }: IncidentsCommand) =>
        window
          ? showLink.encode({ question: { services, isOpenOnly, ...window }, pageIndex: 0 })
          : askLink.encode(incidentsSentence(services, '', isOpenOnly)),
      run: list,
    }),
    command({
      kind: 'incidentReport',
      permission: permissions.look,
      retry: () => askLink.encode('incident report'),
      run: report,
    }),
    command({
      kind: 'lastIncident',
      permission: permissions.look,
      retry: ({ services }: LastIncidentCommand) => askLink.encode(lastIncidentSentence(services)),
      run: last,
    }),
  ],
  buttons: [
    button(showLink, {
      auditTitle: 'Incidents',
      permission: permissions.look,
      details: ({ pageIndex }) => [`page ${pageIndex + 1}`],
      run: show,
    }),
    button(againLink, {
      auditTitle: 'Refresh',
      permission: permissions.look,
      retry(question, now) {
        const asked = anew(question, now);
        return asked && showLink.encode({ question: asked, pageIndex: 0 });
      },
      run: again,
    }),
  ],
} as const;
