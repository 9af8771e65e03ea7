import type { Dispatcher } from 'undici';
import { createSend } from '../avepoint/http.ts';
import type { AvePointSettings, JobsApiChoice, JobsApiName } from '../avepoint/settings.ts';
import { choiceOf } from '../avepoint/shapes.ts';
import { createTokenRequest } from '../avepoint/token-request.ts';
import type { ProxySettings } from '../domain/proxy.ts';
import type { Clock, MonotonicMs } from '../domain/time.ts';
import { clockFinding } from './clock.ts';
import { CheckAbortedError, type Finding } from './finding.ts';
import { checkLocation } from './location.ts';
import { createProbe, type Probe } from './probe.ts';
import { checkReading } from './reading.ts';
import { checkSchedulePermission } from './schedule-permission.ts';
import { autoSetting, checkShapes } from './shape.ts';
import { lastDays, type ShapeAnswers, tryShape } from './shape-answers.ts';
import { checkToken } from './token.ts';

export interface AvePointParts {
  readonly settings: AvePointSettings;
  /** Those by which `dispatcher` goes; none unless given. */
  readonly proxies?: ProxySettings;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly until: MonotonicMs;
  /** How often the bot asks for the newest jobs. */
  readonly intervalMs: number;
}

/** Everything about AvePoint, each thing found being used for the next. Ends by `until`. */
export async function checkAvePoint({
  settings,
  proxies,
  dispatcher,
  clock,
  until,
  intervalMs,
}: AvePointParts): Promise<Finding[]> {
  const send = createSend(dispatcher);
  const tokenRequest = createTokenRequest(settings, clock);
  const probe = createProbe({ settings, proxies, send, tokenRequest, clock, until });
  const findings: Finding[] = [];
  let token: string | undefined;
  await unlessStopped(findings, async () => {
    const told = await checkToken(settings, probe, clock);
    findings.push(told.finding);
    token = told.token;
  });
  const isThrough = await unlessStopped(findings, () =>
    token === undefined
      ? reach(probe, findings)
      : ask(token, { settings, probe, clock, intervalMs }, findings),
  );
  if (token === undefined || !isThrough)
    findings.push({
      mark: 'warning',
      tried: 'the rest',
      seen: 'not tried',
      fix: 'mend the failure above, and run it again.',
    });
  findings.push(clockFinding([probe.aheadMs('token service'), probe.aheadMs('data centre')]));
  return findings;
}

async function unlessStopped(findings: Finding[], step: () => Promise<void>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    if (!(error instanceof CheckAbortedError)) throw error;
    findings.push(error.finding);
    return false;
  }
}

/** Without a token it can still be told whether there is anybody. */
async function reach(probe: Probe, findings: Finding[]): Promise<void> {
  const { status } = await probe.get('/backup/m365/cloudbackupjobs', undefined);
  findings.push({ mark: 'ok', tried: 'data centre', seen: `reached (HTTP ${status} without a token)` });
}

interface AskingParts {
  readonly settings: AvePointSettings;
  readonly probe: Probe;
  readonly clock: Clock;
  readonly intervalMs: number;
}

async function ask(
  token: string,
  { settings, probe, clock, intervalMs }: AskingParts,
  findings: Finding[],
): Promise<void> {
  // By their clock: this machine's may be wrong, and a window that ends in their future is not over.
  const now = clock.now() + (probe.aheadMs('token service') ?? 0);
  const span = lastDays(7, now);
  const configured = choiceOf(settings);
  const { finding, answering } = await checkShapes(configured, { probe, token, span });
  findings.push(finding);
  const hasCurrent = answering.some(({ shape }) => shape === 'cloudbackupjobs');
  if (hasCurrent) findings.push(await checkSchedulePermission(probe, clock));
  const place = hasCurrent ? await checkLocation(settings.location, { probe, token, span }) : undefined;
  if (place) findings.push(place);
  const usable = place?.mark === 'failure' ? { ...settings, location: undefined } : settings;

  const tried: { shape: JobsApiName; answers: ShapeAnswers }[] = [];
  for (const one of answering) {
    const answers = await tryShape(one, usable, { probe, token, now });
    tried.push({ shape: one.shape, answers });
    // The other one only if it may do what this one does not.
    if (answers.harm === 'ok') break;
  }
  const best = tried.find(({ answers }) => answers.harm === 'ok') ?? tried[0];
  if (best === undefined) return;
  if (answering.length > 1) {
    // Without a choice, the bot asks the current one.
    const asked = configured === 'auto' ? answering[0]?.shape : configured;
    const harm = tried.find(({ shape }) => shape === asked)?.answers.harm ?? 'ok';
    // What both do wrong is no reason to choose.
    findings.push(choiceFinding(configured, best.shape, best.answers.harm === 'ok' ? harm : 'ok'));
  }
  const { answers } = best;
  findings.push(...answers.findings);
  const report = (...more: readonly Finding[]) => void findings.push(...more);
  await checkReading({ probe, token, now, settings, usable, intervalMs, answers, report });
}

/** Both answer: the current one, unless the older one alone does what the bot takes windows for. */
function choiceFinding(configured: JobsApiChoice, best: JobsApiName, harm: Finding['mark']): Finding {
  const tried = 'shape to use';
  const settings = [{ name: 'AVEPOINT_JOBS_API', value: best }];
  const why =
    best === 'cloudbackupjobs'
      ? 'it is the current one, and tells planned runs and single jobs, too'
      : 'it alone keeps to the start of jobs, to the second';
  if (best === configured) return { mark: 'ok', tried, seen: `${best}: ${why}`, settings };
  if (configured === 'auto' && best === 'cloudbackupjobs')
    return { mark: 'ok', tried, seen: `${best}: ${why}`, settings: autoSetting };
  return {
    mark: harm === 'failure' ? 'failure' : 'warning',
    tried,
    seen: `${configured} is set, ${best} is better: ${why}`,
    fix: `set AVEPOINT_JOBS_API=${best}.`,
    settings,
  };
}
