import { field, isRecord, readCount } from '../avepoint/read-fields.ts';
import { readSchedule, schedulePath } from '../avepoint/schedule.ts';
import { settingsPermission } from '../avepoint/settings.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Clock } from '../domain/time.ts';
import type { Finding } from './finding.ts';
import type { Probe } from './probe.ts';
import { oauthWord, portal, tokenIn } from './token.ts';

const tried = 'permission to read the schedule';

/** Whether the planned runs can be read, which only the current shape has. */
export async function checkSchedulePermission(probe: Probe, clock: Clock): Promise<Finding> {
  const fix = `${portal}: give this app the permission ${settingsPermission}. Without it “coverage” cannot name planned runs that did not start; all else works.`;
  const response = await probe.token(settingsPermission);
  const token = tokenIn(response, clock.monotonic());
  if (token === undefined) {
    const seen = `no token is given for ${settingsPermission} (${oauthWord(response) ?? `HTTP ${response.status}`})`;
    return { mark: 'warning', tried, seen, fix };
  }
  const { status: outer, body } = await probe.get(schedulePath, token);
  const status = outer === 200 && isRecord(body) ? (readCount(field(body, 'statusCode')) ?? 200) : outer;
  if (status === 403) return { mark: 'warning', tried, seen: 'the token was given, yet HTTP 403', fix };
  const why = status === 200 ? whyUnreadable(body, clock.now()) : `HTTP ${status}`;
  if (why === undefined) return { mark: 'ok', tried, seen: `given, and today’s runs can be read` };
  return {
    mark: 'warning',
    tried,
    seen: `the token was given, yet the schedule cannot be read (${why})`,
    fix: 'nothing to set: “coverage” says that it could not be read. Run it again later.',
  };
}

function whyUnreadable(body: unknown, now: number): string | undefined {
  try {
    readSchedule(body, now);
    return undefined;
  } catch (error) {
    if (error instanceof JobSourceError) return 'not as documented';
    throw error;
  }
}
