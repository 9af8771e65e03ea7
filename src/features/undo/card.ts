import { type ExecuteAction, execute, maxActions, mostBeside, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { personName } from '../../cards/mention.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { type Times, timesFor, type ZonedLocale } from '../../cards/times.ts';
import type { Person } from '../../domain/person.ts';
import type { EpochMs } from '../../domain/time.ts';
import { undoLink } from './buttons.ts';
import { type ChangeRecord, type Stamp, undoableMs } from './records.ts';

const expand = cardTemplate(offer);
/** Lines that say what is set; further ones are counted. */
const mostTexts = 10;

/** A change that was undone. */
export interface Undone {
  readonly made: Stamp;
  readonly undone: Stamp;
  /** What is set now, as sentences without their full stops. */
  readonly texts: readonly string[];
  /** True if a setting was changed again in the same instant, and left as it was set then. */
  readonly isPartly: boolean;
  readonly answeredAt: EpochMs;
}

export function undoneCard(
  { answeredAt, isPartly, made, texts, undone }: Undone,
  reader: ZonedLocale,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  const [only, another] = texts;
  const isOne = only !== undefined && another === undefined;
  return cardOf(
    isOne ? `Undone: ${only}` : 'Undone: the settings are as before',
    [
      ...(isOne ? [] : linesOf(texts, times)),
      ...(isPartly ? ['△ Something was changed again at the same moment, and is as it was set then.'] : []),
      `${stampText('Changed', made, undefined, times)}, ${stampText('undone', undone, made, times)}${times.zoneNote}.`,
    ],
    [settingsAction()],
  );
}

/** Shows what undoing a change would do, before it's done. */
export function undoPreviewCard(
  { made, id }: Pick<ChangeRecord, 'made' | 'id'>,
  texts: readonly string[],
  { notes }: Pick<Asides, 'notes'>,
  reader: ZonedLocale,
  now: EpochMs,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, now);
  return cardOf(
    'Undo your last change?',
    [
      ...(texts.length === 1 ? [`After that: ${texts[0]}.`] : ['After that:', ...linesOf(texts, times)]),
      `You changed it at ${times.near(made.at, now)}. Undo works until ${times.near(made.at + undoableMs, now)}${times.zoneNote}.`,
      ...noteTexts(notes),
      'Nothing has changed yet.',
    ],
    [execute('Undo', undoLink.encode(id)), settingsAction()],
  );
}

export function nothingToUndoCard({ notes }: Pick<Asides, 'notes'>): AdaptiveCard {
  const why = 'You haven’t changed any setting here in the last 15 minutes, or you have undone it already.';
  return cardOf('Nothing to undo', [why, ...noteTexts(notes)], [settingsAction()]);
}

/** Answers “undo” after several changes at the same moment. */
export function whichUndoCard({ notes }: Pick<Asides, 'notes'>): AdaptiveCard {
  const why = 'You made several changes at the same moment. Press Undo on the card of the one that you mean.';
  return cardOf('Which change?', [why, ...noteTexts(notes)], [settingsAction()]);
}

const settingsAction = (): ExecuteAction => execute('Settings', askLink.encode('settings'));

function linesOf(texts: readonly string[], times: Times): readonly string[] {
  const rest = texts.length - mostTexts;
  return [
    ...texts.slice(0, mostTexts).map(text => `${text}.`),
    ...(rest > 0 ? [`and ${times.number(rest)} more`] : []),
  ];
}

/** "Changed by Lee at 14:02" */
function stampText(verb: string, { by, at }: Stamp, beside: Stamp | undefined, times: Times): string {
  const isSame = beside?.by !== undefined && by?.id === beside.by.id;
  const who = by === undefined || isSame ? '' : ` by ${personName(by)}`;
  return `${verb}${who} at ${beside ? times.near(at, beside.at) : times.time(at)}`;
}

/** Adds the Undo of a change to the card that shows its result, next to the button that most readers need. */
export function withUndoButton(card: AdaptiveCard, id: string): AdaptiveCard {
  const { actions = [] } = card as { readonly actions?: readonly CardButton[] };
  // An Action.ShowCard opens only from there.
  const at = actions.slice(0, mostBeside).findLastIndex(({ type }) => type === 'Action.ShowCard') + 1;
  const place = Math.max(at, Math.min(actions.length, 1));
  const all: readonly CardButton[] = [
    ...actions.slice(0, place),
    execute('Undo', undoLink.encode(id)),
    ...actions.slice(place),
  ];
  return { ...card, actions: all.slice(0, maxActions).map(beside) };
}

interface CardButton {
  readonly type: string;
  readonly mode?: 'secondary';
}

function beside({ mode: _, ...action }: CardButton, index: number): object {
  return index < mostBeside ? action : { ...action, mode: 'secondary' };
}

function cardOf(title: string, lines: readonly string[], actions: readonly ExecuteAction[]): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions: ranked(actions) });
}

/** Answers the press of a user who may not undo the change. */
export function notYoursText(by: Person | undefined): string {
  return by === undefined
    ? 'Only an admin can undo this change.'
    : `Only ${personName(by)}, who made this change, or an admin can undo it.`;
}

export const lateText =
  'That was more than 15 minutes ago, so it can’t be undone here. Say “settings” to see what is set, and change it there.';

export const unknownText = 'I can’t find that change here. Say “settings” to see what is set.';

/** Names what has been changed since. */
export function changedText(names: readonly string[]): string {
  const all = names.slice(0, 3).join(', ');
  return `Nothing was undone, since this has been changed again: ${all}. Say “settings” to see what is set.`;
}

export function alreadyText({ by, at }: Stamp, reader: ZonedLocale, now: EpochMs): string {
  const times = timesFor(reader.zone, reader, now);
  return `${by ? `${personName(by)} undid it` : 'It was undone'} at ${times.near(at, now)}${times.zoneNote}.`;
}
