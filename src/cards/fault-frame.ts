import type { FaultMessage } from '../faults/message.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { againText } from './digest-words.ts';
import { faultActions } from './fault-actions.ts';
import { dutyLine, statusText } from './fault-people.ts';
import { beganAt } from './fault-standing.ts';
import { faultHeadline } from './fault-words.ts';
import { cardTemplate } from './template.ts';
import template from './templates/fault.json' with { type: 'json' };
import type { Times } from './times.ts';
import type { TextColor } from './words.ts';

/** The message that is the card itself, posted or edited. */
export type CardMessage = Extract<FaultMessage, { readonly kind: 'card' }>;

/** What stands on a fault's card beside its headline, its people and its buttons. Shown as plain text. */
export interface FaultBody {
  /** Of the message itself: that it is late, say. */
  readonly notes: readonly string[];
  readonly details: readonly string[];
  readonly rows: readonly ServiceRow[];
  readonly facts: readonly string[];
  readonly causes: readonly string[];
  readonly foot: readonly string[];
}

interface ServiceRow {
  readonly sign: string;
  readonly color: TextColor;
  readonly name: string;
  readonly text: string;
}

const expand = cardTemplate(template);

/** The card of a fault of any kind, with all who are called by it among its entities. */
export function faultFrame(message: CardMessage, body: FaultBody, times: Times): AdaptiveCard {
  const { composedAt, fault, isAgain } = message;
  const { text: headline, style } = faultHeadline(fault, composedAt, times);
  const status = statusText(fault, composedAt, times);
  const duty = dutyLine(message, times);
  const lines = (texts: readonly string[]) => texts.map(text => ({ text }));
  const held = fault.heldUntil;
  const card = expand({
    headline,
    style,
    notes: lines([
      ...(isAgain ? [againText] : []),
      ...(held === undefined
        ? []
        : [`Held back by the quiet hours until ${times.near(held, beganAt(fault))}.`]),
      ...body.notes,
    ]),
    details: lines(body.details),
    status: lines(status === undefined ? [] : [status]),
    duty: duty ? [{ text: duty.text }] : [],
    rows: body.rows,
    facts: lines(body.facts),
    sections: body.causes.length === 0 ? [] : [{ head: 'Causes', texts: lines(body.causes) }],
    foot: lines(body.foot),
    actions: faultActions(fault, composedAt),
  });
  return duty?.mention ? { ...card, msteams: { width: 'Full', entities: [duty.mention] } } : card;
}
