import { type Activity, CardFactory, MessageFactory } from 'botbuilder';
import type { RenderedMessage } from '../cards/wording.ts';
import type { ConversationRef } from '../domain/place.ts';
import { inThread, threadOf } from './activity-origin.ts';
import type { Connector } from './connector.ts';
import { sendWithin } from './send-error.ts';
import { escapeXml, splitAt } from './text.ts';

/** Makes one attempt to send a message to a conversation. Rejects with `SendError`. */
export interface Channel {
  /** Sends a new post to a channel, a message to a chat. Resolves with its id, if Teams names one. */
  post(place: ConversationRef, wording: RenderedMessage): Promise<string | undefined>;
  /** Replies to the post `id` of a channel; in a chat it sends a message of its own. */
  reply(place: ConversationRef, id: string, wording: RenderedMessage): Promise<string | undefined>;
  /** Replaces the post `id` for everybody. */
  edit(place: ConversationRef, id: string, wording: RenderedMessage): Promise<void>;
}

export interface ChannelParts {
  readonly connectorAt: (serviceUrl: string) => Connector;
  /** The limit of one request, including its body. */
  readonly timeoutMs: number;
}

export function createChannel({ connectorAt, timeoutMs }: ChannelParts): Channel {
  async function send(
    place: ConversationRef,
    conversationId: string,
    wording: RenderedMessage,
  ): Promise<string | undefined> {
    const connector = connectorAt(place.serviceUrl);
    const activity = activityOf(place, conversationId, wording);
    const { id } = await sendWithin(timeoutMs, abortSignal =>
      connector.sendToConversation(conversationId, activity, { abortSignal }),
    );
    return id || undefined;
  }

  return {
    async post(place, wording) {
      if (place.kind !== 'channel') return send(place, place.id, wording);
      const connector = connectorAt(place.serviceUrl);
      const parameters = {
        isGroup: true,
        bot: { id: place.botId, name: place.botName ?? '' },
        channelData: { channel: { id: place.id }, ...tenantData(place) },
        activity: activityOf(place, place.id, wording) as Activity,
      };
      const created = await sendWithin(timeoutMs, abortSignal =>
        connector.createConversation(parameters, { abortSignal }),
      );
      return created.activityId || threadOf(created.id);
    },
    reply(place, id, wording) {
      return send(place, conversationOf(place, id), wording);
    },
    async edit(place, id, wording) {
      const connector = connectorAt(place.serviceUrl);
      const conversationId = conversationOf(place, id);
      const activity = { ...activityOf(place, conversationId, wording), id };
      await sendWithin(timeoutMs, abortSignal =>
        connector.updateActivity(conversationId, id, activity, { abortSignal }),
      );
    },
  };
}

function conversationOf(place: ConversationRef, id: string): string {
  return place.kind === 'channel' ? inThread(place.id, id) : place.id;
}

function activityOf(
  place: ConversationRef,
  conversationId: string,
  wording: RenderedMessage,
): Partial<Activity> {
  return {
    ...contentOf(wording),
    channelId: 'msteams',
    serviceUrl: place.serviceUrl,
    from: { id: place.botId, name: place.botName ?? '' },
    conversation: {
      id: conversationId,
      isGroup: place.kind !== 'personal',
      conversationType: { personal: 'personal', group: 'groupChat', channel: 'channel' }[place.kind],
      name: '',
    },
  };
}

/**
 * Returns the content of a message. A text is sent as XML, in which only mentions and ends of lines are mark-up and all else is
 * escaped. As "plain", mentions would be shown as letters; as Markdown, the default, much else would be mark-up too.
 */
function contentOf(wording: RenderedMessage): Partial<Activity> {
  if (wording.kind === 'card') {
    const { card } = wording;
    const content = MessageFactory.attachment(CardFactory.adaptiveCard(card));
    // Phones show the summary in a notification; without one they only say that a card came.
    return typeof card.fallbackText === 'string' ? { ...content, summary: card.fallbackText } : content;
  }
  const { text, mentions } = wording;
  const xml = splitAt(
    text,
    mentions.map(({ text }) => text),
  ).map(piece => (piece.isMark ? piece.text : escapeXml(piece.text).replaceAll('\n', '<br/>')));
  const entities = mentions.map(mention => ({ ...mention }));
  return { ...MessageFactory.text(xml.join('')), textFormat: 'xml', entities };
}

function tenantData({ tenantId }: ConversationRef) {
  return tenantId === undefined ? {} : { tenant: { id: tenantId } };
}
