import { unreadablePressText } from '../../cards/button-replies.ts';
import type { Asides } from '../../cards/notes.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { button } from '../feature.ts';
import type { ListCard } from '../list-card.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { type Localization, type Reply, text } from '../turn.ts';
import { type ActionParts, actionButtons } from './action-buttons.ts';
import { jobsLink, reportLink, reportTextLink } from './buttons.ts';
import { actionText } from './card/action-texts.ts';
import type { Incident } from './incident/incident.ts';
import type { IncidentStore } from './incident/incident-store.ts';
import { firstPageOf, jobsQuestionOf } from './jobs-of-incident.ts';
import { incidentActions as read, words } from './read.ts';
import { reportCard } from './report/card.ts';
import { reportText } from './report/text.ts';
import { recordOf } from './report/timeline.ts';

interface IncidentParts extends ActionParts {
  readonly faults: IncidentStore;
  readonly jobs: Pick<Jobs, 'tabs' | 'page'>;
  readonly listCard: ListCard;
}

const noAsides: Asides = { notes: [], offers: [] };

type Show = (fault: Incident, request: Request, parts: IncidentParts) => Promise<Reply> | Reply;

/** A button that shows something of an incident. */
const showing =
  (show: Show) =>
  async (id: string, request: Request, parts: IncidentParts): Promise<Reply> => {
    const { place, reader } = request;
    const fault = place && (await parts.faults.find(place, id));
    return fault ? show(fault, request, parts) : text(goneText(reader, parts.clock.now()));
  };

function goneText(reader: Localization, now: number): string {
  return actionText({ kind: 'unknown' }, { what: 'acknowledge' }, reader, now);
}

const showJobs: Show = async (fault, { asker, reader, until }, { jobs, clock, listCard }) => {
  const question = jobsQuestionOf(fault, clock.now());
  // A card of what cannot be seen has no such button.
  if (!question) return text(unreadablePressText());
  const page = firstPageOf(question) ?? (await jobs.tabs(question, until));
  const shown = listCard(await jobs.page(page, until, asker), noAsides, reader);
  return { kind: 'post', card: shown, text: 'The jobs are in the thread below.' };
};

const inThread = 'The report is in the thread below.';

const postReport: Show = (fault, { reader }, { clock }) => ({
  kind: 'post',
  card: reportCard(recordOf(fault, clock.now()), reader),
  text: inThread,
});

const postReportText: Show = (fault, { reader }, { clock }) => ({
  kind: 'text',
  text: inThread,
  message: reportText(recordOf(fault, clock.now()), reader),
});

const onCard = { isOnSharedCard: true, details: (id: string) => [id] };

const unwatching = 'unwatch exchange';

/** The first examples of a topic are its buttons: none of them ends anything. */
const help = [
  {
    title: 'Alerts',
    examples: [
      'watch exchange',
      'watch all backups',
      'watch',
      'incidents',
      'watch exchange, twice in a row, quiet 22:00 to 06:00',
      unwatching,
      'incident report',
    ],
    orders: [unwatching],
    gives:
      'an incident here when a backup fails; what is watched; the open incidents; the timeline of one, in its thread',
  },
];

/** "acknowledge", and the buttons of an incident's card. */
export const incidents = {
  words,
  help,
  readings: [{ rank: 'setting', read }],
  buttons: [
    ...actionButtons,
    button(jobsLink, {
      ...onCard,
      auditTitle: 'Show jobs',
      permission: permissions.ask,
      run: showing(showJobs),
    }),
    button(reportLink, {
      ...onCard,
      auditTitle: 'Report',
      permission: permissions.look,
      run: showing(postReport),
    }),
    button(reportTextLink, {
      ...onCard,
      auditTitle: 'Report as text',
      permission: permissions.look,
      run: showing(postReportText),
    }),
  ],
} as const;
