import { askLink } from '../../cards/common-buttons.ts';
import { retiredQuestion } from '../../cards/retired-words.ts';
import { command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply } from '../turn.ts';
import { expectedServicesCard, retiredCard, retiredServicesCard } from './card.ts';
import { type RetiredParts, retiredChange } from './change.ts';
import { type RetireCommand, type RetiredCommand, retire as read } from './read.ts';

async function show(
  { service, isOfExpected = false }: RetiredCommand,
  { asides, reader }: Request,
  { records, clock }: RetiredParts,
): Promise<Reply> {
  const all = await records.all();
  const answeredAt = clock.now();
  if (isOfExpected) return card(expectedServicesCard(all, answeredAt, asides, reader));
  if (!service) return card(retiredServicesCard(all, answeredAt, asides, reader));
  return card(
    retiredCard({ service, record: all[service], isChanged: undefined, answeredAt }, asides, reader),
  );
}

const shown = (service: RetiredCommand['service']): RetiredCommand => ({ kind: 'retired', service });

const retiring = 'exchange is retired';

/** "exchange is retired", "retired services": what is deliberately not backed up any more. */
export const retired = {
  help: [
    {
      title: 'Retired services',
      examples: [retiring],
      orders: [retiring],
      gives: 'which services are intentionally no longer backed up',
    },
  ],
  readings: [{ rank: 'setting', read }],
  commands: [
    command({
      kind: 'retired',
      permission: permissions.look,
      retry: ({ isOfExpected, service }: RetiredCommand) =>
        askLink.encode(isOfExpected ? 'expected services' : retiredQuestion(service)),
      run: show,
    }),
    command({
      kind: 'retire',
      permission: retiredChange.permission,
      order: (change: RetireCommand) => ({
        shown: shown(change.service),
        change: { kind: retiredChange, change },
      }),
      run: ({ service }: RetireCommand, request, parts: RetiredParts) => show(shown(service), request, parts),
    }),
  ],
  changes: [retiredChange],
} as const;
