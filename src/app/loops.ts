import { hostname } from 'node:os';
import type { Bot } from '../bot/bot.ts';
import * as lastQuestions from '../bot/follow-up/last-questions.ts';
import type { BinReason } from '../domain/bin.ts';
import type { ConversationKey } from '../domain/place.ts';
import { StoreError } from '../domain/store.ts';
import { createAuditRetention } from '../features/audit/retention.ts';
import { createDeliver } from '../features/digest/deliver.ts';
import { createDueLoop, type Round } from '../features/digest/due-loop.ts';
import type { Subscriptions } from '../features/digest/subscriptions.ts';
import { createEndNoticeRound } from '../features/end-notice/round.ts';
import { createAccessRound } from '../features/roles/requests/round.ts';
import * as changeRecords from '../features/undo/records.ts';
import { createUnreachableCleanup } from '../operations/stranded.ts';
import { createWarnings } from '../operations/warnings.ts';
import { createForgetting } from '../schedule/forget-old.ts';
import { createLeaseLoop, type LeaseLoop } from '../schedule/lease-loop.ts';
import { createRepairQueues, withRepair } from '../schedule/repair-queues.ts';
import { createSetAside } from '../schedule/set-aside.ts';
import { createLeases } from '../store/leases.ts';
import type { Connection } from './connection.ts';
import { type Reading, readingRound } from './reading.ts';
import type { Runtime } from './runtime.ts';
import type { Senders } from './senders.ts';
import type { Stored } from './stored.ts';
import type { Subscribed } from './subscribed.ts';

/** The loops that one process at a time runs, each under a lease. */
export function createLoops(
  runtime: Runtime,
  stored: Stored,
  reading: Reading,
  { access, givenRoles }: Pick<Connection, 'access' | 'givenRoles'>,
  subscribed: Subscribed,
  senders: Senders,
  bot: Bot,
): readonly LeaseLoop[] {
  const { config, clock, log } = runtime;
  const { store, places, admins, signIns, subscriptions, audit, bin, endNotices, walk } = stored;
  const { accessRequests } = stored;
  const { watching } = subscribed;
  const { index, jobsClock } = reading;
  const loopOf = createLoopOf(runtime, stored);
  const repairOf = ({ collection, repair }: Pick<Subscriptions, 'collection' | 'repair'>) =>
    createRepairQueues({ collection, walk, repair, clock, log });
  const digestRound = createDigestRound(runtime, stored, subscribed, senders);
  const incidentRound = watching.round(senders.incidents, config.watchIntervalMs);
  const putAway = createPutAway(runtime, stored, bot);
  const { expiries } = config;
  return [
    loopOf('reader', readingRound(reading)),
    loopOf('sender', withRepair(digestRound, repairOf(subscriptions))),
    loopOf('watcher', withRepair(incidentRound, repairOf(watching.faults))),
    loopOf(
      'notices',
      createEndNoticeRound({
        notices: endNotices,
        index,
        messenger: senders.endNotices,
        places,
        clock: jobsClock,
        log,
      }),
    ),
    loopOf('bin', createUnreachableCleanup({ places, bin, putAway, store, clock, log })),
    loopOf(
      'audit',
      oneAfterTheOther(
        createAuditRetention({ audit, days: config.auditDays, clock }),
        ...[lastQuestions, changeRecords].map(({ collection, isOver }) =>
          createForgetting({ collection, isOver, walk, store, clock }),
        ),
      ),
    ),
    loopOf(
      'warnings',
      sideBySide(
        createWarnings({ expiries, signIns, admins, messenger: senders.warnings, places, store, clock, log }),
        createAccessRound({
          access,
          givenRoles,
          accessRequests,
          messenger: senders.accessRequests,
          places,
          clock,
          log,
        }),
      ),
    ),
  ];
}

/** Makes one round of several that send: one that fails stops no other. */
function sideBySide(...rounds: readonly Round[]): Round {
  return {
    async go(mayStart) {
      const passes = await Promise.allSettled(rounds.map(round => round.go(mayStart)));
      const failed = passes.find(pass => pass.status === 'rejected');
      if (failed) throw failed.reason;
    },
    async settled() {
      for (const round of rounds) await round.settled();
    },
  };
}

/** Makes one round of two that only clean up. */
function oneAfterTheOther(...rounds: readonly { go(): Promise<void> }[]): Round {
  return {
    async go() {
      for (const round of rounds) await round.go();
    },
    settled: async () => {},
  };
}

/** Returns a function that creates the loop of a lease. Each pass that ends without an error is recorded. */
function createLoopOf(
  runtime: Runtime,
  { store, passes }: Stored,
): (name: string, round: Round) => LeaseLoop {
  const { clock, times, background, newId, log } = runtime;
  const leases = createLeases({ store, clock, holder: holderName(newId(8)), ttlMs: times.leaseMs });
  return (name, round) =>
    createLeaseLoop({
      name,
      leases,
      async pass(leaseLasts) {
        await round.go(() => leaseLasts(times.sendMs));
        await passes.note(name, round);
      },
      settled: () => round.settled(),
      everyMs: times.roundMs,
      renewMs: times.renewMs,
      clock,
      sleep: background.sleep,
      log,
    });
}

/** Returns the name of this process in its leases, by which an operator finds it. */
function holderName(id: string): string {
  return `process ${process.pid} on ${hostname()} (${id})`;
}

function createDigestRound(
  { clock, meter, log }: Runtime,
  { subscriptions, places }: Stored,
  { reports }: Subscribed,
  senders: Senders,
): Round {
  const deliver = createDeliver({ subscriptions, reports, messenger: senders.digests, meter, clock, log });
  const aside = createSetAside({ meter, clock, log });
  return createDueLoop({ subscriptions, reports, deliver, places, aside, clock, log });
}

/** Returns a function that puts away a conversation's settings, with an audit entry in the bot's own name. */
function createPutAway({ config, turns, newId }: Runtime, { places }: Stored, bot: Bot) {
  return async (key: ConversationKey, why: BinReason): Promise<void> => {
    const { place } = (await places.get(key)) ?? {};
    const removal = {
      home: key.home,
      channel: key,
      place,
      speaker: { id: place?.botId ?? '', name: 'Backup Watch' },
      why,
      zone: config.defaultTimeZone,
      locale: undefined,
    };
    const { ending } = await turns.run(newId(4), () => bot.left(removal));
    if (ending.kind === 'failed') throw new StoreError('unavailable', 'The settings could not be put away.');
  };
}
