import { type Activity, ActivityTypes } from 'botbuilder';
import { z } from 'zod';
import { cardActionName } from './activity-kind.ts';

/** No id of Teams' is nearly as long. Ids are stored, and half a surrogate pair couldn't be. */
const id = z
  .string()
  .min(1)
  .max(1_000)
  .refine(text => !/\p{Cs}/u.test(text));
const text = z.string().nullish();
const account = z.looseObject({ id, name: text });
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A team or channel. An invalid id is left out rather than refused, since only some activities come from a team. */
const teamPart = z.looseObject({ id: id.nullish().catch(undefined) }).nullish();
const records = z
  .array(z.unknown())
  .nullish()
  .transform(list => list?.filter(isRecord));

/**
 * Checks every field that this product or its SDK reads, so that no handler meets a shape it doesn't expect. Teams sends far
 * more, and all of that is kept. What may be absent may also be null.
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
    .looseObject({ tenant: z.looseObject({ id: text }).nullish(), team: teamPart, channel: teamPart })
    .nullish(),
});

/** More than Teams sends in one activity, but few enough levels that recursion can't overflow the stack. */
const activityBounds: JsonBounds = { depth: 100, parts: 100_000, units: Number.POSITIVE_INFINITY };

/** Ten times what the largest of our own buttons carries, with room for the inputs that clients add. */
export const pressBounds: JsonBounds = { depth: 20, parts: 2_000, units: 32_000 };

/**
 * Reads the body of a request to `/api/messages`. Returns undefined if it isn't an activity. Times become dates, as the SDK
 * has them, and are kept as they came beside those. A press that exceeds its bounds loses its data, so that it can be
 * answered and recorded as unreadable; any other activity that exceeds its bounds doesn't count as one.
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
  const isPress = body.type === ActivityTypes.Invoke && body.name === cardActionName;
  if (!isWithin(body, activityBounds)) return isPress ? withoutData(body) : undefined;
  return isPress && !isWithin(body.value, pressBounds) ? withoutData(body) : body;
}

/** Returns a press with nothing but who pressed where, and its verb: no button of ours can be decoded without data. */
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

/** Returns the named fields that are texts. */
function only(value: unknown, ...names: readonly string[]): object {
  const fields = recordOf(value);
  return Object.fromEntries(names.map(name => [name, fields[name]]).filter(([, text]) => isText(text)));
}

const isText = (value: unknown) => typeof value === 'string';

/** The most that a JSON value may have. */
export interface JsonBounds {
  /** Levels: 1 for a value that is neither an object nor an array. */
  readonly depth: number;
  /** Values, including objects and arrays. */
  readonly parts: number;
  /** UTF-16 units of all texts and names together. */
  readonly units: number;
}

/** Returns true if a value is within its bounds. Measures level by level, so that no depth overflows the stack, and stops early. */
export function isWithin(value: unknown, { depth, parts, units }: JsonBounds): boolean {
  let level: readonly unknown[] = [value];
  let [partsLeft, unitsLeft] = [parts, units];
  for (let levelsLeft = depth; level.length > 0; levelsLeft -= 1) {
    if (levelsLeft === 0 || level.length > partsLeft) return false;
    partsLeft -= level.length;
    const next: unknown[] = [];
    for (const part of level) {
      if (typeof part === 'string') unitsLeft -= part.length;
      if (typeof part !== 'object' || part === null) continue;
      if (!Array.isArray(part)) for (const name of Object.keys(part)) unitsLeft -= name.length;
      const values: readonly unknown[] = Array.isArray(part) ? part : Object.values(part);
      if (next.length + values.length > partsLeft) return false;
      for (const value of values) next.push(value);
    }
    if (unitsLeft < 0) return false;
    level = next;
  }
  return true;
}
