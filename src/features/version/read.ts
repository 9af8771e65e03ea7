import type { Parsed } from '../../language/parse.ts';
import type { Read } from '../../language/reading.ts';
import type { Entry } from '../../language/vocabulary.ts';

export interface VersionCommand {
  readonly kind: 'version';
}

const part = 'of version';

export const words: readonly Entry[] = [
  { meaning: { part, isAlone: true }, phrases: 'version, versions, build number', isMeantByTypos: true },
];

/** Parts that change nothing beside the word. */
const idle: ReadonlySet<string> = new Set([part, 'harmless', 'join', 'greeting', 'now']);

/**
 * Reads "version", "which version is running?": what runs here. Returns undefined if the sentence has anything else.
 */
export function read({ parts, periods, left }: Parsed): Read<VersionCommand> | undefined {
  const { found } = parts;
  if (!found.some(({ meaning }) => meaning.part === part)) return undefined;
  const isAlone = found.every(
    ({ meaning }) => idle.has(meaning.part) || (meaning.part === 'state' && meaning.value === 'inProgress'),
  );
  const isAllUnderstood = periods.length === 0 && left.every(({ token }) => token.kind === 'sign');
  return isAlone && isAllUnderstood ? { command: { kind: 'version' }, offers: [] } : undefined;
}
