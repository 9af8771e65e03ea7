import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { cardTemplate } from '../../../cards/template.ts';
import type { Times } from '../../../cards/times.ts';
import type { TextColor } from '../../../cards/words.ts';
import { againText } from '../../../cards/words.ts';
import type { IncidentMessage } from '../notify/message.ts';
import { incidentButtons } from './action-buttons.ts';
import template from './card.json' with { type: 'json' };
import { incidentHeadline } from './headlines.ts';
import { onCallLine, statusText } from './people.ts';
import { beganAt } from './status.ts';

/** The message that is the card itself, posted or edited. */
export type CardMessage = Extract<IncidentMessage, { readonly kind: 'card' }>;

/** The parts of an incident's card beside its headline, its people and its buttons. Shown as plain text. */
export interface IncidentCardBody {
  /** About the message itself, for example that it is late. */
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

/** Renders the card of any incident, with the people that it calls among its entities. */
export function incidentFrame(message: CardMessage, body: IncidentCardBody, times: Times): AdaptiveCard {
  const { composedAt, incident, isAgain } = message;
  const { text: headline, style } = incidentHeadline(incident, composedAt, times);
  const status = statusText(incident, composedAt, times);
  const duty = onCallLine(message, times);
  const lines = (texts: readonly string[]) => texts.map(text => ({ text }));
  const heldUntil = incident.heldUntil;
  const card = expand({
    headline,
    style,
    notes: lines([
      ...(isAgain ? [againText] : []),
      ...(heldUntil === undefined
        ? []
        : [`Held back by the quiet hours until ${times.near(heldUntil, beganAt(incident))}.`]),
      ...body.notes,
    ]),
    details: lines(body.details),
    status: lines(status === undefined ? [] : [status]),
    duty: duty ? [{ text: duty.text }] : [],
    rows: body.rows,
    facts: lines(body.facts),
    sections: body.causes.length === 0 ? [] : [{ head: 'Causes', texts: lines(body.causes) }],
    foot: lines(body.foot),
    actions: incidentButtons(incident, composedAt),
  });
  return duty?.mention ? { ...card, msteams: { width: 'Full', entities: [duty.mention] } } : card;
}
