import { whenNear } from '../../../cards/moments.ts';
import type { Times } from '../../../cards/times.ts';
import { nameOf } from '../../../cards/words.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { ActionResult, IncidentAction, NoteProblem } from '../incident/action.ts';
import type { Incident } from '../incident/incident.ts';
import { mostNoteLength } from '../incident/notes.ts';
import { subjectText } from './service-names.ts';
import { beganAt, statusOf } from './status.ts';

type Refused = Extract<
  ActionResult,
  { readonly kind: 'awake' | 'archived' | 'rival' | 'unwatched' | 'note' | 'unknown' }
>;

/** Says why a press did nothing. */
export function refusalText(answer: Refused, times: Times, now: EpochMs): string {
  switch (answer.kind) {
    case 'awake':
      return 'It isn’t snoozed.';
    case 'archived':
      return 'This incident is in the archive, so it can’t be changed any more.';
    case 'rival':
      return rivalText(answer, times, now);
    case 'unwatched':
      return `${subjectText(answer.incident.about)}: not watched here any more, so I couldn’t tell when it recovers. Watch it first.`;
    case 'note':
      return noteText(answer.problem, times);
    case 'unknown':
      return 'There’s no such incident in this conversation.';
  }
}

/** "A newer incident is open for Exchange, since Mon 23 Nov, 02:00." */
function rivalText(
  { incident, rival, service }: Extract<ActionResult, { readonly kind: 'rival' }>,
  times: Times,
  now: EpochMs,
): string {
  const which = beganAt(rival) > beganAt(incident) ? 'A newer' : 'Another';
  return `${which} incident is open for ${nameOf(service)}, since ${times.near(beganAt(rival), now)}.`;
}

function noteText(problem: NoteProblem, times: Times): string {
  switch (problem.why) {
    case 'empty':
      return 'Write a note first.';
    case 'long':
      return `A note has room for ${times.number(mostNoteLength)} characters; this one has ${times.number(problem.length)}. Nothing was changed.`;
    case 'full':
      return `There’s no room for another note: it has ${times.number(problem.count)} already. Nothing was changed; write it in the thread instead.`;
  }
}

/** Says that the incident is over, and how it ended if that matters for the press. */
export function overText(incident: Incident, { what }: IncidentAction, times: Times, now: EpochMs): string {
  const { overAt } = incident;
  if (overAt === undefined) return 'This incident is over.';
  const when = whenNear(overAt, now, times);
  if (what !== 'reopen') return `This incident ended ${when}.`;
  const how = statusOf(incident) === 'recovered' ? 'recovered' : 'ended';
  return `It ${how} ${when} by itself, so there’s nothing to reopen.`;
}

export const pickSomeoneText = 'Pick a person first.';
export const notHereText =
  'They’re not in this conversation, so I can’t assign it to them. Nothing was changed.';
export const notLookedUpText = 'I couldn’t check who that is, so nothing was changed. Try again in a minute.';
