import type { RenderedMessage } from '../../../cards/wording.ts';
import type { IncidentMessage } from '../notify/message.ts';
import { incidentCard } from './card.ts';
import { noticeCard } from './no-data-card.ts';
import { threadText } from './thread-texts.ts';

/** Renders messages about incidents: the card, or a short text in its thread. */
export function createIncidentRenderer(): (message: IncidentMessage) => RenderedMessage {
  return message => {
    if (message.kind !== 'card') return threadText(message);
    const { about } = message.incident;
    const card = about.kind === 'failing' ? incidentCard(message) : noticeCard(message, about);
    return { kind: 'card', card };
  };
}
