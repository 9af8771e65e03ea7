import { destructive, type ExecuteAction, execute } from '../../../cards/actions.ts';
import { type CardInput, peoplePicker, textInput } from '../../../cards/inputs.ts';
import type { Person } from '../../../domain/person.ts';
import { assignLink, closeLink, noteInput, noteLink, personInput } from '../buttons.ts';
import type { Incident } from '../incident/incident.ts';
import { mostNoteLength } from '../incident/notes.ts';
import { isSamePerson, ownership } from '../incident/ownership.ts';
import { closeQuestion } from './close-question.ts';
import { type ShowCard, showCard, type Toggle } from './show-card.ts';

const closeId = 'close';

/** Returns the button that unfolds what needs an input, or a second thought: to assign, to note, to close. */
export function updateCard(incident: Incident): ShowCard {
  const { about, id, kind } = incident;
  // A personal chat has no one to assign to. Missing data is over when the data is back.
  const [isAssignable, isClosable] = [kind !== 'personal', about.kind !== 'blind'];
  const question = isClosable ? closeQuestion(incident) : undefined;
  const close = execute(
    question === undefined ? 'Close' : 'Close anyway',
    closeLink.encode({ id, note: '' }),
  );
  const body = [
    ...(isAssignable ? [pickerOf(incident)] : []),
    noteInputOf('Note'),
    ...(question === undefined ? [] : [questionOf(question, destructive(close))]),
  ];
  const actions = [
    ...(isAssignable ? [execute('Assign', assignLink.encode(assignmentOf(incident)))] : []),
    execute('Add note', noteLink.encode({ id, note: '' })),
    ...(isClosable ? [question === undefined ? destructive(close) : toggle] : []),
  ];
  return showCard('Update', body, actions);
}

const toggle: Toggle = { type: 'Action.ToggleVisibility', title: 'Close', targetElements: [closeId] };

function questionOf(text: string, close: ExecuteAction) {
  return {
    type: 'Container',
    id: closeId,
    isVisible: false,
    style: 'attention',
    items: [
      { type: 'TextBlock', text, wrap: true },
      { type: 'ActionSet', actions: [close] },
    ],
  };
}

export function noteInputOf(label: string): CardInput {
  return textInput({ id: noteInput, label, maxLength: mostNoteLength });
}

function assignmentOf(incident: Incident) {
  return { id: incident.id, from: ownership(incident)?.at, picked: '', note: '' };
}

/** A list on a phone; anybody else in the conversation is found as the user types. */
const mostSuggested = 6;

function pickerOf(incident: Incident): CardInput {
  return peoplePicker({ id: personInput, label: 'Assign to', suggested: suggestedFor(incident) });
}

/** Returns who is on call and who has acted on the incident, without its owner. */
function suggestedFor(incident: Incident): readonly Person[] {
  const { call, events } = incident;
  const acted = events
    .toReversed()
    .flatMap(event => [
      ...('who' in event ? [event.who] : []),
      ...('by' in event ? [event.by] : []),
      ...('to' in event && event.to ? [event.to] : []),
    ]);
  const all = [call?.who, call?.fallback, ...acted].filter(person => person !== undefined);
  const owner = ownership(incident)?.by;
  return all
    .filter(({ id }, index) => id !== '' && all.findIndex(other => other.id === id) === index)
    .filter(person => !isSamePerson(person, owner))
    .slice(0, mostSuggested);
}
