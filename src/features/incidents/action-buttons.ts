import { notMember } from '../../domain/membership.ts';
import type { People } from '../../domain/people.ts';
import type { Person } from '../../domain/person.ts';
import type { Clock } from '../../domain/time.ts';
import { button } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { type Reply, text } from '../turn.ts';
import {
  type Assignment,
  acknowledgeLink,
  assignLink,
  closeLink,
  noteLink,
  reopenLink,
  snoozeLink,
  takeOverLink,
  unsnoozeLink,
} from './buttons.ts';
import { actionText } from './card/action-texts.ts';
import { notHereText, notLookedUpText, pickSomeoneText } from './card/refusal-texts.ts';
import type { IncidentAction } from './incident/action.ts';
import type { IncidentActions } from './incident/actions.ts';

export interface ActionParts {
  readonly deeds: IncidentActions;
  readonly people: People;
  readonly clock: Clock;
}

const someone: Person = { id: '', name: '' };

/** The pressed card is everybody's, so the presser gets a short text. */
async function act(
  what: IncidentAction,
  id: string,
  { place, reader, speaker = someone }: Request,
  { deeds, clock }: ActionParts,
): Promise<Reply> {
  const now = clock.now();
  const answer = place
    ? await deeds.act(what, id, place, speaker, reader.zone)
    : ({ kind: 'unknown' } as const);
  return text(actionText(answer, what, { ...reader, speaker }, now));
}

/** The person who was picked must be in the conversation now: no one else would see that it was assigned to them. */
async function assign(
  { id, picked, from, note }: Assignment,
  request: Request,
  parts: ActionParts,
): Promise<Reply> {
  const { place, until } = request;
  if (picked === '') return text(pickSomeoneText);
  const found = place && (await parts.people.find(place, picked, until));
  if (found === undefined) return text(notLookedUpText);
  if (found === notMember) return text(notHereText);
  const to: Person = { id: found.id, name: found.name };
  return act({ what: 'assign', to, from, note }, id, request, parts);
}

const acting = { isOnSharedCard: true, permission: permissions.change, shownBy: 'incidents' } as const;
const ofOne = (id: string) => [id];

/** The buttons of an incident's card that change it. */
export const actionButtons = [
  button(acknowledgeLink, {
    ...acting,
    auditTitle: 'Acknowledge',
    details: ofOne,
    run: (id, request, parts: ActionParts) => act({ what: 'acknowledge' }, id, request, parts),
  }),
  button(takeOverLink, {
    ...acting,
    auditTitle: 'Take over',
    details: ({ id }) => [id],
    run: ({ id, from }, request, parts: ActionParts) => act({ what: 'takeOver', from }, id, request, parts),
  }),
  button(assignLink, {
    ...acting,
    auditTitle: 'Assign',
    details: ({ id, picked, note }) => [...(picked === '' ? [] : [`to ${picked}`]), ...ofNote(note), id],
    run: assign,
  }),
  button(noteLink, {
    ...acting,
    auditTitle: 'Add note',
    details: ({ id, note }) => [...ofNote(note), id],
    run: ({ id, note }, request, parts: ActionParts) => act({ what: 'note', note }, id, request, parts),
  }),
  button(closeLink, {
    ...acting,
    auditTitle: 'Close',
    details: ({ id, note }) => [...ofNote(note), id],
    run: ({ id, note }, request, parts: ActionParts) => act({ what: 'close', note }, id, request, parts),
  }),
  button(reopenLink, {
    ...acting,
    auditTitle: 'Reopen',
    details: ({ id }) => [id],
    run: ({ id, at }, request, parts: ActionParts) =>
      act({ what: 'reopen', closedAt: at }, id, request, parts),
  }),
  button(snoozeLink, {
    ...acting,
    auditTitle: 'Snooze',
    details: ({ id, length }) => [length, id],
    run: ({ id, length }, request, parts: ActionParts) => act({ what: 'snooze', length }, id, request, parts),
  }),
  button(unsnoozeLink, {
    ...acting,
    auditTitle: 'Unsnooze',
    details: ({ id }) => [id],
    run: ({ id, at }, request, parts: ActionParts) =>
      act({ what: 'unsnooze', snoozedAt: at }, id, request, parts),
  }),
] as const;

function ofNote(note: string): readonly string[] {
  return note === '' ? [] : [note];
}
