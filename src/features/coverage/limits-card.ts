import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { askLink, settingsLink } from '../../cards/common-buttons.ts';
import { lengthText } from '../../cards/durations.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { nameOf } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import type { TargetsByService } from '../../domain/targets.ts';
import { openFormLink } from './buttons.ts';

const expand = cardTemplate(offer);

/** Draws how old a good backup may be: the limits of the services that have their own. `changed` was set just now. */
export function targetsCard(
  targets: TargetsByService,
  changed: Service | undefined,
  asides: Asides,
): AdaptiveCard {
  const lines = [
    ...noteTexts(asides.notes),
    ...limitTexts(targets),
    'They apply to everyone. To set one, say for example “age limit teams 12h”.',
  ];
  return expand({
    title: changed === undefined ? 'Backup-age limits' : `✓ Backup-age limit of ${nameOf(changed)} saved`,
    lines: lines.map(text => ({ text })),
    actions: ranked([
      execute('Last good backups', askLink.encode('coverage')),
      execute('Change', openFormLink.encode({})),
      ...suggestionActions(asides.offers),
      execute('Settings', settingsLink),
    ]),
  });
}

/** Returns a line for each limit: those of services that have their own, and the default. */
export function limitTexts(targets: TargetsByService): readonly string[] {
  const own = services.flatMap(service => {
    const ms = targets[service];
    return ms === undefined ? [] : [`${nameOf(service)}: ${lengthText(ms)}`];
  });
  return [...own, `Every ${own.length === 0 ? '' : 'other '}service: 24 h (default)`];
}
