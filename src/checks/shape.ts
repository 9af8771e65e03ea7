import { type JobsApiChoice, type JobsApiName, jobsPermission } from '../avepoint/settings.ts';
import type { Span } from '../domain/time.ts';
import { CheckAbortedError, type Finding, type SuggestedSetting } from './finding.ts';
import { type PageReply, wordsOf } from './page-reply.ts';
import type { PageAsked, Probe } from './probe.ts';
import { portal } from './token.ts';

/** The shapes, the current one first. */
const shapes: readonly JobsApiName[] = ['cloudbackupjobs', 'cloudbackup-jobs'];

const tried = 'jobs API';

/** The bot finds the shape out by itself. */
export const autoSetting: readonly SuggestedSetting[] = [{ name: 'AVEPOINT_JOBS_API', value: 'auto' }];

/** A shape that answers. */
export interface AnsweringShape {
  readonly shape: JobsApiName;
  /** It refuses lists of all services (ObjectType 0), and answers those of one. */
  readonly needsService: boolean;
}

/** Returns which of the published shapes answer, the current one first; at least one. Throws CheckAbortedError if none does. */
export async function checkShapes(
  configured: JobsApiChoice,
  { probe, token, span }: { readonly probe: Probe; readonly token: string; readonly span: Span },
): Promise<{ readonly finding: Finding; readonly answering: readonly AnsweringShape[] }> {
  const replies: { shape: JobsApiName; reply: PageReply; needsService: boolean }[] = [];
  for (const shape of shapes) {
    // The second page is documented whichever number the first one has.
    const asked: PageAsked = { shape, span, index: 1, size: 1 };
    const ofAll = await probe.page(asked, token);
    const ofOne = isRefused(ofAll, 400) ? await probe.page({ ...asked, service: 'exchange' }, token) : ofAll;
    const needsService = ofOne !== ofAll && ofOne.kind === 'page';
    const reply = needsService ? ofOne : ofAll;
    if (isRefused(reply, 401))
      throw new CheckAbortedError({
        mark: 'failure',
        tried,
        seen: 'the data centre does not accept the token (HTTP 401)',
        fix: 'AVEPOINT_GRAPH_URL and AVEPOINT_TOKEN_URL must belong to the same cloud; check both.',
      });
    if (isRefused(reply, 403))
      throw new CheckAbortedError({
        mark: 'failure',
        tried: 'permission to read jobs',
        seen: `the token was given, yet jobs may not be read with it (HTTP 403)`,
        fix: `${portal}: give this app the permission ${jobsPermission}, and have an administrator consent to it.`,
      });
    replies.push({ shape, reply, needsService });
  }
  const answering = replies.filter(({ reply }) => reply.kind === 'page');
  return {
    finding: findingOf(
      configured,
      answering.map(({ shape }) => shape),
      replies.map(({ reply }) => reply),
    ),
    answering,
  };
}

function findingOf(
  configured: JobsApiChoice,
  answering: readonly JobsApiName[],
  replies: readonly PageReply[],
): Finding {
  const [only, other] = answering;
  if (only === undefined) {
    const seen = replies.every(reply => isRefused(reply, 404))
      ? 'neither published address is there (HTTP 404)'
      : `neither shape answers as documented (${shapes.map((shape, index) => `${shape}: ${wordsOf(replies[index])}`).join('; ')})`;
    throw new CheckAbortedError({
      mark: 'failure',
      tried,
      seen,
      fix: 'set AVEPOINT_GRAPH_URL to the address of your data centre.',
      settings: [{ name: 'AVEPOINT_GRAPH_URL', value: '<https://graph-….avepointonlineservices.com>' }],
    });
  }
  if (other !== undefined)
    return { mark: 'ok', tried, seen: `both shapes answer; ${only} is the current one` };
  const settings = [{ name: 'AVEPOINT_JOBS_API', value: only }];
  if (only === configured) return { mark: 'ok', tried, seen: `${only} answers`, settings };
  if (configured === 'auto')
    return { mark: 'ok', tried, seen: `${only} answers, and the bot finds that out`, settings: autoSetting };
  return {
    mark: 'failure',
    tried,
    seen: `${configured} is set, and only ${only} answers`,
    fix: `set AVEPOINT_JOBS_API=${only}.`,
    settings,
  };
}

function isRefused(reply: PageReply, status: number): boolean {
  return reply.kind === 'refused' && reply.status === status;
}
