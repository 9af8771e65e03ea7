import type { EpochMs } from '../../../domain/time.ts';
import type { AccessRequest } from './request.ts';

/** A message about a request: its question to an admin, the same message once it's decided, and the answer. */
export interface AccessMessage {
  readonly what: 'question' | 'decided' | 'answer';
  readonly request: AccessRequest;
  readonly composedAt: EpochMs;
}

/** Returns a name that no other message of the conversation has. */
export function nameOfAccessMessage({ what, request: { objectId, day } }: AccessMessage): string {
  return JSON.stringify(['access', what, objectId, day]);
}
