import type { HttpResponse } from '../avepoint/http.ts';
import { field, isRecord, readText } from '../avepoint/read-fields.ts';
import { type AvePointSettings, jobsPermission } from '../avepoint/settings.ts';
import { readToken } from '../avepoint/token-source.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Clock, MonotonicMs } from '../domain/time.ts';
import type { Finding, SuggestedSetting } from './finding.ts';
import type { Probe } from './probe.ts';

/** Where an administrator gives the registration what it lacks. */
export const portal = 'AvePoint Online Services, Administration, App registrations';

/** Asks for the token that everything else needs. Undefined if none is given; the finding tells why. */
export async function checkToken(
  settings: AvePointSettings,
  probe: Probe,
  clock: Clock,
): Promise<{ readonly finding: Finding; readonly token: string | undefined }> {
  const response = await probe.token(jobsPermission);
  const token = tokenIn(response, clock.monotonic());
  if (token !== undefined) {
    const seen = `given for ${jobsPermission}`;
    return { finding: { mark: 'ok', tried: 'token', seen }, token };
  }
  const { settings: toSet, ...refusal } = refusalOf(response, settings);
  const given = toSet && { settings: toSet };
  return { finding: { mark: 'failure', tried: 'token', ...refusal, ...given }, token };
}

/** The token of an answer, if it is one that the product would take. */
export function tokenIn(response: HttpResponse, now: MonotonicMs): string | undefined {
  try {
    return readToken(response, now).value;
  } catch (error) {
    if (error instanceof JobSourceError) return undefined;
    throw error;
  }
}

/** OAuth's word for what is wrong. Nothing else is told: it might repeat what was sent. */
export function oauthWord({ body }: HttpResponse): string | undefined {
  const word = isRecord(body) ? readText(field(body, 'error'), 40) : undefined;
  return word !== undefined && /^[a-z_]+$/.test(word) ? word : undefined;
}

interface TokenRefusal {
  readonly seen: string;
  readonly fix: string;
  readonly settings?: readonly SuggestedSetting[];
}

function refusalOf(response: HttpResponse, settings: AvePointSettings): TokenRefusal {
  const { status } = response;
  const word = oauthWord(response);
  const seen = word === undefined ? `none was given (HTTP ${status})` : `refused (${word})`;
  if (word === 'invalid_client' || (word === undefined && status === 401))
    return clientRefusal(seen, settings);
  if (word === 'invalid_scope')
    return { seen, fix: `${portal}: give this app the permission ${jobsPermission}.` };
  if (word === 'unauthorized_client')
    return { seen, fix: `${portal}: this app is not, or no longer, allowed to get tokens for itself.` };
  const isNoTokenAddress = status === 200 || status === 404 || status === 405 || status < 400;
  if (isNoTokenAddress)
    return {
      seen: `${new URL(settings.tokenUrl).host} gives no tokens at this address (HTTP ${status})`,
      fix: 'set AVEPOINT_TOKEN_URL to the token address of your cloud, or take it out for the commercial one.',
      settings: [
        { name: 'AVEPOINT_TOKEN_URL', value: '<https://identity….avepointonlineservices.com/connect/token>' },
      ],
    };
  if (status === 500)
    return { seen, fix: 'nothing to set: AvePoint itself is in trouble. Run it again later.' };
  return { seen, fix: `check AVEPOINT_CLIENT_ID and AVEPOINT_TOKEN_URL; ${portal} shows the app.` };
}

/** The service does not say what is wrong with the client; what is known here narrows it down. */
function clientRefusal(seen: string, { credential }: AvePointSettings): TokenRefusal {
  if ('secret' in credential)
    return {
      seen: `${seen}: AVEPOINT_CLIENT_ID is unknown, or the secret is wrong or has expired`,
      fix: `${portal}: look up the client id, and make a new secret for this app (one lives 1 to 3 years).`,
      settings: [{ name: 'AVEPOINT_CLIENT_SECRET', value: '<the new secret>' }],
    };
  const { thumbprint, expiresAt } = credential.certificate;
  const until = new Date(expiresAt).toISOString().slice(0, 10);
  return {
    seen: `${seen}: AVEPOINT_CLIENT_ID is unknown, or the certificate ${thumbprint} (valid until ${until}) is not registered with it`,
    fix: `${portal}: look up the client id, and upload this certificate to the app. Look at the clock below, too.`,
  };
}
