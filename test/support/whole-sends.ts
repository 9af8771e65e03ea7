import { createAccess } from '../../src/access/access.ts';
import { createBot } from '../../src/bot/bot.ts';
import type { ConversationRef, NotAllowedReason } from '../../src/domain/place.ts';
import type { Store } from '../../src/domain/store.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import { createDigestCardCache } from '../../src/features/digest/card-cache.ts';
import { createDeliver } from '../../src/features/digest/deliver.ts';
import { createDueLoop } from '../../src/features/digest/due-loop.ts';
import { type DigestMessage, nameOfDigest } from '../../src/features/digest/message.ts';
import { createIncidentRenderer } from '../../src/features/incidents/card/renderer.ts';
import { createAlerting } from '../../src/features/incidents/incidents.ts';
import { type IncidentMessage, nameOfIncidentMessage } from '../../src/features/incidents/notify/message.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { createSetAside } from '../../src/schedule/set-aside.ts';
import { createChannel } from '../../src/teams/channel.ts';
import { createPacing } from '../../src/teams/pacing.ts';
import { createSender } from '../../src/teams/sender.ts';
import { noneGiven } from '../access/people.ts';
import { aReport } from '../features/digest/support.ts';
import { openWorld, type World } from '../features/incidents/support.ts';
import { messageActivity } from './activities.ts';
import { createAdapter } from './adapter.ts';
import { type Came, openChannelEnd } from './channel-end.ts';
import { fakeClock, monday, noMeter, recordingLog } from './fakes.ts';
import { type Keeping, keeping } from './keeping.ts';
import { createMemoryStore } from './memory-store.ts';
import { createTestBot } from './teams-bot.ts';

/** How Teams refuses a message: a status and its own word. */
export interface Refused {
  readonly status: number;
  readonly code?: string;
}

interface Arrived {
  readonly at: EpochMs;
  readonly place: string;
  readonly text: string;
  readonly method: string;
}

/**
 * All proactive messages, and the bot that users write to, against a Teams over real HTTP that refuses what `refuse`
 * returns; with a clock that is moved by hand and an AvePoint with given jobs.
 */
export interface WholeSends extends Keeping {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: ReturnType<typeof recordingLog>;
  readonly world: World;
  readonly serviceUrl: string;
  /** What Teams took, and when. */
  readonly taken: readonly Arrived[];
  /** What Teams refused, and when. */
  readonly refused: readonly Arrived[];
  /** Records written so far for what is sent. */
  writes(): number;
  refuse: (place: string, came: Came) => Refused | undefined;
  /** Why nothing may be sent to a conversation. */
  whyNot: (place: ConversationRef) => NotAllowedReason | undefined;
  placeOf(id: string, kind?: ConversationRef['kind']): ConversationRef;
  /** Moves the clock in steps, and lets everything be sent that is due after each. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** A person writes in a conversation. */
  write(text: string, place: ConversationRef): Promise<void>;
  /** The process ends, and another one begins with the same store. */
  restart(): void;
  close(): Promise<void>;
}

export async function openSends({ now = monday }: { now?: EpochMs } = {}): Promise<WholeSends> {
  const clock = fakeClock(now);
  const log = recordingLog();
  const memory = createMemoryStore({ isShared: true });
  let writes = 0;
  const store: Store = {
    ...memory,
    put: (...args) => {
      // How far the watches have looked is written beside it.
      if (args[0].collection !== 'upkeep') writes += 1;
      return memory.put(...args);
    },
  };
  /** Goes by AvePoint's clock if this machine's is wrong. */
  const jobsClock = { now: clock.elsewhere, monotonic: clock.monotonic };
  const world = openWorld(jobsClock);
  const taken: Arrived[] = [];
  const refused: Arrived[] = [];
  const end = await openChannelEnd(async came => {
    const place = placeIdOf(came);
    const one = { at: clock.now(), place, text: came.text, method: came.method };
    const refusal = here.refuse(place, came);
    (refusal ? refused : taken).push(one);
    const id = `${taken.length}`;
    if (!refusal) return { status: 201, body: { id: `${place};messageid=${id}`, activityId: id } };
    return { status: refusal.status, body: refusal.code ? { error: { code: refusal.code } } : {} };
  });
  const adapter = createAdapter(undefined);
  const kept = keeping({ jobs: reporting(clock.now), clock, log, store });
  const watching = createAlerting({
    store,
    places: kept.places,
    index: world.index,
    known: { read: async () => undefined },
    meter: noMeter,
    clock: jobsClock,
    log,
  });
  const waiting = { clock, sleep: async (ms: number) => clock.advance(ms), random: () => 0.5 };
  const conversation = createBot({
    ...kept,
    watching,
    jobs: {} as Jobs,
    access: createAccess({ lists: noLists, allowedTenantIds: [], membership: undefined, given: noneGiven }),
    clock,
    log,
    newReference: () => 'ref-1',
  });

  /** What a process has for itself. */
  function begin() {
    const sending = {
      channel: createChannel({ connectorAt: url => adapter.connectorAt(url), timeoutMs: 5_000 }),
      places: kept.places,
      pacing: createPacing(waiting),
      whyNot: async (place: ConversationRef) => here.whyNot(place),
      meter: noMeter,
      log,
      ...waiting,
    };
    const { subscriptions, reports, places } = kept;
    const aside = createSetAside({ meter: noMeter, clock, log });
    const renderDigest = createDigestCardCache();
    const digestSender = createSender<DigestMessage>({
      nameOf: nameOfDigest,
      ...sending,
      render: (message, { kind }) => ({ kind: 'card', card: renderDigest(message, kind) }),
    });
    const deliver = createDeliver({
      subscriptions,
      reports,
      messenger: digestSender,
      meter: noMeter,
      clock,
      log,
    });
    const faultSender = createSender<IncidentMessage>({
      ...sending,
      render: createIncidentRenderer(),
      nameOf: nameOfIncidentMessage,
    });
    return {
      bot: createTestBot({
        identity: undefined,
        adapter,
        allowedTenantIds: [],
        defaultZone: 'UTC',
        conversation,
        places,
        log,
        sending: waiting,
      }),
      rounds: [
        createDueLoop({ subscriptions, reports, deliver, places, aside, clock, log }),
        watching.round(faultSender, 60_000),
      ],
    };
  }
  let process = begin();

  async function work(): Promise<void> {
    world.index.read();
    for (let turn = 0; turn < 4; turn += 1) {
      for (const round of process.rounds) await round.go(() => true);
      for (const round of process.rounds) await round.settled();
      await new Promise(setImmediate);
    }
  }

  const here: WholeSends = {
    ...kept,
    watching,
    clock,
    log,
    world,
    serviceUrl: end.serviceUrl,
    taken,
    refused,
    writes: () => writes,
    refuse: () => undefined,
    whyNot: () => undefined,
    placeOf: (id, kind = 'personal') => ({
      home: kind === 'channel' ? 'team-1' : id,
      id,
      kind,
      tenantId: 'tenant-1',
      serviceUrl: end.serviceUrl,
      botId: '28:bot',
      botName: 'Backup Watch',
    }),
    async pass(ms, stepMs = 60_000) {
      for (const until = clock.now() + ms; clock.now() < until; ) {
        clock.advance(Math.min(stepMs, until - clock.now()));
        await work();
      }
    },
    async write(text, { id, kind, home }) {
      const conversationType = { personal: 'personal', group: 'groupChat', channel: 'channel' }[kind];
      await process.bot.receive(
        undefined,
        messageActivity(end.serviceUrl, text, {
          conversation: { id, conversationType, tenantId: 'tenant-1' },
          ...(kind === 'channel' && { channelData: { team: { id: home }, tenant: { id: 'tenant-1' } } }),
        }),
      );
      await new Promise(setImmediate);
    },
    restart() {
      process = begin();
    },
    async close() {
      await adapter.close();
      await end.close();
    },
  };
  return here;
}

const noLists = { admin: [], operator: [], viewer: [] };

/** A post in a channel names that in its body. */
function placeIdOf({ conversation, text }: Came): string {
  if (conversation !== '') return conversation.replace(/;messageid=.*/, '');
  return JSON.parse(text).channelData.channel.id;
}

function reporting(now: () => EpochMs): Pick<Jobs, 'report' | 'reportNow' | 'isReportRead'> {
  const report: Jobs['report'] = async question => aReport(question, 'attention', now());
  return { report, reportNow: report, isReportRead: () => true };
}
