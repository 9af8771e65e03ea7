import type { Wording } from '../../../cards/wording.ts';
import type { FaultMessage } from '../notify/message.ts';
import { faultCard } from './card.ts';
import { noticeCard } from './no-data-card.ts';
import { faultText } from './thread-texts.ts';

/** Words whatever is said of faults: the card, or a short text in its thread. */
export function createFaultRenderer(): (message: FaultMessage) => Wording {
  return message => {
    if (message.kind !== 'card') return faultText(message);
    const { about } = message.fault;
    const card = about.kind === 'failing' ? faultCard(message) : noticeCard(message, about);
    return { kind: 'card', card };
  };
}
