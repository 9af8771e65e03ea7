import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import type { CardAction } from '../../../cards/button-link.ts';
import { withDetails } from '../../../cards/details.ts';
import { cardTemplate } from '../../../cards/template.ts';
import type { Times } from '../../../cards/times.ts';
import { againText, type TextColor } from '../../../cards/words.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, serviceFailures } from '../incident/incident.ts';
import type { IncidentMessage } from '../notify/message.ts';
import { incidentButtons } from './action-buttons.ts';
import template from './card.json' with { type: 'json' };
import { calledText, noteText, statusText } from './people.ts';
import { reasonsOf } from './reasons.ts';
import { beganAt } from './status.ts';
import { incidentSummary } from './summary.ts';

/** The message that is the card itself, posted or edited. */
export type CardMessage = Extract<IncidentMessage, { readonly kind: 'card' }>;

/** The parts of an incident's card beside its summary, its people, its reasons and its buttons. Shown as plain text. */
export interface IncidentCardBody {
  /** About the message itself, for example that it is late. */
  readonly notes: readonly string[];
  /** Runs or services, a tap on which opens a job. */
  readonly rows: readonly IncidentRow[];
  readonly facts: readonly string[];
  readonly foot: readonly string[];
  /** What unfolds. */
  readonly details: readonly string[];
}

export interface IncidentRow {
  readonly runs: readonly RowText[];
  readonly open: readonly (CardAction & { readonly title: string })[];
}

interface RowText {
  readonly text: string;
  readonly color: TextColor;
  readonly weight: 'Default' | 'Bolder';
}

export function rowText(text: string, color: TextColor = 'Default', isBold = false): RowText {
  return { text, color, weight: isBold ? 'Bolder' : 'Default' };
}

const expand = cardTemplate(template);

/** Renders the card of any incident, with the people that it calls among its entities. */
export function incidentFrame(message: CardMessage, body: IncidentCardBody, times: Times): AdaptiveCard {
  const { composedAt, incident, isAgain } = message;
  const { heldUntil } = incident;
  const pause = pauseBefore(incident);
  const summary = incidentSummary(incident, composedAt, times);
  const called = calledText(message, times);
  const status = [statusText(incident, composedAt, times), called?.text].filter(Boolean).join(' · ');
  const lines = (texts: readonly string[]) => texts.map(text => ({ text }));
  const card = expand({
    fallback: summary.notification,
    headline: summary.headline,
    style: summary.style,
    notes: lines([
      ...(isAgain ? [againText] : []),
      ...(heldUntil === undefined
        ? []
        : [`Held back until ${times.near(heldUntil, beganAt(incident))}: quiet hours.`]),
      ...(pause === undefined
        ? []
        : [`Held back until ${times.near(pause, beganAt(incident))}: alerts were paused.`]),
      ...body.notes,
    ]),
    details: lines(summary.details),
    status: lines(status === '' ? [] : [status]),
    note: lines([noteText(incident, times) ?? []].flat()),
    hint: lines(called?.hint === undefined ? [] : [called.hint]),
    reasons: reasonsOf(serviceFailures(incident), times),
    groups: body.rows.length === 0 ? [] : [{ rows: body.rows }],
    facts: lines(body.facts),
    foot: lines(body.foot),
    actions: incidentButtons(incident, composedAt),
  });
  const whole = withDetails(card, body.details);
  return called?.mention ? { ...whole, msteams: { width: 'Full', entities: [called.mention] } } : whole;
}

/** Returns the end of the pause that held back the card; undefined if none did. */
function pauseBefore({ events, pausedUntil }: Incident): EpochMs | undefined {
  const toldAt = events.find(({ what }) => what === 'told')?.at;
  const isHeld = pausedUntil !== undefined && (toldAt === undefined || toldAt >= pausedUntil);
  return isHeld ? pausedUntil : undefined;
}
