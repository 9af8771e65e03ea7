import { isDeepStrictEqual } from 'node:util';
import type { ConversationKey } from '../../domain/place.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { SettingKind, SettingScope } from '../touched.ts';
import type { StoredSetting, Undoable } from '../undoable.ts';
import type { ChangedSetting } from './records.ts';

// biome-ignore lint/suspicious/noExplicitAny: each kind knows its own settings.
export type Undoables = Readonly<Record<SettingKind, Undoable<any>>>;

/** Settings as they are stored at one moment, by kind, conversation and id. */
export type Snapshot = ReadonlyMap<string, StoredSetting<unknown>>;

type Named = Pick<ChangedSetting, 'kind' | 'place' | 'id'>;

/** Returns the key of a setting in a snapshot. */
export const nameOf = ({ kind, place, id }: Named): string =>
  JSON.stringify([kind, place.home, place.id, id]);

/** Reads the settings of these kinds, all at once. Rejects with `StoreError`. */
export async function readSettings(
  undoables: Undoables,
  kinds: readonly SettingKind[],
  scope: SettingScope,
): Promise<Snapshot> {
  const read = kinds.map(async kind =>
    (await undoables[kind].read(scope)).map(
      one => [nameOf({ kind, place: one.place, id: one.id }), one] as const,
    ),
  );
  return new Map((await Promise.all(read)).flat());
}

/** Returns the settings that differ between two snapshots. */
export function changesBetween(
  undoables: Undoables,
  before: Snapshot,
  after: Snapshot,
  now: EpochMs,
): readonly ChangedSetting[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(name => {
    const [kind, home, placeId, id] = JSON.parse(name) as [SettingKind, string, string, string];
    const place: ConversationKey = { home, id: placeId };
    const [old, current] = [before.get(name)?.value, after.get(name)?.value];
    if (isSame(undoables, kind, old, current, now)) return [];
    const ifSet = (value: unknown) =>
      settingOf(undoables, kind, value, now) === undefined ? undefined : value;
    return [{ kind, place, id, before: ifSet(old), after: ifSet(current) }];
  });
}

/** Returns true if a user has set the same in both; undefined means that nothing is set. */
export function isSame(
  undoables: Undoables,
  kind: SettingKind,
  one: unknown,
  other: unknown,
  now: EpochMs,
): boolean {
  const [a, b] = [one, other].map(value => settingOf(undoables, kind, value, now));
  return isDeepStrictEqual(a, b);
}

function settingOf(undoables: Undoables, kind: SettingKind, value: unknown, now: EpochMs): unknown {
  const setting = value === undefined ? undefined : undoables[kind].setting(value, now);
  // As the store has it: without fields that are undefined.
  return setting === undefined ? undefined : JSON.parse(JSON.stringify(setting));
}
