import type { EpochMs } from '../domain/time.ts';
import { compare } from './compare/feature.ts';
import type { Asked, Command, Feature, Pressed } from './feature.ts';
import { version } from './version/feature.ts';

/** All that users can ask for, in the order in which their readings are tried. */
export const features = [version, compare] as const satisfies readonly Feature[];

type CommandOf<F> = F extends { readonly commands: readonly (infer C)[] } ? C : never;
type DataOf<C> = C extends Command<infer D> ? D : never;

/** What a sentence can ask for, of any feature. */
export type FeatureCommand = DataOf<CommandOf<(typeof features)[number]>>;

const all: readonly Feature[] = features;
const commands = new Map(all.flatMap(({ commands }) => commands.map(one => [one.kind, one])));
const buttons = new Map(all.flatMap(({ buttons }) => buttons.map(one => [one.verb, one])));

/** The examples of all features for help. */
export const helpOfFeatures = all.flatMap(({ help = [] }) => help);

/** The phrases of all features. */
export const words = all.flatMap(({ words }) => words);

/** All commands, in the order in which their readings are tried. */
export const allCommands = [...commands.values()];

/** Returns undefined if it's no command of a feature. */
export function askedBy(command: { readonly kind: string }): Asked | undefined {
  return commands.get(command.kind)?.asked(command);
}

/** The parts of the vocabulary that a command's reading makes use of; undefined if it's no command of a feature. */
export function usesOf({ kind }: { readonly kind: string }) {
  return commands.get(kind)?.uses;
}

/** Reads what a client sent. Returns undefined if no button of ours can have carried it at `now`. */
export function decodePress(verb: unknown, data: unknown, now: EpochMs): Pressed | undefined {
  return typeof verb === 'string' ? buttons.get(verb)?.decode(data, now) : undefined;
}
