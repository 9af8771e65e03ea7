import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '../../simulator/simulator.ts';
import { messageActivity } from '../../test/support/activities.ts';
import { openConnector } from '../../test/support/connector.ts';
import { aQuestion } from '../../test/support/fakes.ts';
import { openIdentityEndpoint } from '../../test/support/identity-endpoint.ts';
import { packPress } from '../../test/support/press.ts';
import { openTokenIssuer, signedToken } from '../../test/support/token-issuer.ts';
import { scriptBeside, startChild } from '../child.ts';
import { productEnv } from '../product.ts';
import type { AttackerSettings, AttackReport } from './abuse-attacker.ts';
import type { AbuseBotReady, AbuseBotReport } from './abuse-bot.ts';

/** What one attack did to the bot. */
export interface AbuseResult extends AttackReport {
  readonly attack: string;
  /** Of another person, about one a second; in milliseconds, sorted. */
  readonly questionsMs: readonly number[];
  /** How many of those were not answered with a card. */
  readonly unanswered: number;
  /** Resident memory of the bot: the most during the attack, beyond what it was before. */
  readonly growthMb: number;
}

const tenantId = '11111111-2222-3333-4444-555555555555';
const person = (name: string, number: number) => ({
  id: `29:${name}`,
  name,
  aadObjectId: `00000000-0000-4000-8000-00000000000${number}`,
});
const [lee, kim, guest] = [person('lee', 1), person('kim', 2), person('guest', 3)];
const conversation = { id: 'a:abuse', conversationType: 'personal', tenantId };
const hourMs = 3_600_000;
const services = ['exchange', 'sharepoint', 'onedrive', 'teams'] as const;
const everyMs = 1_000;
const sampleMs = 250;

/** One attack after the other on the whole product, while another person asks about once a second. */
export async function abuse(onResult: (result: AbuseResult) => void): Promise<void> {
  const simulator = createSimulator();
  const api = await simulator.listen(0);
  const issuer = await openTokenIssuer();
  const identity = await openIdentityEndpoint(() => 'token-of-the-managed-identity');
  const connector = await openConnector(undefined, undefined, memberOf);
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-abuse-'));
  const appId = randomUUID();
  const { serviceUrl } = connector;
  const claims = {
    iss: issuer.issuer,
    aud: appId,
    serviceurl: serviceUrl,
    exp: Math.floor(Date.now() / 1_000) + 7_200,
  };
  const valid = `Bearer ${signedToken(issuer.key, claims)}`;
  const bot = await startChild<AbuseBotReady, AbuseBotReport>(
    scriptBeside(import.meta.url, 'abuse-bot'),
    {
      env: {
        ...productEnv(api.url),
        ...identity.env,
        HOST: '127.0.0.1',
        BOT_ID: appId,
        BOT_TYPE: 'UserAssignedMsi',
        BOT_TENANT_ID: tenantId,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'fatal',
      },
      issuer: issuer.issuer,
      openIdUrl: issuer.openIdUrl,
      serviceUrl,
    },
    ['--expose-gc'],
  );
  const { url } = bot.ready;

  /** Asks over a connection of its own; resolves with whether a card came, and after how long. */
  async function ask(text: string): Promise<{ readonly ms: number; readonly isAnswered: boolean }> {
    const activity = messageActivity(serviceUrl, text, {
      from: lee,
      conversation: { ...conversation, id: 'a:lee' },
    });
    const startedAt = performance.now();
    await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: valid, connection: 'close' },
      body: JSON.stringify(activity),
    }).then(
      response => response.arrayBuffer(),
      () => undefined,
    );
    const ms = performance.now() - startedAt;
    const isAnswered = connector.sent.some(
      ({ activity: sent }) => sent.replyToId === activity.id && Array.isArray(sent.attachments),
    );
    connector.sent.length = 0;
    return { ms, isAnswered };
  }

  const settings: AttackerSettings = {
    url,
    forgedClaims: Buffer.from(JSON.stringify(claims)).toString('base64url'),
    valid,
    serviceUrl,
    conversation,
    guest,
    member: kim,
    lists: Array.from({ length: 500 }, (_, number) => liveList(number)),
  };
  const attacker = await startChild<readonly string[], AttackReport>(
    scriptBeside(import.meta.url, 'abuse-attacker'),
    settings,
  );

  async function suffer(attack: string): Promise<AbuseResult> {
    const { rssBytes: before } = await bot.report('collected');
    let most = before;
    const asked: { readonly ms: number; readonly isAnswered: boolean }[] = [];
    let isOver = false;
    const asking = (async () => {
      while (!isOver) {
        asked.push(await ask('failed backups today'));
        await sleep(everyMs);
      }
    })();
    const sampling = (async () => {
      while (!isOver) {
        most = Math.max(most, (await bot.report()).rssBytes);
        await sleep(sampleMs);
      }
    })();
    const report = await attacker.report(attack).finally(() => {
      isOver = true;
    });
    await Promise.all([asking, sampling]);
    return {
      ...report,
      attack,
      questionsMs: asked.map(({ ms }) => ms).sort((a, b) => a - b),
      unanswered: asked.filter(({ isAnswered }) => !isAnswered).length,
      growthMb: (most - before) / 2 ** 20,
    };
  }

  try {
    // Until the index is read, and the code has been run often enough to have grown to its size.
    await ask('status last 3 days');
    for (let time = 0; time < 20; time += 1) await ask('failed backups today');
    for (const attack of attacker.ready) {
      if (attack.includes('key host')) issuer.misbehave({ kind: 'hang' });
      if (attack.includes('live lists')) simulator.addTrouble({ kind: 'latency', ms: 500, at: 'jobs' });
      onResult(await suffer(attack));
      issuer.behave();
      simulator.clearTroubles();
    }
  } finally {
    attacker.stop();
    bot.stop();
    for (const end of [connector, issuer, identity, api]) await end.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A button that lists what AvePoint alone knows: no two have the same window, so that none is shared. */
function liveList(number: number): { readonly verb: string; readonly data: unknown } {
  const to = Math.floor(Date.now() / 1_000) * 1_000;
  const span = { from: to - hourMs * 24 - number * 1_000, to };
  const { state: _, service: __, ...question } = aQuestion({ span, zone: 'UTC', pageSize: 7 });
  return packPress({
    verb: 'tabs.show',
    question: { ...question, services, states: ['failed'] },
    lead: undefined,
  });
}

/** Every user is a member, except the guest, who has no role. */
function memberOf(id: string): object {
  const one = [lee, kim, guest].find(({ id: known }) => known === id) ?? guest;
  return { ...one, objectId: one.aadObjectId, tenantId, userRole: one === guest ? 'guest' : 'user' };
}
