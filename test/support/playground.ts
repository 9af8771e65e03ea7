import { WebSocket } from 'undici';

/** A card that the bot has sent or answered with, and its conversation and message. */
export interface ShownCard {
  readonly place: string;
  readonly messageId: string;
  // biome-ignore lint/suspicious/noExplicitAny: a card is plain JSON, looked into by tests
  readonly card: any;
}

/** Microsoft's Agents Playground, driven over its own HTTP and WebSocket instead of its page. */
export interface Playground {
  /** Sends a message to a conversation and resolves with the card that answers it there. */
  say(place: string, text: string, options?: Saying): Promise<ShownCard>;
  /** The next card that comes to a place, or to a thread of it, by itself. */
  arrives(place: string): Promise<ShownCard>;
  /** The next text that comes to a place, or to a thread of it, by itself. */
  hears(place: string): Promise<string>;
  /** What a card becomes for all users, once its words are as expected. */
  becomes(shown: ShownCard, words: RegExp): Promise<ShownCard>;
  /** Presses the button or row that `find` picks out of the card's actions; the answer as the client gets it. */
  press(shown: ShownCard, find: (action: ExecuteAction) => boolean, as?: string): Promise<InvokeAnswer>;
  /** Sends an Action.Execute of one's own making. */
  forge(shown: ShownCard, verb: unknown, data: unknown): Promise<InvokeAnswer>;
  close(): void;
}

export interface Saying {
  /** Of the bot, before the text. */
  readonly mention?: boolean;
  readonly as?: string;
  /** Others who are mentioned in the text as `<at>Name</at>`. */
  readonly others?: readonly { readonly id: string; readonly name: string }[];
}

export interface ExecuteAction {
  readonly type: 'Action.Execute';
  readonly title?: string;
  readonly verb: string;
  readonly data: Record<string, unknown>;
}

interface InvokeAnswer {
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
  readonly message?: {
    readonly messageId: string;
    readonly from: { readonly id: string };
    readonly text?: string;
    readonly attachments?: { readonly content: unknown }[];
  };
}

export async function openPlayground(url: string): Promise<Playground> {
  const arrived: StreamMessage[] = [];
  const waiting: (() => void)[] = [];
  const stream = new WebSocket(`${url.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`);
  stream.addEventListener('message', event => {
    arrived.push(JSON.parse(String(event.data)));
    for (const wake of waiting.splice(0)) wake();
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

  /** Waits for the first that is meant, and takes it. */
  async function next(isMeant: (one: StreamMessage) => unknown): Promise<StreamMessage> {
    for (;;) {
      const index = arrived.findIndex(isMeant);
      const [found] = index < 0 ? [] : arrived.splice(index, 1);
      if (found) return found;
      await new Promise<void>(resolve => waiting.push(resolve));
    }
  }

  async function nextCardIn(isMeant: (place: string) => boolean): Promise<ShownCard> {
    const { actionConversationId: place, message } = await next(
      ({ action, actionConversationId, message }) =>
        action === 'createMessage' && isMeant(actionConversationId) && message?.attachments?.length,
    );
    const messageId = message?.messageId ?? '';
    // A new post of a channel is a thread, and its buttons are pressed in it.
    const isPost = isChannel(place) && !place.includes(';');
    const thread = isPost ? `${place};messageid=${messageId}` : place;
    return { place: thread, messageId, card: message?.attachments?.[0]?.content };
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
    async say(place, text, { mention = false, as = speaker, others = [] } = {}) {
      const at = `<at>${bot.name}</at>`;
      const beside = others.map(({ id, name }) => ({ mentioned: { id, name }, text: `<at>${name}</at>` }));
      const { json } = await post(`/_conversation/v1/conversations/${place}/messages`, {
        from: { id: as },
        text: mention ? `${at} ${text}` : text,
        textFormat: 'plain',
        mentions: [...(mention || text.includes(at) ? [{ mentioned: bot, text: at }] : []), ...beside],
      });
      const thread = typeof json.postConversationId === 'string' ? json.postConversationId : place;
      return nextCardIn(other => other === thread);
    },
    arrives: place => nextCardIn(other => other === place || other.startsWith(`${place};`)),
    async hears(place) {
      const { message } = await next(
        ({ action, actionConversationId: other, message }) =>
          action === 'createMessage' &&
          (other === place || other.startsWith(`${place};`)) &&
          message?.from.id === bot.id &&
          message.text,
      );
      return message?.text ?? '';
    },
    async becomes(shown, words) {
      const { message } = await next(
        ({ action, message }) =>
          action === 'updateMessage' &&
          message?.messageId === shown.messageId &&
          words.test(textOf(message.attachments?.[0]?.content)),
      );
      return { ...shown, card: message?.attachments?.[0]?.content };
    },
    async press(shown, find, as) {
      const action = executesIn(shown.card).find(find);
      if (!action) throw new Error('the card has no such button');
      return execute(shown, action.verb, action.data, as);
    },
    forge: execute,
    close: () => stream.close(),
  };
}

/** As the Playground's configuration names them; the General channel has the team's id. */
const isChannel = (place: string) => /^(?:channel|team)-/.test(place);

/** Every Action.Execute of a card, the rows' own among them, in the order in which they stand. */
export function executesIn(node: unknown): ExecuteAction[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = (node as { type?: unknown }).type === 'Action.Execute' ? [node as ExecuteAction] : [];
  return [...own, ...Object.values(node).flatMap(executesIn)];
}

/** All the words that a card shows, in order, on lines of their own. */
export function textOf(node: unknown): string {
  if (typeof node !== 'object' || node === null) return '';
  const { text, title } = node as { text?: unknown; title?: unknown };
  const own = [text, title].filter(word => typeof word === 'string');
  return [...own, ...Object.values(node).map(textOf)].filter(line => line !== '').join('\n');
}
