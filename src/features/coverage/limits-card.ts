import { execute, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { lengthText } from '../../cards/durations.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { nameOf } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import type { TargetsByService } from '../../domain/targets.ts';

const expand = cardTemplate(offer);

/** Draws the limits of the services that have their own. `changed` was set just now. */
export function targetsCard(
  targets: TargetsByService,
  changed: Service | undefined,
  asides: Asides,
): AdaptiveCard {
  const own = services.flatMap(service => {
    const ms = targets[service];
    return ms === undefined ? [] : [`${nameOf(service)}: ${lengthText(ms)}`];
  });
  const lines = [
    ...noteTexts(asides.notes),
    ...own,
    `Every ${own.length === 0 ? '' : 'other '}service: 24 h, as usual.`,
    'Targets hold for everybody.',
  ];
  return expand({
    title: changed === undefined ? 'How old a backup may be' : `✓ The target of ${nameOf(changed)} is set`,
    lines: lines.map(text => ({ text })),
    actions: [execute('Coverage', askLink.encode('coverage')), ...suggestionActions(asides.offers)],
  });
}
