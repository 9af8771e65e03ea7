import { execute } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { formCard } from '../../../cards/form-card.ts';
import { choiceInput, timeIn, timeInput, toggleInput } from '../../../cards/inputs.ts';
import { chosenServices, servicesInput } from '../../../cards/service-inputs.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { QuietHours, WatchSpec } from '../../../domain/watch-order.ts';
import { chosenZone, formZoneOf } from '../../form-zone.ts';
import type { Localization } from '../../turn.ts';
import { previewLink, type WatchForm } from './buttons.ts';

/** What most people want: at once, about everything. */
const usual: WatchForm = { a: '1' };

/** Draws the form of a new alert, with what was sent and what was wrong with it. */
export function watchFormCard(
  reader: Localization,
  now: EpochMs,
  values: WatchForm = usual,
  problems: readonly string[] = [],
): AdaptiveCard {
  const zone = formZoneOf(reader, now, values.z);
  const isQuiet = [values.f, values.u].some(Boolean);
  return formCard({
    title: 'New alert',
    problems,
    lines: ['When a backup fails, one card appears here and calls who is on call.'],
    inputs: [
      choiceInput({
        id: 'a',
        label: 'Alert',
        choices: [
          { title: 'On the first failure', value: '1' },
          { title: 'Only after two failures in a row', value: '2' },
        ],
        value: values.a,
      }),
      toggleInput({ id: 'e', label: 'Partial backups count as failed', isOn: values.e === 'true' }),
    ],
    folds: [
      { title: 'Choose services', isOpen: Boolean(values.os), inputs: [servicesInput('os', values.os)] },
      {
        title: 'Quiet hours',
        isOpen: isQuiet,
        inputs: [
          timeInput({ id: 'f', label: `From${zone.input ? '' : ` (${zone.zone})`}`, value: values.f }),
          timeInput({ id: 'u', label: 'To', value: values.u }),
          ...(zone.input ? [zone.input] : []),
        ],
      },
    ],
    submit: execute('Preview', previewLink.encode({})),
  });
}

/** Returns the watch that a form describes, or what is wrong with the form. */
export function watchOf(
  values: WatchForm,
  reader: Localization,
  now: EpochMs,
): { readonly wish: WatchSpec } | { readonly problems: readonly string[] } {
  const services = chosenServices(values.os);
  const inARow = values.a === '1' ? 1 : values.a === '2' ? 2 : undefined;
  const quiet = quietOf(values, reader, now);
  if (services && inARow && !('problem' in quiet))
    return { wish: { services, inARow, isPartialIncluded: values.e === 'true', quiet: quiet.hours } };
  return {
    problems: [
      ...(inARow ? [] : ['Choose when to alert.']),
      ...(services ? [] : ['Choose the services from the list.']),
      ...('problem' in quiet ? [quiet.problem] : []),
    ],
  };
}

function quietOf(
  { f, u, z }: WatchForm,
  reader: Localization,
  now: EpochMs,
): { readonly hours: QuietHours | undefined } | { readonly problem: string } {
  if (!f && !u) return { hours: undefined };
  const [from, to] = [timeIn(f), timeIn(u)];
  if (!from || !to) return { problem: 'Quiet hours need a time from and a time to, or neither.' };
  if (from.hour === to.hour && from.minute === to.minute)
    return { problem: 'Quiet hours must begin and end at different times.' };
  const zone = chosenZone(formZoneOf(reader, now), z);
  return zone === undefined
    ? { problem: 'Choose the time zone of the quiet hours: Teams only sent me your present offset.' }
    : { hours: { from, to, zone } };
}
