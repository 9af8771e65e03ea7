import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { type Service, services } from '../../src/domain/job.ts';
import type { Person } from '../../src/domain/person.ts';
import type { QuietHours, WatchSpec } from '../../src/domain/watch-order.ts';
import { createIncidentRenderer } from '../../src/features/incidents/card/renderer.ts';
import type { IncidentEvent } from '../../src/features/incidents/incident/events.ts';
import type {
  FailedRun,
  Incident,
  IncidentSubject,
  MissingStart,
  Recovery,
  ServiceFailure,
} from '../../src/features/incidents/incident/incident.ts';
import type { IncidentMessage } from '../../src/features/incidents/notify/message.ts';
import { onCallCard } from '../../src/features/incidents/on-call/card.ts';
import type { OnCallRoster } from '../../src/features/incidents/on-call/roster.ts';
import { reportCard } from '../../src/features/incidents/report/card.ts';
import type { IncidentReport, TimelineEvent } from '../../src/features/incidents/report/timeline.ts';
import type { WatchesAnswer, WatchPreview } from '../../src/features/incidents/watch/command-result.ts';
import {
  watchesCard,
  watchNotSavedCard,
  watchPreviewCard,
} from '../../src/features/incidents/watch/preview-card.ts';
import type { Watch } from '../../src/features/incidents/watch/watch.ts';
import { british, hostileTexts, hour, noAsides, now } from './models.ts';

const minute = 60_000;

/** On Monday 23 November 2026, by the clocks of Berlin; hours beyond 23 are of the days after. */
export const at = (hours: number, minutes = 0) =>
  Date.UTC(2026, 10, 22, 23) + hours * hour + minutes * minute;

export const kim: Person = { id: '29:kim', name: 'Kim Weber' };
export const lee: Person = { id: '29:lee', name: 'Lee' };
/** What a name can be made of. */
export const hostilePerson: Person = {
  id: '29:evil',
  name: `<at>Everyone</at> **K**_i_m [x](https://evil.example) & \u202e{{DATE()}}\u0000\r\n\u200b`,
};

export function run(endedAt: number, changes: Partial<FailedRun> = {}): FailedRun {
  return {
    id: `EFB${endedAt}`,
    state: 'failed',
    startedAt: endedAt - 47 * minute,
    endedAt,
    foundAt: endedAt + minute,
    objects: { failed: 214, total: 1230 },
    ...changes,
  };
}

const causes = [
  {
    text: 'Access denied: give the backup account full access to the mailbox “…”.',
    example: 'Access denied: give the backup account full access to the mailbox “kim.weber”.',
    isVaried: true,
    runs: 2,
  },
  {
    text: 'Throttled by Exchange Online. The job gave up after … attempts.',
    example: 'Throttled by Exchange Online. The job gave up after 5 attempts.',
    runs: 1,
  },
];

export function trouble(
  runs: readonly FailedRun[] = [at(2), at(8), at(14)].map(end => run(end)),
  changes: Partial<ServiceFailure> = {},
): ServiceFailure {
  const [first] = runs as [FailedRun];
  return { service: 'exchange', runs, count: runs.length, first, causes, recovery: undefined, ...changes };
}

export const recovery: Recovery = { startedAt: at(19, 40), endedAt: at(20, 5), foundAt: at(20, 6) };

export function fault(changes: Partial<Incident> = {}): Incident {
  return {
    place: { home: 'a', id: 'a' },
    kind: 'channel',
    id: '6a2b3c4d5e6f7081',
    about: { kind: 'failing', troubles: [trouble()] },
    openedAt: at(2, 1),
    overAt: undefined,
    zone: 'Europe/Berlin',
    locale: 'en-GB',
    quiet: undefined,
    heldUntil: undefined,
    isSilent: false,
    call: { who: kim, fallback: lee, at: at(2, 1), escalateAt: at(2, 16), isEscalated: false },
    acknowledged: undefined,
    assigned: undefined,
    snoozed: undefined,
    closed: undefined,
    events: [],
    telling: {
      said: { place: { home: 'a', id: 'a' }, id: '1' },
      revision: 1,
      shown: 1,
      lastSaidAt: undefined,
      toldRuns: 1,
      isAllClearTold: false,
      begun: [],
    },
    ...changes,
  };
}

export const failing = (...troubles: readonly ServiceFailure[]): Partial<Incident> => ({
  about: { kind: 'failing', troubles },
});
export const recovered: Partial<Incident> = {
  ...failing(trouble(undefined, { recovery })),
  overAt: recovery.endedAt,
};
export const acknowledged = { by: kim, at: at(2, 14) };

type CardMessage = Extract<IncidentMessage, { readonly kind: 'card' }>;

export function cardMessage(changes: Partial<Incident> = {}, more: Partial<CardMessage> = {}): CardMessage {
  const told = fault(changes);
  return {
    kind: 'card',
    incident: told,
    who: told.call?.who,
    isAgain: false,
    composedAt: at(14, 2),
    ...more,
  };
}

const render = createIncidentRenderer();

/** The card of a fault. */
export function drawn(changes: Partial<Incident> = {}, more: Partial<CardMessage> = {}): AdaptiveCard {
  const wording = render(cardMessage(changes, more));
  if (wording.kind !== 'card') throw new Error('It is said as a text.');
  return wording.card;
}

/** Services that fail one after the other, a minute apart. */
export const outage = (
  list: readonly Service[],
  changes: (index: number) => Partial<ServiceFailure> = () => ({}),
) =>
  list.map((service, index) =>
    trouble([run(at(2, index), { id: service })], {
      service,
      causes: [{ text: 'AvePoint’s storage cannot be reached.', runs: 1 }],
      ...changes(index),
    }),
  );

const wideChanges = (index: number): Partial<ServiceFailure> => ({
  count: index + 1,
  recovery: index % 3 === 1 ? { ...recovery, endedAt: at(5, 10) } : undefined,
});

export const longestZone = 'America/Argentina/ComodRivadavia';

/** All there can be, as long as it can get. */
const longest: Partial<Incident> = {
  ...failing(
    ...outage(services, index => ({
      count: 123_456 + index,
      causes: [{ text: `漢字"${hostileTexts[index % 3]}`.repeat(20), runs: 123_456 }],
      recovery: index === 3 ? recovery : undefined,
    })),
  ),
  zone: longestZone,
  assigned: { by: { id: '29:long', name: '漢'.repeat(300) }, at: at(30) },
  snoozed: { by: { id: '29:other', name: '字'.repeat(300) }, at: at(30), until: at(80) },
};

export const blind = (
  changes: Partial<Extract<IncidentSubject, { kind: 'blind' }>> = {},
): Partial<Incident> => ({
  about: {
    kind: 'blind',
    services: [],
    since: at(2, 10),
    seenAgainAt: undefined,
    reason: 'noAnswer',
    ...changes,
  },
  call: undefined,
});

export const stops: readonly MissingStart[] = [
  { service: 'exchange', lastAt: at(2), dueAt: at(8, 30) },
  { service: 'onedrive', location: 'eastUS', lastAt: at(1, 30), dueAt: at(8) },
];
export const stopped = (list: readonly MissingStart[] = stops.slice(0, 1)): Partial<Incident> => ({
  about: { kind: 'stopped', stops: list },
});

export const unclear = (
  changes: Partial<Extract<IncidentSubject, { kind: 'unclear' }>> = {},
): Partial<Incident> => ({
  about: {
    kind: 'unclear',
    service: 'teams',
    word: 'HalfDone',
    runs: [{ id: 'TFB1', startedAt: at(2), endedAt: at(2, 40) }],
    count: 1,
    countedUntil: at(2, 41),
    ...changes,
  },
  call: undefined,
  overAt: at(2, 41),
});

export const stuck = (
  changes: Partial<Extract<IncidentSubject, { kind: 'stuck' }>> = {},
): Partial<Incident> => ({
  about: {
    kind: 'stuck',
    service: 'onedrive',
    jobId: 'ODFB20261123050000481',
    startedAt: at(5),
    usualMs: 100 * minute,
    ended: undefined,
    ...changes,
  },
  call: undefined,
});

const quiet: QuietHours = {
  from: { hour: 22, minute: 0 },
  to: { hour: 6, minute: 0 },
  zone: 'Europe/Berlin',
};
export const wish: WatchSpec = {
  services: ['exchange'],
  inARow: 1,
  isPartialIncluded: false,
  quiet: undefined,
};
export const fullWish: WatchSpec = {
  services: ['exchange', 'onedrive', 'vivaEngage'],
  inARow: 2,
  isPartialIncluded: true,
  quiet,
};

export const watch = (changes: Partial<Watch> = {}): Watch => ({
  ...wish,
  place: { home: 'a', id: 'a' },
  kind: 'channel',
  id: '0123456789ab',
  zone: 'Europe/Berlin',
  locale: 'en-GB',
  createdAt: at(9),
  createdBy: kim,
  isEnding: false,
  ...changes,
});

export const preview = (changes: Partial<WatchPreview> = {}): AdaptiveCard =>
  watchPreviewCard(
    {
      wish,
      zone: 'Europe/Berlin',
      past: { days: 14, failedRuns: 9, failedDays: 4, faults: 5, servicesSeen: ['exchange', 'onedrive'] },
      replaces: [],
      answeredAt: now,
      ...changes,
    },
    noAsides,
    british,
  );

const three = [
  watch(),
  watch({ id: 'ba9876543210', ...fullWish, createdBy: undefined }),
  watch({ id: '00000000000a', services: [], zone: longestZone, createdBy: hostilePerson }),
];

export const watched = (changes: Partial<WatchesAnswer>): AdaptiveCard =>
  watchesCard(
    { done: 'shown', watches: three, concerned: [], undelivered: undefined, answeredAt: now, ...changes },
    noAsides,
    { ...british, zone: 'Europe/Berlin' },
    ({ services: [first = 'all backups'], inARow }) =>
      `watch ${first}${inARow === 2 ? ', twice in a row' : ''}`,
  );

export const duty: OnCallRoster = {
  first: kim,
  fallback: lee,
  escalateMs: 15 * minute,
  setBy: kim,
  setAt: at(9),
};

/** Acknowledged, taken and recovered. */
const events: readonly IncidentEvent[] = [
  { what: 'told', at: at(2, 1) },
  { what: 'called', who: kim, at: at(2, 1) },
  { what: 'acknowledged', by: kim, at: at(2, 14) },
  { what: 'snoozed', by: kim, at: at(2, 15), until: at(6) },
  { what: 'assigned', by: lee, at: at(8, 2) },
];

const lineOf = (event: IncidentEvent): TimelineEvent => ({ kind: 'event', at: event.at, event });
const failureLines = (of: ServiceFailure, runs = of.runs): readonly TimelineEvent[] =>
  runs.map(run => ({ kind: 'failed', at: run.endedAt, failure: of, run }));
const inOrder = (lines: readonly TimelineEvent[]) => lines.toSorted((a, b) => a.at - b.at);

export function record(changes: Partial<IncidentReport> = {}): IncidentReport {
  const healed = trouble(undefined, { recovery });
  return {
    incident: fault({ ...recovered, acknowledged, events }),
    lines: inOrder([
      ...failureLines(healed),
      ...events.map(lineOf),
      { kind: 'recovered', at: recovery.endedAt, failure: healed, recovery },
    ]),
    leftOut: 0,
    toAcknowledgeMs: 13 * minute,
    answeredAt: at(21),
    ...changes,
  };
}

/** Thirty failures of which the record lists six, and no end. */
export function longRecord(): IncidentReport {
  const first = run(at(2));
  const runs = Array.from({ length: 5 }, (_, index) => run(at(2 + 6 * (25 + index))));
  const long = trouble([first, ...runs], { count: 30, runs });
  const told = events.slice(0, 2);
  const escalated: IncidentEvent = { what: 'escalated', who: lee, at: at(2, 16) };
  return record({
    incident: fault({ ...failing(long), events: [...told, escalated] }),
    lines: inOrder([...failureLines(long, [first, ...runs]), ...[...told, escalated].map(lineOf)]),
    leftOut: 24,
    toAcknowledgeMs: undefined,
    answeredAt: at(2 + 6 * 30),
  });
}

/** More lines than any message holds, each as long as it can get. */
export function absurdRecord(): IncidentReport {
  const all = outage(services, () => ({ count: 999_999 }));
  const by = { id: '29:long', name: '漢'.repeat(300) };
  return record({
    incident: fault({ ...failing(...all), zone: longestZone }),
    lines: inOrder([
      ...all.flatMap(one => failureLines(one)),
      ...Array.from({ length: 500 }, (_, index) =>
        lineOf({ what: 'snoozed', by, at: at(3 + index), until: at(4 + index) }),
      ),
    ]),
    leftOut: 999_986,
  });
}

/** The faults of a conversation: everything that its watches have to tell. */
export const faultCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'fault-new': () =>
    drawn(failing(trouble([run(at(2))], { causes: causes.slice(0, 1) })), { composedAt: at(2, 1) }),
  'fault-three': () => drawn(),
  'fault-acknowledged': () => drawn({ acknowledged }),
  'fault-taken-snoozed': () =>
    drawn({
      acknowledged,
      assigned: { by: lee, at: at(2, 20) },
      snoozed: { by: kim, at: at(2, 15), until: at(16) },
    }),
  'fault-assigned-noted': () =>
    drawn({
      acknowledged,
      assigned: { by: lee, at: at(2, 40), from: kim, assignedBy: kim },
      events: [
        { what: 'acknowledged', ...acknowledged },
        { what: 'assigned', by: kim, from: kim, to: lee, at: at(2, 40) },
      ],
      notes: [
        { by: kim, at: at(2, 16), text: 'Looking at the storage account.' },
        {
          by: lee,
          at: at(2, 41),
          text: 'Restarted the job; AvePoint support has ticket 4711 for the throttling.',
        },
      ],
    }),
  'fault-taken-over': () => drawn({ acknowledged, assigned: { by: lee, at: at(2, 40), from: kim } }),
  'fault-escalated': () =>
    drawn({ events: [{ what: 'escalated', who: lee, at: at(2, 16) }] }, { composedAt: at(2, 17) }),
  'fault-many': () => {
    const runs = Array.from({ length: 20 }, (_, index) =>
      run(at(2 + 6 * index), index % 3 === 1 ? { state: 'partiallyFinished' } : {}),
    );
    return drawn({ ...failing(trouble(runs, { count: 120 })), call: undefined }, { composedAt: at(120) });
  },
  'fault-partial': () =>
    drawn({
      ...failing(
        trouble(
          [at(2), at(8)].map(end => run(end, { state: 'partiallyFinished' })),
          {
            service: 'sharepoint',
            causes: [],
          },
        ),
      ),
    }),
  'fault-late-again': () =>
    drawn(
      {
        ...failing(trouble([run(at(2, 5), { foundAt: at(5, 10), objects: undefined })])),
        lateMs: 185 * minute,
      },
      { isAgain: true, composedAt: at(5, 10) },
    ),
  'fault-held': () =>
    drawn({ quiet, heldUntil: at(6), ...failing(trouble([run(at(2))])) }, { composedAt: at(6) }),
  'fault-paused': () =>
    drawn({ pausedUntil: at(6), ...failing(trouble([run(at(2))])) }, { composedAt: at(6) }),
  'fault-recovered': () => drawn({ ...recovered, acknowledged }, { composedAt: at(20, 6) }),
  'fault-recovered-late': () =>
    drawn(
      {
        ...failing(
          trouble([run(at(2, 5), { foundAt: at(20, 6) })], {
            recovery: { ...recovery, startedAt: undefined },
            causes: [],
          }),
        ),
        overAt: recovery.endedAt,
        call: undefined,
        lateMs: 18 * hour,
      },
      { composedAt: at(20, 6) },
    ),
  'fault-closed': () =>
    drawn(
      { acknowledged, closed: { by: kim, at: at(16, 40) }, overAt: at(16, 40) },
      { composedAt: at(16, 40) },
    ),
  'fault-clocks-back': () => {
    // Half past two is twice that night: an hour lies between the two.
    const twice = Date.UTC(2026, 9, 25, 0, 30);
    return drawn(failing(trouble([run(twice), run(twice + hour), run(twice + 7 * hour)])), {
      composedAt: twice + 7 * hour,
    });
  },
  'fault-hostile': () =>
    drawn(
      {
        ...failing(trouble([run(at(2))], { causes: hostileTexts.map(text => ({ text, runs: 1 })) })),
        call: { who: hostilePerson, fallback: undefined, at: at(2), escalateAt: at(3), isEscalated: false },
        snoozed: { by: hostilePerson, at: at(2), until: at(6) },
        events: [{ what: 'escalated', who: hostilePerson, at: at(2, 16) }],
      },
      { composedAt: at(2, 1) },
    ),
  'fault-wide': () => drawn(failing(...outage(services)), { composedAt: at(2, 12) }),
  'fault-wide-some': () =>
    drawn({ ...failing(...outage(services.slice(0, 7), wideChanges)), acknowledged }, { composedAt: at(8) }),
  'fault-wide-recovered': () =>
    drawn(
      {
        ...failing(...outage(services, index => ({ count: index + 1, recovery }))),
        overAt: recovery.endedAt,
      },
      { composedAt: at(20, 6) },
    ),
  'fault-wide-longest': () => drawn({ ...longest, lateMs: hour }, { isAgain: true, composedAt: at(40) }),
  'blind-all': () => drawn(blind(), { composedAt: at(2, 40) }),
  'blind-two-refused': () =>
    drawn(blind({ services: ['exchange', 'teams'], reason: 'refused' }), { composedAt: at(2, 40) }),
  'blind-over': () =>
    drawn({ ...blind({ seenAgainAt: at(5, 10) }), overAt: at(5, 10) }, { composedAt: at(5, 11) }),
  stopped: () => drawn(stopped(), { composedAt: at(9) }),
  'stopped-two': () => drawn(stopped([...stops]), { composedAt: at(9) }),
  'stopped-over': () =>
    drawn(
      { ...stopped([{ ...stops[0], againAt: at(9, 10) } as MissingStart]), acknowledged, overAt: at(9, 10) },
      { composedAt: at(9, 11) },
    ),
  unclear: () => drawn(unclear(), { composedAt: at(2, 42) }),
  'unclear-disappeared': () =>
    drawn(
      unclear({
        word: undefined,
        count: 2,
        runs: [at(2), at(3)].map((startedAt, index) => ({
          id: `TFB${index}`,
          startedAt,
          endedAt: startedAt + 40 * minute,
        })),
      }),
      { composedAt: at(4) },
    ),
  'fault-reopened': () =>
    drawn(
      {
        reopened: 1,
        ...failing(trouble(undefined, { failingSince: at(14) })),
        call: { who: kim, fallback: lee, at: at(14, 1), escalateAt: at(14, 16), isEscalated: false },
        events: [{ what: 'reopened', at: at(14, 1) }],
      },
      { composedAt: at(14, 2) },
    ),
  'fault-flapping': () =>
    drawn(
      {
        reopened: 4,
        ...failing(
          trouble(
            [1, 3, 5, 7, 9, 11].map(end => run(at(end))),
            { count: 9 },
          ),
        ),
        events: [{ what: 'reopened', at: at(11) }],
      },
      { composedAt: at(11, 2) },
    ),
  stuck: () => drawn(stuck(), { composedAt: at(14) }),
  'stuck-ended': () =>
    drawn(
      { ...stuck({ ended: { at: at(14, 12), state: 'failed' } }), overAt: at(14, 12) },
      { composedAt: at(14, 13) },
    ),
  'stuck-ended-unknown': () =>
    drawn(
      { ...stuck({ ended: { at: at(14, 12), state: undefined } }), overAt: at(14, 12) },
      { composedAt: at(14, 13) },
    ),
  'watch-preview': () => preview(),
  'watch-preview-full': () =>
    preview({
      wish: fullWish,
      replaces: [watch(), watch({ services: [], quiet })],
      past: { days: 14, failedRuns: 0, failedDays: 0, faults: 0, servicesSeen: ['exchange', 'onedrive'] },
    }),
  'watch-preview-unknown': () =>
    preview({
      wish: { ...wish, services: [] },
      past: {
        days: 14,
        failedRuns: undefined,
        failedDays: undefined,
        faults: undefined,
        servicesSeen: undefined,
      },
    }),
  'watch-not-saved': () => watchNotSavedCard(fullWish),
  'watches-three': () => watched({}),
  'watches-undelivered': () =>
    watched({
      watches: three.slice(0, 1),
      undelivered: {
        since: now - 3 * hour,
        countedFrom: now - 3 * hour,
        reason: { status: 403, code: 'ConversationBlockedByUser' },
        tries: 8,
        nextTryAt: now + hour,
        isReleased: true,
      },
    }),
  'watches-none': () => watched({ watches: [] }),
  'watches-ended': () => watched({ done: 'ended', watches: three.slice(0, 1), concerned: three.slice(1, 2) }),
  'duty-set': () => onCallCard({ done: 'set', duty }, noAsides),
  'duty-reminder-set': () =>
    onCallCard({ done: 'reminderSet', duty: { ...duty, remindMs: 12 * 60 * minute } }, noAsides),
  'duty-none': () => onCallCard({ done: 'shown', duty: undefined }, noAsides),
  report: () => reportCard(record(), british),
  'report-long': () => reportCard(longRecord(), british),
  'report-absurd': () => reportCard(absurdRecord(), british),
};
