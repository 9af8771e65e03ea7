import type { Role } from '../domain/role.ts';

/** What a user needs to get an answer or make a change. */
export interface Permission {
  /** Undefined if no role is needed. */
  readonly role: Role | undefined;
  /** True for a question, which is counted apart from acts: no number of questions may prevent an act. */
  readonly isAsking: boolean;
}

export const permissions = {
  /** What a person without a role may do. */
  anyone: { role: undefined, isAsking: false },
  /** A question that may cost requests to AvePoint. */
  ask: { role: 'viewer', isAsking: true },
  /** Shows what the bot knows already. */
  look: { role: 'viewer', isAsking: false },
  change: { role: 'operator', isAsking: false },
  /** A preview of a change that one of its buttons makes. */
  preview: { role: 'operator', isAsking: true },
  govern: { role: 'admin', isAsking: false },
} as const satisfies Readonly<Record<string, Permission>>;
