import type { FaultMessage } from '../faults/message.ts';
import { faultCard } from './fault-card.ts';
import { faultText } from './fault-texts.ts';
import { noticeCard } from './notice-card.ts';
import type { Wording } from './wording.ts';

/** Words whatever is said of faults: the card, or a short text in its thread. */
export function createFaultRenderer(): (message: FaultMessage) => Wording {
  return message => {
    if (message.kind !== 'card') return faultText(message);
    const { about } = message.fault;
    const card = about.kind === 'failing' ? faultCard(message) : noticeCard(message, about);
    return { kind: 'card', card };
  };
}
