import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { CardLocale } from '../../src/cards/times.ts';
import { services } from '../../src/domain/job.ts';
import { noIncidentCard, reportChoiceCard } from '../../src/features/incidents/find/choice-card.ts';
import { type IncidentList, incidentListCard } from '../../src/features/incidents/find/list-card.ts';
import { type IncidentQuestion, usualSpan } from '../../src/features/incidents/find/question.ts';
import type { Incident } from '../../src/features/incidents/incident/incident.ts';
import { reportCard } from '../../src/features/incidents/report/card.ts';
import {
  acknowledged,
  at,
  blind,
  failing,
  fault,
  kim,
  outage,
  record,
  recovered,
  recovery,
  run,
  stopped,
  stops,
  stuck,
  trouble,
  unclear,
  watch,
} from './fault-models.ts';
import { british, hour, noAsides } from './models.ts';

/** A question about all services, at 23:30 on Monday. */
export const question = (changes: Partial<IncidentQuestion> = {}): IncidentQuestion => ({
  services: [],
  span: usualSpan(at(23, 30)),
  spanWords: undefined,
  zone: 'Europe/Berlin',
  isOpenOnly: false,
  ...changes,
});

/** Last week, from Monday to Sunday. */
export const lastWeek = { span: { from: at(-168), to: at(0) }, spanWords: 'last week' };

/** The card of a list. */
export const listed = (
  incidents: readonly Incident[],
  changes: Partial<IncidentList> = {},
  reader: CardLocale = british,
): AdaptiveCard =>
  incidentListCard(
    {
      question: question(),
      pageIndex: 0,
      incidents,
      watches: [watch()],
      answeredAt: at(23, 30),
      ...changes,
    },
    noAsides,
    reader,
  );

const open: readonly Incident[] = [
  fault({ id: '6a2b3c4d5e710001', ...blind({ services: ['teams'] }), openedAt: at(2, 12) }),
  fault({
    id: '6a2b3c4d5e730001',
    ...failing(trouble([run(at(23, 10))], { service: 'powerBi' })),
    openedAt: at(23, 11),
    heldUntil: at(30),
    telling: { ...fault().telling, said: undefined },
  }),
  fault({ id: '6a2b3c4d5e700001', ...failing(...outage(services.slice(0, 5))), openedAt: at(3) }),
  fault({ acknowledged }),
  fault({ id: '6a2b3c4d5e720001', ...stuck(), openedAt: at(13) }),
];

const closed = { by: kim, at: at(16, 40) };

/** One of each way in which an incident ends. */
export const over: readonly Incident[] = [
  fault({ id: '6a2b3c4d5e700011', ...recovered, acknowledged }),
  fault({
    id: '6a2b3c4d5e700012',
    ...failing(trouble([run(at(10)), run(at(16))])),
    closed,
    overAt: closed.at,
    acknowledged: { by: kim, at: at(10, 14) },
  }),
  fault({
    id: '6a2b3c4d5e700013',
    ...failing(trouble([run(at(-20))], { service: 'teams', recovery: { ...recovery, endedAt: at(-18) } })),
    overAt: at(-18),
    isSilent: true,
    call: undefined,
  }),
  fault({
    id: '6a2b3c4d5e700014',
    ...stuck({ ended: { at: at(14, 12), state: 'failed' } }),
    overAt: at(14, 12),
  }),
  fault({
    id: '6a2b3c4d5e700015',
    ...stopped([{ ...(stops[1] as (typeof stops)[number]), againAt: at(9, 10) }]),
    overAt: at(9, 10),
  }),
  fault({ id: '6a2b3c4d5e700016', ...blind({ seenAgainAt: at(5, 10) }), overAt: at(5, 10) }),
  fault({ id: '6a2b3c4d5e700017', ...unclear() }),
  fault({
    id: '6a2b3c4d5e700018',
    ...failing(trouble([run(at(-40))], { service: 'onedrive' })),
    overAt: at(-30),
    call: undefined,
  }),
];

const many = Array.from({ length: 23 }, (_, index) =>
  fault({
    id: `6a2b3c4d5e7001${String(index).padStart(2, '0')}`,
    ...failing(
      trouble([run(at(-6 * index - 3))], { recovery: { ...recovery, endedAt: at(-6 * index - 1) } }),
    ),
    overAt: at(-6 * index - 1),
    acknowledged: undefined,
  }),
);

/** The list of incidents, and what stands beside it. */
export const incidentListCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'faults-open': () => listed([...open, ...over.slice(2, 3)]),
  'faults-none': () => listed([], { watches: [] }),
  'faults-none-watched': () => listed([], { watches: [watch()], question: question(lastWeek) }),
  'faults-over': () => listed(over),
  'faults-week': () => listed([...open.slice(3, 4), ...many], { question: question(lastWeek), pageIndex: 1 }),
  'faults-deleted': () =>
    listed([], {
      question: question({
        span: { from: at(-420 * 24), to: at(-410 * 24) },
        spanWords: 'from 2025-09-29 to 2025-10-09',
        services: ['exchange'],
      }),
    }),
  'report-choice': () =>
    reportChoiceCard([...open.slice(3, 4), ...over.slice(1, 3)], 2, at(23, 30), noAsides, british),
  'report-none': () => noIncidentCard(['teams'], [watch()], at(23, 30), noAsides, british),
  'report-last': () => reportCard(record({ answeredAt: at(21) + hour }), british, 2),
};
