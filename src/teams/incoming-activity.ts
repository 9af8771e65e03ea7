import { type Activity, ActivityTypes } from 'botbuilder';
import { z } from 'zod';
import { activityBounds, isWithin, pressBounds } from './activity-bounds.ts';
import { cardAction } from './course.ts';

/** No id or address that a channel gives is nearly as long; they are kept. Halves of characters could not be. */
const id = z
  .string()
  .min(1)
  .max(1_000)
  .refine(text => !/\p{Cs}/u.test(text));
const text = z.string().nullish();
const account = z.looseObject({ id, name: text });
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A thing with an id; an id that is none is left out, since only some activities are of a team. */
const ofTeam = z.looseObject({ id: id.nullish().catch(undefined) }).nullish();
const records = z
  .array(z.unknown())
  .nullish()
  .transform(list => list?.filter(isRecord));

/**
 * What an activity must have before anything is done with it. The channel sends far more, and all of that is
 * kept; what this product or its SDK reads is checked here, so that no handler meets a shape it does not expect.
 * What may be absent may also be null.
 */
const schema = z.looseObject({
  type: z.string().min(1).max(100),
  id: id.nullish(),
  channelId: id,
  serviceUrl: z.url().max(2_000),
  from: account,
  recipient: account,
  conversation: z.looseObject({ id, conversationType: text, tenantId: text }),
  name: text,
  action: text,
  text,
  textFormat: text,
  locale: text,
  localTimezone: text,
  timestamp: text,
  localTimestamp: text,
  expiration: text,
  replyToId: text,
  deliveryMode: text,
  entities: records,
  attachments: records,
  membersAdded: records,
  membersRemoved: records,
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: text }).nullish(), team: ofTeam, channel: ofTeam })
    .nullish(),
});

/**
 * Reads the body of a request to `/api/messages`; undefined where it is no activity. Times become dates, as the
 * SDK has them, and stay beside as they came. A press beyond its bounds comes without its data, so that it can be
 * answered and recorded as unreadable; any other activity beyond its bounds is none.
 */
export function readActivity(body: unknown): Activity | undefined {
  const bounded = withinBounds(body);
  const parsed = schema.safeParse(bounded);
  if (!parsed.success) return undefined;
  const { timestamp, localTimestamp, expiration, ...rest } = parsed.data;
  return {
    ...rest,
    ...(timestamp && { timestamp: new Date(timestamp), rawTimestamp: timestamp }),
    ...(localTimestamp && { localTimestamp: new Date(localTimestamp), rawLocalTimestamp: localTimestamp }),
    ...(expiration && { expiration: new Date(expiration), rawExpiration: expiration }),
  } as unknown as Activity;
}

function withinBounds(body: unknown): unknown {
  if (!isRecord(body)) return undefined;
  const isPress = body.type === ActivityTypes.Invoke && body.name === cardAction;
  if (!isWithin(body, activityBounds)) return isPress ? withoutData(body) : undefined;
  return isPress && !isWithin(body.value, pressBounds) ? withoutData(body) : body;
}

/** The press with nothing but who pressed where, and its verb: no button of ours can be read without data. */
function withoutData(press: Readonly<Record<string, unknown>>): unknown {
  const { value, from, recipient, conversation, channelData } = press;
  const { tenant, team, channel } = recordOf(channelData);
  const { verb } = recordOf(recordOf(value).action);
  return {
    ...only(press, 'type', 'name', 'id', 'channelId', 'serviceUrl', 'replyToId', 'locale', 'localTimezone'),
    from: only(from, 'id', 'name', 'aadObjectId'),
    recipient: only(recipient, 'id', 'name'),
    conversation: only(conversation, 'id', 'conversationType', 'tenantId'),
    channelData: { tenant: only(tenant, 'id'), team: only(team, 'id'), channel: only(channel, 'id') },
    value: { action: { type: 'Action.Execute', verb: typeof verb === 'string' ? verb : '' } },
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** The named fields, as far as they are texts. */
function only(value: unknown, ...names: readonly string[]): object {
  const fields = recordOf(value);
  return Object.fromEntries(names.map(name => [name, fields[name]]).filter(([, text]) => isText(text)));
}

const isText = (value: unknown) => typeof value === 'string';
