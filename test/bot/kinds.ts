import type { Command } from '../support/interpret.ts';

type Ordering = Extract<Command, { readonly order: unknown }>;

/** Each kind of command, and each order of those that have orders: "jobs", "digest set". */
export type Kind =
  | Exclude<Command['kind'], Ordering['kind']>
  | {
      [K in Ordering['kind']]: `${K} ${Extract<Ordering, { readonly kind: K }>['order']['what']}`;
    }[Ordering['kind']];

export function kindOf(command: Command): string {
  return 'order' in command ? `${command.kind} ${command.order.what}` : command.kind;
}
