import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../domain/time.ts';
import type { KeySet } from './key-set.ts';

/** The sender of a request, as a valid token describes it. */
export interface VerifiedCaller {
  readonly claims: JWTPayload;
  /** The channels that the key may sign for; any if the list is empty. */
  readonly endorsements: readonly string[];
}

/** `undecided`: the keys of Teams aren't known, so the token may be valid and the request should be sent again. */
export type TokenVerdict =
  | { readonly kind: 'valid'; readonly caller: VerifiedCaller }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'undecided' };

export interface InboundTokenParts {
  /** The audience that tokens must have. */
  readonly appId: string;
  /** The issuer that tokens must have. Those of the emulator, of other bots and of Azure's services aren't Teams. */
  readonly issuer: string;
  readonly keys: Pick<KeySet, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
}

const algorithms = ['RS256', 'RS384', 'RS512'];
/** The difference between two clocks that Microsoft asks to tolerate. */
const toleranceSeconds = 5 * 60;
const longestKeyId = 200;

/**
 * Returns a function that checks an Authorization header by itself: form, issuer, audience, signature and time. `mismatchOf` checks what
 * it claims about the activity. Reasons contain no part of the token. Never rejects.
 */
export function createInboundToken({ appId, issuer, keys, clock }: InboundTokenParts) {
  return async (authorization: string): Promise<TokenVerdict> => {
    const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization) ?? [];
    if (token === undefined) return refused('the request carries no token');
    const read = readUnchecked(token);
    if (!read) return refused('the request carries no valid token');
    // Checked before the key is looked up, so that a token that can't be valid causes no fetch of keys.
    const { header, claims } = read;
    if (claims.iss !== issuer) return refused('the token is not one of the channel');
    if (claims.aud !== appId) return refused('the token is for another bot');
    if (isOfAnotherBot(claims)) return refused('the token is one of another bot');
    const { alg, kid } = header;
    if (!algorithms.includes(alg ?? '')) return refused('the token is signed in another way');
    if (typeof kid !== 'string' || kid.length > longestKeyId) return refused('the token names no key');

    const found = await keys.find(kid);
    if (found === 'unavailable') return { kind: 'undecided' };
    if (found === 'unknown') return refused('the token is signed with an unknown key');
    try {
      const { payload } = await jwtVerify(token, found.key, {
        algorithms,
        issuer,
        audience: appId,
        clockTolerance: toleranceSeconds,
        currentDate: new Date(clock.now()),
        requiredClaims: ['exp'],
      });
      return { kind: 'valid', caller: { claims: payload, endorsements: found.endorsements } };
    } catch (error) {
      return refused(reasonOf(error));
    }
  };
}

/** The fields of an activity that its token vouches for. */
export interface ClaimedActivity {
  readonly channelId: string;
  readonly serviceUrl: string;
}

/** Returns why a valid token doesn't vouch for this activity; undefined if it does. */
export function mismatchOf(
  { claims, endorsements }: VerifiedCaller,
  { channelId, serviceUrl }: ClaimedActivity,
): string | undefined {
  if (claims.serviceurl !== serviceUrl) return 'the token is for another service address';
  if (endorsements.length > 0 && !endorsements.includes(channelId))
    return 'the key of the token is not endorsed for the channel';
  return undefined;
}

function refused(reason: string): TokenVerdict {
  return { kind: 'refused', reason };
}

function readUnchecked(token: string) {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    return undefined;
  }
}

/** Returns true for what the SDK calls a skill's token: it names the version of its claims, and another bot that requested it. */
function isOfAnotherBot({ ver, azp, appid, aud }: JWTPayload): boolean {
  const askedBy = ver === '2.0' ? azp : appid;
  return ver !== undefined && askedBy !== undefined && askedBy !== aud;
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf')
    return 'the token is not valid yet';
  return 'the request carries no valid token';
}
