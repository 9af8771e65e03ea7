import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { accessCards } from './access-models.ts';
import { auditCards } from './audit-models.ts';
import { changeCards } from './change-models.ts';
import { countCards } from './count-models.ts';
import { digestCards } from './digest-models.ts';
import { faultCards } from './fault-models.ts';
import { formCards } from './form-models.ts';
import { incidentListCards } from './incident-list-models.ts';
import { questionCards } from './models.ts';
import { pastCards } from './past-models.ts';
import { retiredCards } from './retired-models.ts';
import { settingsCards } from './settings-models.ts';
import { undoCards } from './undo-models.ts';
import { warningCards } from './warning-models.ts';
import { wishCards } from './wish-models.ts';

/** Every card that is reviewed as a picture, by its name. */
export const goldenCards: Readonly<Record<string, () => AdaptiveCard>> = {
  ...questionCards,
  ...countCards,
  ...digestCards,
  ...faultCards,
  ...incidentListCards,
  ...accessCards,
  ...warningCards,
  ...auditCards,
  ...changeCards,
  ...retiredCards,
  ...pastCards,
  ...settingsCards,
  ...wishCards,
  ...formCards,
  ...undoCards,
};
