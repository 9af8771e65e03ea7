import type { Role } from '../domain/role.ts';

/** What it takes to have something answered or done. */
export interface Permission {
  readonly role: Role;
  /** It's a question, so it's counted apart from acts, which no number of questions may keep anyone from. */
  readonly isAsking: boolean;
}

export const permissions = {
  /** A question that may cost requests to AvePoint. */
  ask: { role: 'viewer', isAsking: true },
  /** Shows what is known here already. */
  look: { role: 'viewer', isAsking: false },
  change: { role: 'operator', isAsking: false },
  /** A preview of a change that one of its buttons makes. */
  preview: { role: 'operator', isAsking: true },
  govern: { role: 'admin', isAsking: false },
} as const satisfies Readonly<Record<string, Permission>>;
