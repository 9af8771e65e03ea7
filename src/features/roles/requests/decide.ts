import type { Access } from '../../../access/access.ts';
import { isSufficientRole } from '../../../access/access.ts';
import { personName } from '../../../cards/mention.ts';
import { type GivableRole, type GivenRoles, mostGivenRoles } from '../../../domain/given-roles.ts';
import type { Clock } from '../../../domain/time.ts';
import type { Request } from '../../request.ts';
import { outdated, type Reply, text } from '../../turn.ts';
import { carriedName } from '../buttons.ts';
import { roleOfSettings } from '../change.ts';
import { aRole } from '../role-names.ts';
import type { RequestKey } from './buttons.ts';
import { decidedCard } from './message-card.ts';
import { type AccessRequest, type Decision, isExpired, openDays } from './request.ts';
import type { AccessRequests } from './requests.ts';
import { decidedText } from './texts.ts';

export interface DecideParts {
  readonly access: Pick<Access, 'rules'>;
  readonly accessRequests: AccessRequests;
  readonly givenRoles: GivenRoles;
  readonly clock: Clock;
}

const inPrivate = 'Decide it in our personal chat, where I asked you.';
const full =
  'Too many people have roles from Teams, so I can’t give another. Remove some first: say “roles”.';

/**
 * Decides a request. The first decision counts, whoever makes it on whichever instance: it's stored before the role is,
 * and if this process dies in between, the next pass of the round gives the role.
 */
export async function decide(
  key: RequestKey,
  outcome: Decision['outcome'],
  request: Request,
  parts: DecideParts,
): Promise<Reply> {
  const { accessRequests, clock } = parts;
  if (request.place?.kind !== 'personal') return tooLate(inPrivate);
  const open = (await accessRequests.get(key.objectId))?.value;
  const name = personName(open ?? key);
  if (open && open.day > key.day) return tooLate(`${name} has asked again since. Use the newer message.`);
  if (!open || open.day !== key.day || carriedName(open.name) !== key.name)
    return tooLate('This request isn’t open any more.');
  if (!open.decision && isExpired(open, clock.now()))
    return tooLate(`This request is more than ${openDays} days old. ${name} can ask again.`);
  const obstacle = !open.decision && outcome !== 'denied' && (await obstacleTo(open, outcome, parts));
  if (obstacle) return tooLate(obstacle);
  const by = { name: request.speaker?.name ?? '', objectId: request.objectId };
  const decision: Decision = { outcome, by, at: clock.now() };
  const decided = await accessRequests.change(key, one => (one.decision ? undefined : { ...one, decision }));
  if (!decided?.decision) return tooLate('This request isn’t open any more.');
  const isFirst = isSame(decided.decision, decision);
  const applied = await apply(decided, parts);
  const card = decidedCard(applied, request.reader, clock.now());
  if (isFirst) return { kind: 'edit', card, text: doneText(name, outcome), isChange: true };
  return { kind: 'edit', card, text: lateText(decided.decision), isChange: false, ending: outdated };
}

function isSame(one: Decision, other: Decision): boolean {
  return one.at === other.at && one.outcome === other.outcome && one.by.objectId === other.by.objectId;
}

/** Gives the role that was decided, unless it was given already. Returns the request with that on record. */
export async function apply(
  request: AccessRequest,
  { accessRequests, givenRoles }: Pick<DecideParts, 'accessRequests' | 'givenRoles'>,
): Promise<AccessRequest> {
  const { decision, name, objectId } = request;
  if (!decision || decision.isApplied) return request;
  const { at, by, outcome } = decision;
  if (outcome !== 'denied') await givenRoles.give({ objectId, name, role: outcome, by, at });
  const next = await accessRequests.change(request, one =>
    one.decision && !one.decision.isApplied
      ? { ...one, decision: { ...one.decision, isApplied: true } }
      : undefined,
  );
  return next ?? request;
}

/** Returns why a role can't be given now: the person has it by now, or there are too many. */
async function obstacleTo(
  { name, objectId }: AccessRequest,
  role: GivableRole,
  { access, givenRoles }: DecideParts,
): Promise<string | undefined> {
  const given = await givenRoles.all();
  const own = given.find(one => one.objectId === objectId)?.role;
  const settings = roleOfSettings(objectId, access);
  const has = [settings, own].find(one => isSufficientRole(one, role));
  if (has) return `${personName({ name })} is ${aRole[has]} by now, so nothing has changed.`;
  return given.length >= mostGivenRoles && !own ? full : undefined;
}

function doneText(name: string, outcome: Decision['outcome']): string {
  return outcome === 'denied'
    ? `Denied. I’ll tell ${name}.`
    : `${name} is ${aRole[outcome]} now. I’ll tell them.`;
}

/** "Kim already allowed it, as operator." */
function lateText(decision: Decision): string {
  return `${decidedText(decision).replace(/ (denied|allowed)/, ' already $1')}.`;
}

function tooLate(sentence: string): Reply {
  return { ...text(sentence), ending: outdated };
}
