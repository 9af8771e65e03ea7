import { setTimeout as sleep } from 'node:timers/promises';
import { messageActivity, pressActivity } from '../../test/support/activities.ts';
import { helpTopics } from '../../test/support/help.ts';
import { executesIn } from '../../test/support/playground.ts';
import { objectIdOf } from './strict-teams.ts';

/** How one turn ended, as Teams sees it. */
export interface TurnEnd {
  readonly kind: 'message' | 'press';
  /** The sentence, or the verb. */
  readonly what: string;
  readonly status: number;
  readonly body: unknown;
  readonly ms: number;
}

export interface TalkerParts {
  readonly index: number;
  readonly serviceUrl: string;
  /** Posts an activity to the bot. */
  readonly post: (activity: object) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Cards that were posted in the conversation, the latest last. */
  readonly cards: () => readonly object[];
  readonly random: () => number;
  /** Called with each turn that is over, and the id of its activity. */
  readonly onTurn: (id: string, turn: TurnEnd) => void;
}

const mostPauseMs = 1_500;
const pressShare = 0.5;
const forgedShare = 0.04;

/** All that help promises, orders among it, and what it does not. */
const sentences = [
  ...helpTopics.flatMap(({ examples }) => examples),
  'what is the weather like in Paris',
  'failed backups on 31 November',
  'backups that did not fail',
  'page size 25 failed exports',
  'my watches',
  'acknowledge',
  'help',
];

/** Sends one message or press after the other in one conversation, until `endsAt`. */
export async function talk(parts: TalkerParts, endsAt: number): Promise<void> {
  const { random, post, onTurn, cards } = parts;
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(items.length * random())];
  for (let turn = 0; performance.now() < endsAt; turn += 1) {
    await sleep(mostPauseMs * random());
    const id = `talk-${parts.index}-${turn}`;
    const button = random() < pressShare ? pick(executesIn(pick(cards().slice(-5)))) : undefined;
    const data = button && (random() < forgedShare ? { ...button.data, v: 2, z: 'Nowhere' } : button.data);
    const { serviceUrl } = parts;
    const where = { id, ...whereOf(parts.index) };
    const what = button ? button.verb : (pick(sentences) ?? '');
    const activity = button
      ? pressActivity(serviceUrl, button.verb, data, where)
      : messageActivity(serviceUrl, `${addressing(parts.index)}${what}`, where);
    const startedAt = performance.now();
    const { status, body } = await post(activity);
    onTurn(id, { kind: button ? 'press' : 'message', what, status, body, ms: performance.now() - startedAt });
  }
}

/** The id of the conversation, as the channel's end knows it; a thread's own is left out. */
export function conversationOf(index: number): string {
  const kind = kinds[index % kinds.length];
  return kind === 'personal' ? `a:talk-${index}` : `19:talk-${index}@thread.v2`;
}

const kinds = ['personal', 'groupChat', 'channel'] as const;
const bot = { id: '28:bot', name: 'Backup Watch' };

function addressing(index: number): string {
  return kinds[index % kinds.length] === 'personal' ? '' : `<at>${bot.name}</at> `;
}

function whereOf(index: number): object {
  const conversationType = kinds[index % kinds.length];
  const id = conversationOf(index);
  const person = `29:person-${index}`;
  const from = { id: person, name: `Person ${index}`, aadObjectId: objectIdOf(person) };
  const tenantId = 'tenant-1';
  if (conversationType === 'personal') return { from, conversation: { id, conversationType, tenantId } };
  const entities = [{ type: 'mention', text: `<at>${bot.name}</at>`, mentioned: bot }];
  const isChannel = conversationType === 'channel';
  return {
    from,
    entities,
    conversation: {
      id: isChannel ? `${id};messageid=1700000000000` : id,
      conversationType,
      isGroup: true,
      tenantId,
    },
    channelData: {
      tenant: { id: tenantId },
      ...(isChannel && { team: { id: `19:team-${index}@thread.tacv2` }, channel: { id } }),
    },
  };
}
