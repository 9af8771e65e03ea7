import { isSufficientRole } from '../../access/access.ts';
import type { Log } from '../../domain/log.ts';
import type { ConversationKey } from '../../domain/place.ts';
import type { Role } from '../../domain/role.ts';
import { StoreError } from '../../domain/store.ts';
import { type Clock, type EpochMs, isLessThanAgo } from '../../domain/time.ts';
import type { At } from '../change.ts';
import type { Request } from '../request.ts';
import type { SettingScope, Touched } from '../touched.ts';
import {
  type ChangedSetting,
  type ChangeRecord,
  type ChangeRecords,
  changeId,
  fitsStore,
  madeAt,
  type Stamp,
  type StoredChange,
  undoableMs,
} from './records.ts';
import { changesBetween, isSame, nameOf, readSettings, type Snapshot, type Undoables } from './snapshot.ts';

/** Who makes or undoes a change, and where. */
type By = Pick<Request, 'speaker' | 'objectId' | 'role'> & { readonly place: ConversationKey };

/** How an undoing ended. */
type Undoing =
  /** `left` are settings that somebody else changed in the same instant. */
  | { readonly kind: 'undone'; readonly change: ChangeRecord; readonly left: readonly ChangedSetting[] }
  | { readonly kind: 'already'; readonly change: ChangeRecord; readonly undone: Stamp }
  /** Nothing was undone, since these settings have been changed again. */
  | { readonly kind: 'changed'; readonly since: readonly ChangedSetting[] }
  | { readonly kind: 'notYours'; readonly change: ChangeRecord }
  | { readonly kind: 'late' }
  /** There is no such change in this conversation. */
  | { readonly kind: 'unknown' };

/** What can be undone, and undoes it. Everything rejects with `StoreError`, unless it says otherwise. */
export interface Undo {
  /**
   * Makes a change of settings, which takes a role. Returns what `work` returns, and the id under which it can be undone
   * by any instance; undefined if it changed nothing, or if that couldn't be stored. Rejects as `work` does.
   */
  recorded<T>(
    touched: Touched,
    by: By,
    needs: Role,
    work: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly id: string | undefined }>;
  /** Undoes a change, once however often and wherever it's asked for. */
  undo(id: string, by: By): Promise<Undoing>;
  /**
   * Returns the user's latest change in the conversation that can still be undone; several if they were made in the same
   * millisecond.
   */
  lastOf(by: By): Promise<readonly ChangeRecord[]>;
  /** Names settings within a sentence. */
  names(changes: readonly ChangedSetting[]): readonly string[];
  /** Says what is set after an undoing, as sentences without their full stops. */
  texts(changes: readonly ChangedSetting[], at: At): readonly string[];
}

export interface UndoParts {
  readonly records: ChangeRecords;
  readonly undoables: Undoables;
  readonly clock: Pick<Clock, 'now'>;
  /** Returns an unguessable text of so many random bytes in hexadecimal digits. */
  readonly newId: (bytes: number) => string;
  readonly log: Log;
}

/** A setting that somebody changes in the same instants is tried so often. */
const mostAttempts = 5;

export function createUndo(parts: UndoParts): Undo {
  const { records, undoables, clock } = parts;
  return {
    recorded: createRecorded(parts),
    undo: createUndoing(parts),

    async lastOf(by) {
      const since = await records.since(by.place, clock.now() - undoableMs + 1);
      const own = since.filter(
        one => isMaker(one, by) && !one.undone && isLessThanAgo(one.made.at, undoableMs, clock.now()),
      );
      return own.filter(({ made }) => made.at === own[0]?.made.at);
    },

    names(changes) {
      const names = changes.map(({ kind, ...one }) => undoables[kind].name(one));
      return [...new Set(names)];
    },

    texts(changes, at) {
      const kinds = [...new Set(changes.map(({ kind }) => kind))];
      return kinds.flatMap(kind =>
        undoables[kind].texts(
          changes.filter(one => one.kind === kind),
          at,
          clock.now(),
        ),
      );
    },
  };
}

/** Settings are compared before and after a change, so that none of the features has to say what it changed. */
function createRecorded({ records, undoables, clock, newId, log }: UndoParts): Undo['recorded'] {
  /** Without a snapshot there's no Undo, but nothing else keeps the change from being made. */
  async function snapshotOf({ kinds }: Touched, scope: SettingScope): Promise<Snapshot | undefined> {
    if (kinds.length === 0) return undefined;
    try {
      return await readSettings(undoables, kinds, scope);
    } catch (err) {
      log.warn({ err }, 'settings not read, so the change can’t be undone');
      return undefined;
    }
  }

  async function store(record: ChangeRecord): Promise<string | undefined> {
    if (!fitsStore(record)) return undefined;
    try {
      await records.add(record);
      return record.id;
    } catch (err) {
      log.warn({ err }, 'change not stored, so it can’t be undone');
      return undefined;
    }
  }

  return async (touched, { place: { home, id }, speaker, objectId }, needs, work) => {
    const scope = touched.scope?.({ home, id }) ?? { home, id };
    const before = await snapshotOf(touched, scope);
    const result = await work();
    const after = before && (await snapshotOf(touched, scope));
    if (!after) return { result, id: undefined };
    const at = clock.now();
    const changes = changesBetween(undoables, before, after, at);
    if (changes.length === 0) return { result, id: undefined };
    const made = { by: speaker, objectId, at };
    const record = { id: changeId(at, newId(12)), place: { home, id }, made, needs, changes };
    return { result, id: await store(record) };
  };
}

/** Returns true if the user made the change. */
function isMaker({ made }: ChangeRecord, { speaker, objectId }: By): boolean {
  if (made.objectId !== undefined && objectId !== undefined) return made.objectId === objectId;
  return made.by !== undefined && made.by.id === speaker?.id;
}

function mayUndo(change: ChangeRecord, by: By): boolean {
  return isSufficientRole(by.role, change.needs) && (by.role === 'admin' || isMaker(change, by));
}

/**
 * Returns the function that undoes a change. Its record is claimed before the first setting is written, and each setting
 * is written only in the version that was read while the record was not yet done. So two instances write the same once,
 * and after a crash the next press goes on.
 */
function createUndoing(parts: UndoParts): Undo['undo'] {
  const { records, clock } = parts;

  /** Returns undefined if a setting or the record has changed meanwhile: then all is read again. */
  async function attempt(found: StoredChange, by: By): Promise<Undoing | undefined> {
    const { place, id } = found.value;
    const now = clock.now();
    const current = await currentOf(parts, found.value.changes);
    // Read after the settings: they are as they were while it wasn't done.
    const stored = await records.get(place, id);
    if (!stored) return { kind: 'unknown' };
    const { undone } = stored.value;
    if (undone) return { kind: 'already', change: stored.value, undone };
    const stamp = { by: by.speaker, objectId: by.objectId, at: now };
    const claimed = stored.value.undoing ? stored : await claim(parts, stored, current, stamp);
    if (!claimed || 'kind' in claimed) return claimed;
    const left = await bringBackAll(parts, claimed.value.changes, current, now);
    if (!left) return undefined;
    const saved = await records.save({ ...claimed.value, undone: claimed.value.undoing ?? stamp }, claimed);
    return saved && { kind: 'undone', change: saved.value, left };
  }

  return async (id, by) => {
    const found = await records.get(by.place, id);
    const isLate = !isLessThanAgo(madeAt(id), undoableMs, clock.now());
    if (!found) return { kind: isLate ? 'late' : 'unknown' };
    const { undoing, undone } = found.value;
    if (undone) return { kind: 'already', change: found.value, undone };
    if (!mayUndo(found.value, by)) return { kind: 'notYours', change: found.value };
    if (isLate && !undoing) return { kind: 'late' };
    for (let tries = 0; tries < mostAttempts; tries += 1) {
      const ended = await attempt(found, by);
      if (ended) return ended;
    }
    throw new StoreError('unavailable', 'The settings changed each time they were to be brought back.');
  };
}

/** Claims a record. Returns the refusal if a setting isn't as the change left it, undefined if it's claimed already. */
async function claim(
  { records, undoables }: UndoParts,
  stored: StoredChange,
  current: Snapshot,
  stamp: Stamp,
): Promise<StoredChange | Extract<Undoing, { kind: 'changed' }> | undefined> {
  const since = stored.value.changes.filter(
    one => !isSame(undoables, one.kind, one.after, current.get(nameOf(one))?.value, stamp.at),
  );
  if (since.length > 0) return { kind: 'changed', since };
  return records.save({ ...stored.value, undoing: stamp }, stored);
}

/** Reads the settings of a change as they are now. */
async function currentOf({ undoables }: UndoParts, changes: readonly ChangedSetting[]): Promise<Snapshot> {
  const scopes = new Map(changes.map(({ kind, place }) => [JSON.stringify([kind, place]), { kind, place }]));
  const read = [...scopes.values()].map(({ kind, place }) => readSettings(undoables, [kind], place));
  return new Map((await Promise.all(read)).flatMap(one => [...one]));
}

/**
 * Brings settings back, those that are written before those that are removed: a crash leaves one too many and never one
 * too few. Returns those that are left because they were changed meanwhile; undefined if one changed just now.
 */
async function bringBackAll(
  { undoables }: UndoParts,
  changes: readonly ChangedSetting[],
  current: Snapshot,
  now: EpochMs,
): Promise<readonly ChangedSetting[] | undefined> {
  const order = (one: ChangedSetting) =>
    [one.before === undefined ? 1 : 0, undoables[one.kind].rank] as const;
  const reversals = changes
    .map(change => ({ change, current: current.get(nameOf(change)) }))
    .toSorted((a, b) => {
      const [one, other] = [order(a.change), order(b.change)];
      return one[0] - other[0] || one[1] - other[1];
    });
  const left: ChangedSetting[] = [];
  for (const one of reversals) {
    const { kind, before, after } = one.change;
    if (isSame(undoables, kind, before, one.current?.value, now)) continue;
    if (!isSame(undoables, kind, after, one.current?.value, now)) {
      left.push(one.change);
      continue;
    }
    const all = reversals.filter(({ change }) => change.kind === kind);
    if (!(await undoables[kind].bringBack(one, all, now))) return undefined;
  }
  for (const kind of new Set(changes.map(one => one.kind)))
    await undoables[kind].complete?.(changes.filter(one => one.kind === kind && !left.includes(one)));
  return left;
}
