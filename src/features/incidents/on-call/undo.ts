import { isDeepStrictEqual } from 'node:util';
import { lengthText } from '../../../cards/durations.ts';
import { personName } from '../../../cards/mention.ts';
import { escalation, onCallTimeOf } from '../../../domain/duty-order.ts';
import type { Undoable } from '../../undoable.ts';
import type { OnCall } from './on-call.ts';
import type { OnCallRoster } from './roster.ts';

function timesText(roster: OnCallRoster | undefined): string {
  const [next, reminder] = [onCallTimeOf(roster, 'escalateAfter'), onCallTimeOf(roster, 'remindAfter')].map(
    lengthText,
  );
  return `The next person is called after ${next}, and reminders come after ${reminder} again`;
}

/** A conversation has one roster. */
const id = 'roster';

/** How Undo brings the roster of a conversation back. Open incidents then call and remind as it says. */
export function createUndoableOnCall(
  onCall: Pick<OnCall, 'ofHome' | 'replace' | 'applyToOpen'>,
): Undoable<OnCallRoster> {
  return {
    rank: 1,

    async read({ home, id: placeId }) {
      const found = await onCall.ofHome(home, placeId === undefined ? undefined : { home, id: placeId });
      return found.map(({ place, duty, version }) => ({ place, id, value: duty, version }));
    },

    /** Who set the same again, and when, makes no difference; a roster with nothing but the usual time counts as none. */
    setting({ setAt: _, setBy: __, ...roster }) {
      const set = JSON.parse(JSON.stringify(roster));
      return isDeepStrictEqual(set, { escalateMs: escalation.usualMs }) ? undefined : set;
    },

    bringBack: ({ change: { place, before }, current }) => onCall.replace(place, before, current?.version),

    async complete(changes) {
      for (const { place } of changes) await onCall.applyToOpen(place);
    },

    name: () => 'who is on call',

    texts(changes) {
      return changes.map(({ before, after }) => {
        const pair = (roster: OnCallRoster | undefined) => [roster?.first?.id, roster?.fallback?.id];
        if (isDeepStrictEqual(pair(before), pair(after))) return timesText(before);
        const names = [before?.first, before?.fallback].flatMap(one => (one ? [personName(one)] : []));
        return names.length === 0 ? 'No one is on call' : `${names.join(', then ')} on call again`;
      });
    },
  };
}
