import { type ExecuteAction, execute, ranked, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { binActions, binTexts } from '../../../cards/bin-lines.ts';
import { askLink } from '../../../cards/common-buttons.ts';
import { lengthText } from '../../../cards/durations.ts';
import { personName } from '../../../cards/mention.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import digestsTemplate from '../../../cards/templates/digests.json' with { type: 'json' };
import { timesFor, type ZonedLocale } from '../../../cards/times.ts';
import { undeliveredLines } from '../../../cards/undelivered-lines.ts';
import { nameOf } from '../../../cards/words.ts';
import { services as allServices, type Service } from '../../../domain/job.ts';
import { plural } from '../../../domain/plural.ts';
import type { TargetsByService } from '../../../domain/targets.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Undelivered } from '../../../domain/undelivered.ts';
import { openFormLink as limitsLink } from '../../coverage/buttons.ts';
import { openFormLink as newDigestLink, pauseUntilLink } from '../../digest/buttons.ts';
import { digestModel, nameAmong } from '../../digest/list-card.ts';
import type { Subscription } from '../../digest/subscription.ts';
import { noticeModel } from '../../end-notice/card.ts';
import type { EndNotice } from '../../end-notice/notice.ts';
import type { OnCallRoster } from '../../incidents/on-call/roster.ts';
import { openFormLink as newAlertLink, pauseLink } from '../../incidents/watch/buttons.ts';
import { shortly, watchModel } from '../../incidents/watch/list-card.ts';
import { pauseEndOf, type Watch } from '../../incidents/watch/watch.ts';
import { servicesOf } from '../../incidents/watch/watches.ts';

const expand = cardTemplate(digestsTemplate);

/** What is set in a conversation. */
export interface SetHere {
  readonly watches: readonly Watch[];
  readonly digests: readonly Subscription[];
  readonly endNotices: readonly EndNotice[];
  readonly duty: OnCallRoster | undefined;
  readonly targets: TargetsByService;
  readonly undelivered: Undelivered | undefined;
  /** In a personal chat no one is called. */
  readonly isPersonal: boolean;
  readonly answeredAt: EpochMs;
}

/** A pause that a button makes; `isAsked` if the user named its end. */
export interface Pause {
  readonly until: EpochMs;
  readonly isAsked: boolean;
}

/** A card shows this many of each with buttons; the others are counted. */
const mostShown = 4;

/** Draws what is set in a conversation, and how the rest is set: alerts, who is on call, digests, age limits. */
export function setHereCard(here: SetHere, asides: Asides, reader: ZonedLocale): AdaptiveCard {
  const { digests, watches } = here;
  return drawn(here, asides, reader, {
    title: isAnySet(here) ? `${countText(here)} here` : 'Nothing is set here yet',
    lines: isAnySet(here) ? [] : ['Nothing changes before you press Save.'],
    pauses: [],
    before: [...(watches.length === 0 ? [noAlertRow] : [])],
    after: [
      ...(here.isPersonal ? [] : [onCallRow(here)]),
      ...(digests.length === 0 ? [noDigestRow] : []),
      limitRow(here),
    ],
    actions: [...(watches.length > 0 ? [newAlert] : []), ...(digests.length > 0 ? [newDigest] : [])],
  });
}

/** What isn't set yet, or is set once: a row with the button that changes it. */
interface SettingRow {
  readonly when: string;
  readonly what: string;
  readonly next: string;
  readonly acts: readonly ExecuteAction[];
}

const newAlert = execute('New alert', newAlertLink.encode({}));
const newDigest = execute('New digest', newDigestLink.encode({}));

const noAlertRow: SettingRow = {
  when: 'No alerts yet',
  what: 'One card appears here when a backup fails.',
  next: 'It calls who is on call, and turns green when the backup is good again.',
  acts: [newAlert],
};

const noDigestRow: SettingRow = {
  when: 'No digest yet',
  what: 'Sums up the backups here at a time that you choose.',
  next: 'For example on weekdays at 08:00',
  acts: [newDigest],
};

function onCallRow(here: SetHere): SettingRow {
  return {
    when: 'On call',
    what: onCallText(here),
    next: 'Called here, by a mention, when a watched backup fails or doesn’t start',
    acts: [execute('On call', askLink.encode('on call'))],
  };
}

function limitRow(here: SetHere): SettingRow {
  return {
    when: 'Backup-age limits',
    what: limitText(here),
    next: 'For everyone, in every conversation',
    acts: [execute('Age limits', limitsLink.encode({}))],
  };
}

/** Draws what sends messages here, with the buttons that pause and end it; nothing changes before one is pressed. */
export function quieterCard(
  here: SetHere,
  { pauses, services }: { readonly pauses: readonly Pause[]; readonly services: readonly Service[] },
  asides: Asides,
  reader: ZonedLocale,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, here.answeredAt);
  const until = (pause: Pause) => `until ${times.near(pause.until, here.answeredAt)}`;
  const isMeant = ({ services: own }: Pick<Watch, 'services'>) =>
    services.length === 0 || servicesOf({ services: own }).some(one => services.includes(one));
  const watches = here.watches.toSorted((a, b) => Number(isMeant(b)) - Number(isMeant(a)));
  const awake = watches.filter(watch => isMeant(watch) && !pauseEndOf(watch, here.answeredAt));
  const [pause] = pauses;
  const isAny = isAnySet(here);
  return drawn({ ...here, watches }, asides, reader, {
    title: !isAny
      ? 'Nothing here sends messages'
      : pause?.isAsked
        ? `Pause ${until(pause)}${times.zoneNote}?`
        : 'What should be quiet?',
    lines: isAny
      ? [
          `${countText(here)} here. Nothing has changed yet.`,
          ...(awake.length > 0 ? ['What fails during a pause is reported when it’s over.'] : []),
          ...widerTexts(awake, services),
        ]
      : [],
    before: [],
    after: [],
    pauses: pauses.map(one => ({ until: one.until, title: `Pause ${until(one)}` })),
    actions:
      awake.length > 1 && awake.length === watches.length && pause
        ? [
            execute(
              `Pause all alerts ${until(pause)}`,
              pauseLink.encode({ id: undefined, until: pause.until }),
            ),
          ]
        : [],
  });
}

/** Says that a pause of a wider watch is quiet about other services as well. */
function widerTexts(watches: readonly Watch[], services: readonly Service[]): readonly string[] {
  const isWider = watches.some(watch => servicesOf(watch).some(one => !services.includes(one)));
  return services.length > 0 && isWider
    ? ['A watch can only be paused as a whole, so its other services are quiet as well.']
    : [];
}

interface Drawing {
  readonly title: string;
  readonly lines: readonly string[];
  readonly pauses: readonly { readonly until: EpochMs; readonly title: string }[];
  /** Rows beside those of what is set. */
  readonly before: readonly SettingRow[];
  readonly after: readonly SettingRow[];
  readonly actions: readonly ExecuteAction[];
}

function drawn(
  { answeredAt, digests, endNotices, undelivered, watches }: SetHere,
  asides: Asides,
  reader: ZonedLocale,
  { title, lines, pauses, before, after, actions }: Drawing,
): AdaptiveCard {
  const shownDigests = digests.slice(0, mostShown);
  const rest = [watches, digests, endNotices].reduce(
    (sum, all) => sum + Math.max(0, all.length - mostShown),
    0,
  );
  const isSeveral = watches.length + digests.length > 1;
  const named = (pause: string, name: string) => (isSeveral ? `${pause}: ${name}` : pause);
  return expand({
    title,
    lines: [
      ...undeliveredLines(undelivered, reader, answeredAt),
      ...noteTexts(asides.notes),
      ...binTexts(asides.binned),
      ...lines,
      ...(rest > 0 ? [`and ${rest} more: say “watches” or “digest”.`] : []),
    ].map(text => ({ text })),
    digests: [
      ...before,
      ...watches.slice(0, mostShown).map(one =>
        watchModel(
          one,
          answeredAt,
          reader,
          pauses.map(({ until, title: text }) =>
            execute(named(text, shortly(one)), pauseLink.encode({ id: one.id, until })),
          ),
        ),
      ),
      ...shownDigests.map(one => {
        const name = nameAmong(shownDigests, one, reader);
        const [pause] = pauses;
        const button =
          pause &&
          execute(
            named(pause.title, `digest${name}`),
            pauseUntilLink.encode({ id: one.id, until: pause.until }),
          );
        const model = digestModel(one, name, answeredAt, reader, button);
        return { ...model, when: `Digest: ${model.when}` };
      }),
      ...endNotices.slice(0, mostShown).map(one => noticeModel(one, answeredAt, reader)),
      ...after,
    ],
    actions: ranked([...binActions(asides.binned), ...actions, ...suggestionActions(asides.offers)]),
  });
}

function isAnySet({ digests, endNotices, watches }: SetHere): boolean {
  return digests.length + endNotices.length + watches.length > 0;
}

/** "2 watches and 1 digest" */
function countText({ digests, endNotices, watches }: SetHere): string {
  const parts = [
    ...(watches.length > 0 ? [`${watches.length} ${plural(watches.length, 'watch', 'watches')}`] : []),
    ...(digests.length > 0 ? [`${digests.length} ${plural(digests.length, 'digest', 'digests')}`] : []),
    ...(endNotices.length > 0
      ? [`${endNotices.length} ${plural(endNotices.length, 'message', 'messages')} to come`]
      : []),
  ];
  return parts.length < 2 ? `${parts[0]}` : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function onCallText({ duty }: SetHere): string {
  if (!duty?.first) return 'No one yet';
  const next = duty.fallback ? `, then ${personName(duty.fallback)}` : '';
  return `${personName(duty.first)}${next}`;
}

function limitText({ targets }: SetHere): string {
  const own = allServices.flatMap(service => {
    const ms = targets[service];
    return ms === undefined ? [] : [`${nameOf(service)} ${lengthText(ms)}`];
  });
  return [...own, own.length > 0 ? 'others 24 h' : '24 h for every service'].join(', ');
}
