import { WebSocket } from 'undici';

/** A card that the bot has sent or answered with, and where it stands. */
export interface ShownCard {
  readonly place: string;
  readonly messageId: string;
  // biome-ignore lint/suspicious/noExplicitAny: a card is plain JSON, looked into by tests
  readonly card: any;
}

/** Microsoft's Agents Playground, driven over its own HTTP and WebSocket instead of its page. */
export interface Playground {
  /** Says something in a place and resolves with the card that answers it there. */
  say(place: string, text: string, options?: { mention?: boolean; as?: string }): Promise<ShownCard>;
  /** The next card that comes to a place, or to a thread of it, by itself. */
  arrives(place: string): Promise<ShownCard>;
  /** Presses the button or row that `find` picks out of the card's actions; the answer as the client gets it. */
  press(shown: ShownCard, find: (action: Execute) => boolean, as?: string): Promise<InvokeAnswer>;
  /** Sends an Action.Execute of one's own making. */
  forge(shown: ShownCard, verb: unknown, data: unknown): Promise<InvokeAnswer>;
  close(): void;
}

export interface Execute {
  readonly type: 'Action.Execute';
  readonly title?: string;
  readonly verb: string;
  readonly data: Record<string, unknown>;
}

export interface InvokeAnswer {
  readonly status: number;
  /** A card, or the text of a message. */
  readonly shown: ShownCard;
  readonly text: string | undefined;
}

const bot = { id: '00000000-0000-4000-8000-000000000011', name: 'Backup Watch' };
const speaker = 'user-olga';

interface StreamMessage {
  readonly action: string;
  readonly actionConversationId: string;
  readonly message?: { messageId: string; from: { id: string }; attachments?: { content: unknown }[] };
}

export async function openPlayground(url: string): Promise<Playground> {
  const arrived: StreamMessage[] = [];
  let wake = () => {};
  const stream = new WebSocket(`${url.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`);
  stream.addEventListener('message', event => {
    arrived.push(JSON.parse(String(event.data)));
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    stream.addEventListener('open', () => resolve());
    stream.addEventListener('error', () => reject(new Error('the Playground has no stream')));
  });

  async function post(
    path: string,
    body: object,
  ): Promise<{ status: number; json: Record<string, unknown> }> {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? {} : JSON.parse(text) };
  }

  async function nextCardIn(isMeant: (place: string) => boolean): Promise<ShownCard> {
    for (;;) {
      const index = arrived.findIndex(
        ({ action, actionConversationId, message }) =>
          action === 'createMessage' && isMeant(actionConversationId) && message?.attachments?.length,
      );
      const [found] = index < 0 ? [] : arrived.splice(index, 1);
      if (found?.message) {
        const { messageId, attachments } = found.message;
        return { place: found.actionConversationId, messageId, card: attachments?.[0]?.content };
      }
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
  }

  async function execute(
    shown: ShownCard,
    verb: unknown,
    data: unknown,
    as = speaker,
  ): Promise<InvokeAnswer> {
    const { status, json } = await post('/_conversation/v1/invoke', {
      name: 'adaptiveCard/action',
      from: { id: as },
      conversation: { id: shown.place },
      replyToId: shown.messageId,
      value: { action: { type: 'Action.Execute', id: '', verb, data }, trigger: 'manual' },
    });
    const body = (json.body ?? json) as { type?: string; value?: unknown };
    const isText = typeof body.value === 'string';
    return {
      status,
      shown: { ...shown, card: isText ? undefined : body.value },
      text: isText ? (body.value as string) : undefined,
    };
  }

  return {
    async say(place, text, { mention = false, as = speaker } = {}) {
      const at = `<at>${bot.name}</at>`;
      const { json } = await post(`/_conversation/v1/conversations/${place}/messages`, {
        from: { id: as },
        text: mention ? `${at} ${text}` : text,
        textFormat: 'plain',
        mentions: mention ? [{ mentioned: bot, text: at }] : [],
      });
      const thread = typeof json.postConversationId === 'string' ? json.postConversationId : place;
      return nextCardIn(other => other === thread);
    },
    arrives: place => nextCardIn(other => other === place || other.startsWith(`${place};`)),
    async press(shown, find, as) {
      const action = executesIn(shown.card).find(find);
      if (!action) throw new Error('the card has no such button');
      return execute(shown, action.verb, action.data, as);
    },
    forge: execute,
    close: () => stream.close(),
  };
}

/** Every Action.Execute of a card, the rows' own among them, in the order in which they stand. */
export function executesIn(node: unknown): Execute[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = (node as { type?: unknown }).type === 'Action.Execute' ? [node as Execute] : [];
  return [...own, ...Object.values(node).flatMap(executesIn)];
}

/** All the words that a card shows, in order, on lines of their own. */
export function textOf(node: unknown): string {
  if (typeof node !== 'object' || node === null) return '';
  const { text, title } = node as { text?: unknown; title?: unknown };
  const own = [text, title].filter(word => typeof word === 'string');
  return [...own, ...Object.values(node).map(textOf)].filter(line => line !== '').join('\n');
}
