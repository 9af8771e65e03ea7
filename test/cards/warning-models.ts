import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { warningCard } from '../../src/operations/warning-card.ts';
import { hour, monday } from '../support/fakes.ts';

const day = 24 * hour;
const zone = 'Europe/Berlin';
const expires = (days: number) =>
  warningCard(
    { kind: 'expires', credential: 'avePointCertificate', at: monday + days * day, daysLeft: days },
    zone,
    monday,
  );

/** The cards that admins alone are sent. */
export const warningCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'warning-nine-days': () => expires(9),
  'warning-tomorrow': () => expires(1),
  'warning-expired': () => expires(0),
  'warning-refused': () => warningCard({ kind: 'refused', since: monday - hour }, zone, monday),
  'warning-refused-portal': () =>
    warningCard({ kind: 'refused', since: monday - hour }, zone, monday, 'https://portal.contoso.example/'),
  'warning-unreached': () =>
    warningCard(
      {
        kind: 'unreached',
        places: [
          { id: '19:operations@thread.tacv2', kind: 'channel', since: monday - 30 * hour, why: 'refused' },
          { id: 'a:1WbC-lee', kind: 'personal', since: monday - 5 * hour, why: 'role' },
          { id: '19:old@thread.v2', kind: 'group', since: monday - 3 * day, why: 'tenant' },
        ],
      },
      zone,
      monday,
    ),
  'warning-put-away': () =>
    warningCard(
      {
        kind: 'putAway',
        places: [
          {
            key: { home: '19:team', id: '19:operations@thread.tacv2' },
            why: 'unreachable',
            at: monday - hour,
          },
          { key: { home: 'a:1WbC-lee', id: 'a:1WbC-lee' }, why: 'notAllowed', at: monday - hour },
        ],
      },
      zone,
      monday,
    ),
  'warning-accepted': () => warningCard({ kind: 'accepted', at: monday }, zone, monday),
};
