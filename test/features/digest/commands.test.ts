import { everyDay } from '../../../src/domain/recurrence.ts';
import type { Digests } from '../../../src/features/digest/commands.ts';
import { assertDoneOnceStored } from '../../support/gated-store.ts';
import { aPlace, openScene } from './support.ts';

const wish = {
  when: { days: everyDay, hour: 8, minute: 0, zone: 'UTC' },
  services: [],
  onlyProblems: false,
};

describe('a command about digests', () => {
  const noon = { ...wish, when: { ...wish.when, hour: 12 } };
  const orders: Readonly<Record<string, (digests: Digests, id: string) => Promise<unknown>>> = {
    'sets another one': ({ obey }) => obey({ what: 'set', wish: noon }, aPlace, 'en-GB'),
    'pauses all': ({ obey }) => obey({ what: 'pause', until: undefined }, aPlace, 'en-GB'),
    'resumes all': ({ obey }) => obey({ what: 'resume' }, aPlace, 'en-GB'),
    'ends all': ({ obey }) => obey({ what: 'off' }, aPlace, 'en-GB'),
    'pauses one by its button': ({ act }, id) => act('pause', id, aPlace),
    'resumes one by its button': ({ act }, id) => act('resume', id, aPlace),
    'ends one by its button': ({ act }, id) => act('off', id, aPlace),
  };
  for (const [name, order] of Object.entries(orders))
    it(`a command that ${name} is answered only once it’s stored, and fails if the store does`, async () => {
      await assertDoneOnceStored(async store => {
        const { digests } = openScene({ store });
        await digests.obey({ what: 'set', wish }, aPlace, 'en-GB');
        const second = { ...wish, services: ['exchange'] as const };
        const answer = await digests.obey({ what: 'set', wish: second }, aPlace, 'en-GB');
        if (name.startsWith('resumes'))
          await digests.obey({ what: 'pause', until: undefined }, aPlace, 'en-GB');
        return () => order(digests, answer.digests[0]?.id ?? '');
      });
    });
});
