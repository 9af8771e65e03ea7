import { execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { formCard } from '../../cards/form-card.ts';
import { type CardInput, choiceInput, timeIn, timeInput, toggleInput } from '../../cards/inputs.ts';
import { chosenServices, servicesInput } from '../../cards/service-inputs.ts';
import type { DigestSpec } from '../../domain/digest-order.ts';
import { everyDay, type Weekday, workdays } from '../../domain/recurrence.ts';
import type { EpochMs } from '../../domain/time.ts';
import { chosenZone, formZoneOf, zoneLines } from '../form-zone.ts';
import type { Localization } from '../turn.ts';
import { type DigestForm, previewLink } from './buttons.ts';

const dayNames = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
const dayChoices: readonly { readonly title: string; readonly days: readonly Weekday[] }[] = [
  { title: 'Every day', days: everyDay },
  { title: 'Weekdays', days: workdays },
  { title: 'Weekends', days: [6, 7] },
  ...everyDay.map(day => ({ title: `${dayNames[day - 1]}`, days: [day] })),
];

/** The morning report that most people want. */
const usual: DigestForm = { y: '08:00', e: workdays.join('') };

/** Draws the form of a new digest, with what was sent and what was wrong with it. */
export function digestFormCard(
  reader: Localization,
  now: EpochMs,
  values: DigestForm = usual,
  problems: readonly string[] = [],
): AdaptiveCard {
  const zone = formZoneOf(reader, now, values.z);
  return formCard({
    title: 'New digest',
    problems,
    lines: ['I sum up the backups here at this time.', ...zoneLines(zone)],
    inputs: [
      timeInput({ id: 'y', label: 'Time', value: values.y }),
      daysInput(values.e),
      ...(zone.input ? [zone.input] : []),
      toggleInput({ id: 'r', label: 'Only if there are problems', isOn: values.r === 'true' }),
    ],
    folds: [
      { title: 'Choose services', isOpen: Boolean(values.os), inputs: [servicesInput('os', values.os)] },
    ],
    submit: execute('Preview', previewLink.encode({})),
  });
}

function daysInput(value: string | undefined): CardInput {
  const choices = dayChoices.map(({ title, days }) => ({ title, value: days.join('') }));
  return choiceInput({ id: 'e', label: 'Days', choices, value });
}

/** Returns the digest that a form describes, or what is wrong with the form. */
export function digestOf(
  values: DigestForm,
  reader: Localization,
  now: EpochMs,
): { readonly wish: DigestSpec } | { readonly problems: readonly string[] } {
  const time = timeIn(values.y);
  const days = dayChoices.find(choice => choice.days.join('') === values.e)?.days;
  const services = chosenServices(values.os);
  const zone = chosenZone(formZoneOf(reader, now), values.z);
  if (time && days && services && zone !== undefined)
    return { wish: { when: { days, ...time, zone }, services, onlyProblems: values.r === 'true' } };
  return {
    problems: [
      ...(time ? [] : ['Choose a time, for example 08:00.']),
      ...(days ? [] : ['Choose the days.']),
      ...(services ? [] : ['Choose the services from the list.']),
      ...(zone === undefined ? ['Choose a time zone: Teams only sent me your present offset.'] : []),
    ],
  };
}
