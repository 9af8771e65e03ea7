import type { Role } from '../../domain/role.ts';
import type { KeyedMutex } from '../../schedule/keyed-mutex.ts';
import type { Request } from '../request.ts';
import { isForAll, type Touched } from '../touched.ts';
import type { Reply } from '../turn.ts';
import { everywhere } from '../undoable.ts';
import { withUndoButton } from './card.ts';
import type { Undo } from './undo.ts';

export interface UndoingParts {
  readonly undo: Undo;
  /** Changes of one conversation are made one after the other, so that each is compared with what was set before it. */
  readonly changeLocks: KeyedMutex;
}

/** Makes a change that takes a role, and adds Undo to the card that shows its result. Rejects as `work` does. */
export function offerUndo(
  touched: Touched,
  needs: Role,
  request: Request,
  { undo, changeLocks }: UndoingParts,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const { objectId, place, role, speaker } = request;
  const { home, id } = (place && touched.scope?.(place)) ?? place ?? everywhere;
  const key = isForAll(touched) ? everywhere : { home, id: id ?? home };
  return changeLocks.run(key, async () => {
    if (!place) return work();
    const { result, id } = await undo.recorded(touched, { objectId, place, role, speaker }, needs, work);
    const isDrawn = result.kind === 'card' || result.kind === 'edit';
    return id !== undefined && isDrawn ? { ...result, card: withUndoButton(result.card, id) } : result;
  });
}
