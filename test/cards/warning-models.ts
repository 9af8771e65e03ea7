import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { warningCard } from '../../src/cards/warning-card.ts';
import { hour, monday } from '../support/fakes.ts';

const day = 24 * hour;
const zone = 'Europe/Berlin';
const expires = (days: number) =>
  warningCard(
    { kind: 'expires', what: 'the certificate for AvePoint', at: monday + days * day, daysLeft: days },
    zone,
    monday,
  );

/** The cards that admins alone are sent. */
export const warningCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'warning-nine-days': () => expires(9),
  'warning-tomorrow': () => expires(1),
  'warning-expired': () => expires(0),
  'warning-refused': () => warningCard({ kind: 'refused', since: monday - hour }, zone, monday),
  'warning-accepted': () => warningCard({ kind: 'accepted', at: monday }, zone, monday),
};
