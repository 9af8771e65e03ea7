import assert from 'node:assert/strict';
import { timesFor } from '../../../src/cards/times.ts';
import { services } from '../../../src/domain/job.ts';
import { reasonsOf } from '../../../src/features/incidents/card/reasons.ts';
import { fitToRecord } from '../../../src/features/incidents/incident/service-failure.ts';
import { trouble } from '../../cards/fault-models.ts';
import { british, now } from '../../cards/models.ts';

describe('the reasons of an outage of many services', () => {
  it('the reasons of an outage begin with the one that most runs share, though each service has another one more often', () => {
    const five = services.slice(0, 5).map(service =>
      trouble(undefined, {
        service,
        causes: [
          { text: `Only ${service}`, runs: 6 },
          { text: 'Throttled', runs: 4 },
        ],
      }),
    );
    const [reasons] = reasonsOf(fitToRecord(five), timesFor('UTC', british, now));
    assert.deepEqual(reasons?.lines[0], { lead: '20 backups of 5 services: ', text: 'Throttled' });
  });

  it('the reasons of an outage have the same order whichever service comes first, if as many runs have them', () => {
    const two = (['exchange', 'teams'] as const).map(service =>
      trouble(undefined, { service, causes: [{ text: `Only ${service}`, runs: 2 }] }),
    );
    const times = timesFor('UTC', british, now);
    assert.deepEqual(reasonsOf(two, times), reasonsOf(two.toReversed(), times));
  });
});
