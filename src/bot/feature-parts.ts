import type { People } from '../domain/people.ts';
import { helpTopicsOf } from '../features/help/topics.ts';
import type { Alerting } from '../features/incidents/incidents.ts';
import { changes, type FeatureParts, helpOfFeatures } from '../features/index.ts';
import { createListCard } from '../features/job-list/card-cache.ts';
import type { SettingsBin } from '../features/settings/bin.ts';
import { createSettingsHere } from '../features/settings/here.ts';
import { createKeyedMutex } from '../schedule/keyed-mutex.ts';
import { pressedText } from './button-text.ts';

/** Parts that the bot makes of others. */
type Made =
  | 'changeLocks'
  | 'deeds'
  | 'duties'
  | 'faults'
  | 'helpTopicsOf'
  | 'listCard'
  | 'pressedText'
  | 'previewChange'
  | 'settingsHere'
  | 'watchOrders';

/** Parts of the product that the bot gets for its features. */
export interface GivenParts extends Omit<FeatureParts, Made> {
  readonly watching: Pick<Alerting, 'orders' | 'duties' | 'faults' | 'deeds'>;
  readonly settingsBin: SettingsBin;
  readonly people: People;
}

/** Completes the parts that features need. */
export function featurePartsOf(given: GivenParts): FeatureParts {
  const { digests, endNotices, settingsBin, watching } = given;
  const { orders, duties, faults, deeds } = watching;
  const parts: FeatureParts = {
    ...given,
    watchOrders: orders,
    duties,
    faults,
    deeds,
    settingsHere: createSettingsHere({ digests, orders, faults, duties, endNotices, settingsBin }),
    changeLocks: createKeyedMutex(),
    listCard: createListCard(),
    helpTopicsOf: role => helpTopicsOf(role, helpOfFeatures),
    pressedText,
    previewChange: (bound, request) => changes.preview(bound, request, parts),
  };
  return parts;
}
