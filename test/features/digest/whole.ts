import assert from 'node:assert/strict';
import type { SwitchesPatch } from '../../../simulator/switches.ts';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import { digestCard } from '../../../src/features/digest/card.ts';
import { createDeliver } from '../../../src/features/digest/deliver.ts';
import { createDueLoop } from '../../../src/features/digest/due-loop.ts';
import type { DigestMessage } from '../../../src/features/digest/message.ts';
import type { Subscriptions } from '../../../src/features/digest/subscriptions.ts';
import type { JobIndexParts } from '../../../src/job-index/job-index.ts';
import { createJobs } from '../../../src/jobs/jobs.ts';
import { createSetAside } from '../../../src/schedule/set-aside.ts';
import { fakeClock, hour, noMeter, recordingLog } from '../../support/fakes.ts';
import { type IndexedSource, openIndexedSource } from '../../support/indexed-source.ts';
import { interpret } from '../../support/interpret.ts';
import { keeping } from '../../support/keeping.ts';
import { textOf } from '../../support/playground.ts';
import { aPlace } from './support.ts';

const minute = 60_000;
/** Monday 23 November 2026, 08:00 in UTC: when the digests of these tests are due. */
export const due = Date.UTC(2026, 10, 23, 8);

export interface Whole extends IndexedSource {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: ReturnType<typeof recordingLog>;
  readonly subscriptions: Subscriptions;
  readonly said: { readonly message: DigestMessage; readonly card: AdaptiveCard; readonly text: string }[];
  /** Moves the clock; after each step AvePoint is read, and what is due is sent. */
  passTo(moment: number, stepMs?: number): Promise<void>;
}

interface WholeParts {
  readonly history?: boolean;
  readonly switches?: SwitchesPatch;
  readonly sentence?: string;
  readonly index?: Partial<JobIndexParts>;
}

/** Everything from the sentence to the card, with the API over real HTTP. */
export async function openWhole(parts: WholeParts = {}): Promise<Whole> {
  const { history = false, switches, sentence = 'digest daily at 8', index: indexParts } = parts;
  const clock = fakeClock(due - hour);
  const log = recordingLog();
  const source = await openIndexedSource({
    clock,
    log,
    jobsApi: 'cloudbackup-jobs',
    history,
    index: indexParts ?? {},
  });
  if (switches) source.simulator.setSwitches(switches);
  const { index } = source;
  const jobs = createJobs({ source: source.source, index, clock: source.clock, log });
  const { subscriptions, reports, digests, places } = keeping({ jobs, clock, log });
  const said: Whole['said'] = [];
  const say = async (message: DigestMessage) => {
    const card = digestCard(message);
    said.push({ message, card, text: textOf(card) });
    return { kind: 'sent', said: { place: aPlace, id: `m${said.length}` } } as const;
  };
  const messenger = {
    post: (_: unknown, message: DigestMessage) => say(message),
    reply: (_: unknown, message: DigestMessage) => say(message),
    edit: async () => ({ kind: 'missing' }) as const,
  };
  const deliver = createDeliver({ subscriptions, reports, messenger, meter: noMeter, clock, log });
  const round = createDueLoop({
    subscriptions,
    reports,
    deliver,
    places,
    aside: createSetAside({ meter: noMeter, clock, log }),
    clock,
    log,
  });
  const { command } = interpret(sentence, { now: clock.now(), zone: 'UTC', locale: 'en-GB' });
  assert.ok(command.kind === 'digest' && command.order.what === 'set');
  await digests.obey(command.order, aPlace, 'en-GB');
  return {
    ...source,
    clock,
    log,
    subscriptions,
    said,
    async passTo(moment, stepMs = moment - clock.now() > 12 * hour ? 15 * minute : 5 * minute) {
      while (clock.now() < moment) {
        clock.advance(Math.min(stepMs, moment - clock.now()));
        await source.pass();
        await round.go(() => true);
        await round.settled();
      }
    },
  };
}
