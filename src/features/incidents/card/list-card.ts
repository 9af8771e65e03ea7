import { execute, offerActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import digests from '../../../cards/templates/digests.json' with { type: 'json' };
import { type Reader, type Times, timesFor } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import { reportLink } from '../buttons.ts';
import { type About, type Fault, isOpen, troublesOf } from '../incident/incident.ts';
import { faultHeadline } from './headlines.ts';
import { statusText } from './people.ts';
import { countText } from './run-texts.ts';
import { beganAt } from './status.ts';

const expand = cardTemplate(digests);

/** A card shows this many; the others are counted. */
const mostShown = 10;

/** Not known is worse than bad, and bad than doubtful. */
const worst: readonly About['kind'][] = ['blind', 'failing', 'stopped', 'stuck', 'unclear'];

/** The faults that are open in a conversation, the worst and the newest first. */
export function faultsCard(
  faults: readonly Fault[],
  answeredAt: EpochMs,
  asides: Asides,
  reader: Reader,
): AdaptiveCard {
  const open = faults.filter(isOpen).toSorted((a, b) => placeOf(a) - placeOf(b) || b.openedAt - a.openedAt);
  const rest = open.length - mostShown;
  return expand({
    title: titleOf(open.length),
    lines: [
      ...noteTexts(asides.notes),
      ...(open.length === 0 ? ['Only what is watched here can show up: say “watch” to see what is.'] : []),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
    ].map(text => ({ text })),
    digests: open.slice(0, mostShown).map(fault => faultModel(fault, answeredAt, reader)),
    actions: offerActions(asides.offers),
  });
}

function placeOf({ about }: Fault): number {
  return worst.indexOf(about.kind);
}

function titleOf(count: number): string {
  if (count === 0) return 'No fault is open here';
  return count === 1 ? '1 fault is open here' : `${count} faults are open here`;
}

function faultModel(fault: Fault, now: EpochMs, reader: Reader) {
  const { id, zone } = fault;
  const times = timesFor(zone, reader, now);
  return {
    when: faultHeadline(fault, now, times).text,
    what:
      fault.about.kind === 'blind'
        ? `Times are those of ${zoneName(zone)}`
        : [`Since ${times.instant(beganAt(fault))} (${zoneName(zone)})`, ...countsOf(fault, times)].join(
            ' · ',
          ),
    next: heldText(fault, now, times) ?? statusText(fault, now, times) ?? '',
    acts: [execute('Report', reportLink.encode(id))],
  };
}

/** Of one service the headline has the count. */
function countsOf(fault: Fault, times: Times): readonly string[] {
  const troubles = troublesOf(fault);
  if (troubles.length < 2) return [];
  const count = troubles.reduce((sum, one) => sum + one.count, 0);
  return [`${countText(count, times)} in all`];
}

function heldText({ heldUntil, telling }: Fault, now: EpochMs, times: Times): string | undefined {
  if (heldUntil === undefined || heldUntil <= now || telling.said) return undefined;
  return `Quiet hours: told at ${times.near(heldUntil, now)}`;
}
