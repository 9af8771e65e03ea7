import { type Activity, CardFactory, MessageFactory } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { Place } from '../domain/place.ts';

/** One try each to say something in a place; throws what the SDK's client throws. */
export interface Channel {
  /** A new post in a channel, a message in a chat. Resolves with its id, if it was told. */
  post(place: Place, card: AdaptiveCard): Promise<string | undefined>;
  /** Under the post `id` in a channel; in a chat a message of its own. */
  reply(place: Place, id: string, card: AdaptiveCard): Promise<string | undefined>;
}

export interface ChannelParts {
  readonly connectorFor: (serviceUrl: string) => Promise<ConnectorClient>;
  /** One request's limit, its body's included. */
  readonly timeoutMs: number;
}

export function createChannel({ connectorFor, timeoutMs }: ChannelParts): Channel {
  async function send(place: Place, conversationId: string, card: AdaptiveCard): Promise<string | undefined> {
    const { conversations } = await connectorFor(place.serviceUrl);
    const activity = activityOf(place, conversationId, card);
    const { id } = await inTime(timeoutMs, abortSignal =>
      conversations.sendToConversation(conversationId, activity, { abortSignal }),
    );
    return id || undefined;
  }

  return {
    async post(place, card) {
      if (place.kind !== 'channel') return send(place, place.id, card);
      const { conversations } = await connectorFor(place.serviceUrl);
      const parameters = {
        isGroup: true,
        bot: { id: place.botId, name: place.botName ?? '' },
        channelData: { channel: { id: place.id }, ...tenantData(place) },
        activity: activityOf(place, place.id, card) as Activity,
      };
      const created = await inTime(timeoutMs, abortSignal =>
        conversations.createConversation(parameters, { abortSignal }),
      );
      return created.activityId || rootOf(created.id);
    },
    reply(place, id, card) {
      return send(place, place.kind === 'channel' ? `${place.id};messageid=${id}` : place.id, card);
    },
  };
}

/** As `AbortSignal.timeout`, which would hold on to every request until its time is over, answered or not. */
async function inTime<T>(ms: number, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    return await send(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

function activityOf(place: Place, conversationId: string, card: AdaptiveCard): Partial<Activity> {
  return {
    ...MessageFactory.attachment(CardFactory.adaptiveCard(card)),
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

function tenantData({ tenantId }: Place) {
  return tenantId === undefined ? {} : { tenant: { id: tenantId } };
}

/** The id of a thread's first message stands in the thread's own. */
function rootOf(conversationId: string | undefined): string | undefined {
  return /;messageid=(\d+)/.exec(conversationId ?? '')?.[1];
}
