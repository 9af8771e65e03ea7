import type { IncomingHttpHeaders } from 'node:http';
import { missingToken, notJson, type RequestRefusal, tooLong } from './refusal.ts';

/** The longest that Node takes of all headers together is 16 KB; a token of Teams has less than two. */
const maxTokenLength = 8_000;

/** Three parts in base64url, of which none is empty. */
const bearerToken = /^Bearer +[\w-]+\.[\w-]+\.[\w-]+ *$/i;

const json = /^application\/json *(?:; *charset="?utf-8"? *)?$/i;

export interface MessageRules {
  /** False in local mode, which has no tokens. */
  readonly needsToken: boolean;
  readonly maxBytes: number;
}

/**
 * Returns why a request to `/api/messages` is refused by its headers alone, before its body is read; undefined if nothing is
 * wrong with them. A compressed body could unfold to far more than the limit, and a form is what a page in
 * a browser could post.
 */
export function messageRefusal(
  headers: IncomingHttpHeaders,
  { needsToken, maxBytes }: MessageRules,
): RequestRefusal | undefined {
  if (needsToken && !hasTokenShape(headers.authorization)) return missingToken;
  const isPlain = headers['content-encoding'] === undefined;
  if (!isPlain || !json.test(headers['content-type'] ?? '')) return notJson;
  return Number(headers['content-length'] ?? 0) > maxBytes ? tooLong : undefined;
}

function hasTokenShape(authorization: string | undefined): boolean {
  return (
    authorization !== undefined && authorization.length <= maxTokenLength && bearerToken.test(authorization)
  );
}
