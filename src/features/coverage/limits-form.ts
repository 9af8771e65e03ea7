import { execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { formCard } from '../../cards/form-card.ts';
import { choiceInput, numberInput } from '../../cards/inputs.ts';
import { nameOf } from '../../cards/words.ts';
import { services } from '../../domain/job.ts';
import { questionLimits } from '../../domain/question.ts';
import type { TargetsByService } from '../../domain/targets.ts';
import { type LimitForm, previewLink } from './buttons.ts';
import type { LimitChange } from './limit-change.ts';
import { limitTexts } from './limits-card.ts';

const hourMs = 3_600_000;
const mostHours = questionLimits.maxTargetMs / hourMs;

/** Draws the form of a service's limit, with what was sent and what was wrong with it. */
export function limitsFormCard(
  targets: TargetsByService,
  values: LimitForm = {},
  problems: readonly string[] = [],
): AdaptiveCard {
  const hours = Number(values.h);
  return formCard({
    title: 'Backup-age limits',
    problems,
    lines: [...limitTexts(targets), 'A limit applies to everyone, in every conversation.'],
    inputs: [
      choiceInput({
        id: 'o',
        label: 'Service',
        choices: services.map(service => ({ title: nameOf(service), value: service })),
        value: values.o,
      }),
      numberInput({
        id: 'h',
        label: 'Hours since the last good backup (empty: 24)',
        value: values.h && Number.isFinite(hours) ? hours : undefined,
        min: 1,
        max: mostHours,
      }),
    ],
    folds: [],
    submit: execute('Preview', previewLink.encode({})),
  });
}

/** Returns the limit that a form describes, or what is wrong with the form. */
export function limitOf({
  o,
  h = '',
}: LimitForm): { readonly change: LimitChange } | { readonly problems: readonly string[] } {
  const service = services.find(one => one === o);
  const isDefault = h.trim() === '';
  const hours = Number(h);
  const isPossible = isDefault || (Number.isInteger(hours) && hours >= 1 && hours <= mostHours);
  if (service && isPossible) return { change: { service, targetMs: isDefault ? undefined : hours * hourMs } };
  return {
    problems: [
      ...(service ? [] : ['Choose a service.']),
      ...(isPossible ? [] : [`The limit is a whole number of hours, from 1 to ${mostHours}.`]),
    ],
  };
}
