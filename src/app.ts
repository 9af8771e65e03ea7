import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import packageJson from '../package.json' with { type: 'json' };
import { createAccess } from './access/access.ts';
import { createAskLimits } from './access/ask-limits.ts';
import { createCachedMembership } from './access/kept-membership.ts';
import { createSendPermission } from './access/receiving.ts';
import { createAvePointJobSource, locations } from './avepoint/index.ts';
import { createBot } from './bot/bot.ts';
import { withAudit } from './bot/with-audit.ts';
import type { RenderedMessage } from './cards/wording.ts';
import type { Config } from './config.ts';
import type { BinReason } from './domain/bin.ts';
import type { IndexJournal } from './domain/index-journal.ts';
import type { Log } from './domain/log.ts';
import type { ConversationKey } from './domain/place.ts';
import { StoreError } from './domain/store.ts';
import { type Clock, inMs } from './domain/time.ts';
import { withTimeout } from './domain/with-timeout.ts';
import { createAudit } from './features/audit/audit-log.ts';
import { createAuditPages } from './features/audit/pages.ts';
import { createAuditRetention } from './features/audit/retention.ts';
import { createDigestCardCache } from './features/digest/card-cache.ts';
import { createDigests } from './features/digest/commands.ts';
import { createDeliver } from './features/digest/deliver.ts';
import { createDueLoop, type Round } from './features/digest/due-loop.ts';
import { type DigestMessage, nameOfDigest } from './features/digest/message.ts';
import { createReports } from './features/digest/report-cache.ts';
import { createSubscriptions, type Subscriptions } from './features/digest/subscriptions.ts';
import { createIncidentRenderer } from './features/incidents/card/renderer.ts';
import { createAlerting } from './features/incidents/incidents.ts';
import { type IncidentMessage, nameOfIncidentMessage } from './features/incidents/notify/message.ts';
import { createEverySetting } from './features/settings/all/every-setting.ts';
import { createSettingsBin } from './features/settings/bin.ts';
import { createHttpEnd } from './http/server.ts';
import { createJobIndex } from './job-index/job-index.ts';
import { readAtOf, troubleOf } from './job-index/queries/doubt.ts';
import { createDaySumsRecorder } from './job-index/sums/record-sums.ts';
import { createJobs } from './jobs/jobs.ts';
import { createKnownServices } from './jobs/known-services.ts';
import { createRequestQueue } from './jobs/request-queue.ts';
import { createSharedSchedule } from './jobs/shared-schedule.ts';
import { createAgent, createFetch } from './network/agent.ts';
import { keepBeating } from './operations/heartbeat.ts';
import { createProbes } from './operations/probes.ts';
import { createHealth, readinessOf } from './operations/readiness.ts';
import { createSignIns } from './operations/sign-ins.ts';
import { createUnreachableCleanup } from './operations/stranded.ts';
import { warningCard } from './operations/warning-card.ts';
import { nameOfWarning, type Warning } from './operations/warning-schedule.ts';
import { createWarnings } from './operations/warnings.ts';
import { createLeaseLoop } from './schedule/lease-loop.ts';
import { createPasses } from './schedule/passes.ts';
import { createRepairQueues, withRepair } from './schedule/repair-queues.ts';
import { createSetAside } from './schedule/set-aside.ts';
import { createAdmins } from './store/admins.ts';
import { createBin } from './store/bin.ts';
import { createDaySumsStore } from './store/day-sums.ts';
import { type OpenedIndexJournal, openIndexJournal } from './store/journal-open.ts';
import { createLeases, leaseMs } from './store/leases.ts';
import { createMeteredStore } from './store/metered-store.ts';
import { openStore, type StoreSettings } from './store/open-store.ts';
import { createConversationStore } from './store/places.ts';
import { createPostedCards } from './store/posted-cards.ts';
import { createServiceRecords } from './store/service-records.ts';
import { createTargets } from './store/targets.ts';
import type { WalkableStore } from './store/whole-store.ts';
import { systemClock } from './system-clock.ts';
import { BotAdapter } from './teams/adapter.ts';
import { createTokenHealth, type FetchToken } from './teams/bot-token.ts';
import { createChannel } from './teams/channel.ts';
import type { Cloud } from './teams/cloud.ts';
import { createMembership } from './teams/membership.ts';
import { createPacing } from './teams/pacing.ts';
import { createSender } from './teams/sender.ts';
import { createTeamsBot } from './teams/teams-bot.ts';
import { createInTurn } from './telemetry/in-turn.ts';
import { createLogger } from './telemetry/logger.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createRefusedRequests } from './telemetry/refused-requests.ts';
import { createRequestRecorder } from './telemetry/request-recorder.ts';
import { createTurns, type Turns } from './telemetry/turns.ts';

/** The product, wired. */
export interface App {
  /** Resolves with the address it listens on. */
  listen(): Promise<string>;
  /** Takes nothing new, finishes what is under way, and lets go of every connection. */
  close(): Promise<void>;
}

/** What a test may put in place of the real thing; or an entry, if it needs it before. */
export interface Replacements {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Those that `log` knows. */
  readonly turns?: Turns;
  readonly store?: WalkableStore;
  /** Of the job index. */
  readonly journal?: IndexJournal;
  readonly sending?: SendingTimes;
  /** In place of asking Entra for the bot's token. */
  readonly teamsToken?: () => Promise<void>;
  /** In place of asking Entra or Azure for it whenever it is needed. */
  readonly fetchToken?: FetchToken;
  /** In place of Teams, for a bot with an identity. */
  readonly cloud?: Cloud;
}

/** In milliseconds. A lease outlives one send, so that nobody takes over while one is under way. */
interface SendingTimes {
  readonly leaseMs: number;
  readonly renewMs: number;
  /** How often is looked for what is due. */
  readonly roundMs: number;
  readonly sendMs: number;
}

const usualTimes: SendingTimes = { leaseMs, renewMs: 5_000, roundMs: 1_000, sendMs: 10_000 };

/** Of one try to read a roster's entry, and of all of them: an answer may wait less, and the next one finds what was read. */
const rosterMs = { tryMs: 2_500, wholeMs: 8_000 } as const;

/** How often is looked for roster entries that are due soon. */
const renewEveryMs = 60_000;

/** What the audit record may be behind: as much of what only reads as is lost if the process is killed. */
const auditGatheringMs = 500;

/** How long a change may wait to be recorded as begun: Teams gives a press some 5 s in all, and its member may have to be read. */
const auditBeginWithinMs = 2_000;

/** How soon another process sees what the one that reads AvePoint has written. */
const followEveryMs = 2_000;

/** How long the first token may take. */
const signInMs = 10_000;

/** Builds the parts and wires them; decides nothing. Rejects with `StoreError` if the store cannot be opened. */
export async function createApp(config: Config, replacements: Replacements = {}): Promise<App> {
  const clock = replacements.clock ?? systemClock;
  const turns = replacements.turns ?? createTurns();
  const log = replacements.log ?? createLogger(config.logLevel, turns);
  const times = replacements.sending ?? usualTimes;
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const waiting = { clock, sleep: (ms: number) => sleep(ms), random: Math.random };
  /** Waits that nobody is waiting for are over when the product ends. */
  const background = {
    ...waiting,
    sleep: (ms: number) => sleep(ms, undefined, { signal: ending.signal }).catch(() => undefined),
  };
  const later = (ms: number) => sleep(ms, undefined, { signal: ending.signal, ref: false });
  const newId = (bytes: number) => randomBytes(bytes).toString('hex');
  const { identity, allowedTenantIds, defaultTimeZone: defaultZone } = config;

  const metrics = createMetrics();
  const { meter } = metrics;
  const opened = replacements.store ?? (await openStore(config.store));
  const walk = (collection: string) => opened.all(collection);
  const store = createMeteredStore(opened, meter);
  const places = createConversationStore(store);
  const admins = createAdmins({ store, places, lists: config.roles, log });
  const signIns = createSignIns(store, clock, log);
  const avePoint = createAvePointJobSource({
    settings: config.avePoint,
    ...background,
    meter,
    onSignIn: refusal => {
      // Trouble that passes tells nothing of who we are.
      if (!refusal || refusal.details.isClientRefused) signIns.note(refusal !== undefined);
    },
    onClockSet: () => index.wake(),
    later,
    proxies: config.proxies,
    log,
  });
  /** What is about AvePoint's jobs goes by AvePoint's clock if this machine's is wrong. */
  const jobsClock = avePoint.clock;
  const journal: OpenedIndexJournal = replacements.journal ?? (await openJournal(config.store, log));
  const index = createJobIndex({
    journal,
    source: avePoint.background,
    sourceName: `${new URL(config.avePoint.graphUrl).host} ${config.avePoint.clientId}`,
    locations: config.avePoint.locations,
    // With a location of its own, nothing else is read.
    knownLocations: config.avePoint.location === undefined ? locations : [],
    intervalMs: config.watchIntervalMs,
    clockAheadMs: avePoint.clockAheadMs,
    uncorrectedMs: avePoint.uncorrectedMs,
    clock: jobsClock,
    onFollowed: avePoint.saw,
    random: Math.random,
    meter,
    log,
    days: config.indexDays,
  });
  const requestRecorder = createRequestRecorder(turns, () => avePoint.shape() ?? config.avePoint.jobsApi);
  const records = createServiceRecords(store);
  const known = createKnownServices({ records, index, clock: jobsClock, log });
  const queue = createRequestQueue({ clock, meter });
  const schedule = createSharedSchedule(avePoint.schedule, jobsClock, queue);
  const daySums = createDaySumsRecorder({ index, sums: createDaySumsStore(store), clock: jobsClock, log });
  const jobs = createJobs({
    source: avePoint.source,
    queue,
    index,
    known,
    schedule: requestRecorder.schedule(schedule),
    recordRequests: requestRecorder.source,
    clock: jobsClock,
    log,
  });

  const subscriptions = createSubscriptions(store);
  const reports = createReports({ jobs, clock, log });
  const digests = createDigests({ subscriptions, places, reports, clock });
  const watching = createAlerting({
    store,
    places,
    index,
    schedule,
    known,
    meter,
    clock: jobsClock,
    log,
  });
  const teamsToken = createTokenHealth({
    ask: replacements.teamsToken ?? (() => adapter.askForToken()),
    clock,
  });
  /** For what is asked now and then. */
  const outside = createAgent({ proxies: config.proxies, connectTimeoutMs: 5_000, connections: 2 });
  const fetchOutside = createFetch(outside);
  const adapter = new BotAdapter(identity, {
    cloud: replacements.cloud,
    proxies: config.proxies,
    fetch: fetchOutside,
    noteAnswer: teamsToken.noteAnswer,
    fetchToken: replacements.fetchToken,
    clock,
    later,
    log,
  });
  const connectorAt = (serviceUrl: string) => adapter.connectorAt(serviceUrl);
  const membership =
    identity &&
    createCachedMembership({
      membership: createMembership({ connectorAt, ...rosterMs, ...background, log }),
      clock,
      within: (ms, work) => withTimeout(ms, () => work).catch(() => undefined),
    });
  const access = createAccess({
    lists: config.roles,
    allowedTenantIds,
    membership,
  });
  const audit = createAudit(store);
  const bin = createBin(store);
  const settingsBin = createSettingsBin({
    bin,
    subscriptions,
    digests,
    watching,
    places,
    clock,
  });
  const { orders, watches } = watching;
  const everySetting = createEverySetting({
    walk,
    subscriptions,
    watches,
    orders,
    settingsBin,
    places,
    admins,
    clock,
  });
  const newReference = () => turns.current()?.id ?? newId(4);
  const conversation = createBot({
    jobs,
    index,
    running: { version: packageJson.version, startedAt: jobsClock.monotonic(), apiShape: avePoint.shape },
    digests,
    watching,
    targets: createTargets(store),
    records,
    settingsBin,
    everySetting,
    access,
    limits: createAskLimits(config.asksPerUserPerMinute, clock),
    admins,
    auditPages: createAuditPages(audit, clock),
    clock: jobsClock,
    log,
    newReference,
    about: turns.about,
    shownBy: () => turns.current()?.shownBy,
    sleep: background.sleep,
  });
  const audited = withAudit({
    conversation,
    audit,
    turns,
    meter,
    clock,
    log,
    moment: () => sleep(auditGatheringMs, undefined, { ref: false }),
    beginWithinMs: auditBeginWithinMs,
    sleep: background.sleep,
  });

  const noteRefused = createRefusedRequests({ meter, log, clock });
  const bot = createTeamsBot({
    identity,
    adapter,
    allowedTenantIds,
    defaultZone,
    conversation: audited,
    places,
    log,
    sending: waiting,
    onMembersLeft: membership?.forget,
    inTurn: createInTurn({ turns, newId: () => newId(4), clock, meter, log }),
    meter,
    postedCards: createPostedCards(store, clock),
    newReference,
    noteRefused,
  });
  const sending = {
    channel: createChannel({ connectorAt, timeoutMs: times.sendMs }),
    places,
    pacing: createPacing(background),
    whyNot: createSendPermission({ access, allowedTenantIds: identity && allowedTenantIds }),
    meter,
    log,
    ...background,
  };
  /** On record like a removal, by the bot itself. */
  async function putAway(key: ConversationKey, why: BinReason): Promise<void> {
    const { place } = (await places.get(key)) ?? {};
    const speaker = { id: place?.botId ?? '', name: place?.botName ?? 'Backup Watch' };
    const removal = {
      home: key.home,
      channel: key,
      place,
      speaker,
      why,
      zone: defaultZone,
      locale: undefined,
    };
    const { ending } = await turns.run(newId(4), () => audited.left(removal));
    if (ending.kind === 'failed') throw new StoreError('unavailable', 'The settings could not be put away.');
  }
  const leases = createLeases({ store, clock, holder: newHolder(newId(8)), ttlMs: times.leaseMs });
  const passes = createPasses({ store, clock, log });
  const loopOf = (name: string, round: Round) =>
    createLeaseLoop({
      name,
      leases,
      async pass(heldFor) {
        await round.go(() => heldFor(times.sendMs));
        await passes.note(name, round);
      },
      settled: () => round.settled(),
      everyMs: times.roundMs,
      renewMs: times.renewMs,
      clock,
      sleep: background.sleep,
      log,
    });

  const renderDigest = createDigestCardCache();
  const digestSender = createSender<DigestMessage>({
    nameOf: nameOfDigest,
    ...sending,
    render: (message): RenderedMessage => ({ kind: 'card', card: renderDigest(message) }),
  });
  const deliver = createDeliver({ subscriptions, reports, messenger: digestSender, meter, clock, log });
  const faultSender = createSender<IncidentMessage>({
    ...sending,
    render: createIncidentRenderer(),
    nameOf: nameOfIncidentMessage,
  });
  const warningSender = createSender<Warning>({
    nameOf: nameOfWarning,
    ...sending,
    render: warning => ({ kind: 'card', card: warningCard(warning, defaultZone, clock.now()) }),
  });
  const { expiries } = config;
  const reading: Round = {
    async go(mayGoOn) {
      await index.go(mayGoOn);
      known.update();
      daySums.update(mayGoOn);
    },
    async settled() {
      await index.settled();
      await known.settled();
      await daySums.settled();
    },
  };
  const aside = createSetAside({ meter, clock, log });
  const repairOf = ({ collection, repair }: Pick<Subscriptions, 'collection' | 'repair'>) =>
    createRepairQueues({ collection, walk, repair, clock, log });
  const digestRound = createDueLoop({ subscriptions, reports, deliver, places, aside, clock, log });
  const watchRound = watching.round(faultSender, config.watchIntervalMs);
  const loops = [
    loopOf('reader', reading),
    loopOf('sender', withRepair(digestRound, repairOf(subscriptions))),
    loopOf('watcher', withRepair(watchRound, repairOf(watching.faults))),
    loopOf('bin', createUnreachableCleanup({ places, bin, putAway, store, clock, log })),
    loopOf('audit', createAuditRetention({ audit, days: config.auditDays, clock })),
    loopOf(
      'warnings',
      createWarnings({ expiries, signIns, admins, messenger: warningSender, places, store, clock, log }),
    ),
  ];
  const probes = createProbes({
    store,
    checkIndexFile: () => journal.checkFile?.(),
    signedIn: avePoint.signedIn,
    teamsToken: async () => adapter.keysTrouble() ?? teamsToken.trouble(),
    index: () => ({ readAt: readAtOf(index), now: jobsClock.now(), trouble: troubleOf(index) }),
    intervalMs: config.watchIntervalMs,
    passes,
    clock,
  });
  const health = createHealth({ probes, meter, clock });
  const http = createHttpEnd({
    bot,
    isLocalMode: identity === undefined,
    metrics,
    metricsToken: config.metricsToken,
    ready: async () => readinessOf(await health()),
    noteRefused,
    log,
  });

  let beating: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  let renewing: Promise<void> | undefined;

  /** Takes over what the process that reads has written. */
  async function followIndex(): Promise<void> {
    while (!ending.signal.aborted) {
      await index.follow().catch(err => log.warn({ err }, 'job index not followed, trying again'));
      await background.sleep(followEveryMs);
    }
  }

  async function renewRoster(): Promise<void> {
    while (!ending.signal.aborted) {
      await background.sleep(renewEveryMs);
      await membership?.renew(() => !ending.signal.aborted);
    }
  }

  return {
    async listen() {
      adapter.start();
      const port = await http.listen(config.port, config.host);
      for (const loop of loops) loop.start();
      // So that the first question waits for no token.
      avePoint.signedIn(inMs(signInMs, clock)).catch(err => log.warn({ err }, 'no token of AvePoint yet'));
      if (journal.isShared) following = followIndex();
      if (membership) renewing = renewRoster();
      beating = keepBeating({
        url: config.heartbeatUrl,
        health,
        fetch: fetchOutside,
        clock,
        later,
        ending: ending.signal,
        log,
      });
      const host = config.host.includes(':') ? `[${config.host}]` : config.host;
      return `http://${host}:${port}`;
    },
    async close() {
      await http.close();
      await bot.settled();
      const stopped = Promise.all(loops.map(loop => loop.stop()));
      ending.abort();
      // Nobody waits for an answer any more; a poll that is under way ends with its connections.
      await avePoint.close();
      await stopped;
      await following;
      await renewing;
      await index.close();
      await beating;
      await adapter.close();
      await outside.close();
      await audited.settled();
      await passes.settled();
      await store.close();
      metrics.close();
    },
  };
}

/** Who holds a lease, so that whoever has to stop it knows where it is. */
function newHolder(id: string): string {
  return `process ${process.pid} on ${hostname()} (${id})`;
}

/** Opens the job index; the log says if its file was no use and a new one is begun. */
async function openJournal(settings: StoreSettings, log: Log): Promise<IndexJournal> {
  const journal = await openIndexJournal(settings);
  if (journal.replaced) log.warn({ ...journal.replaced }, 'job index replaced; reading AvePoint again');
  return journal;
}
