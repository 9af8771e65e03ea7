import type { Socket } from 'node:net';

/** The open connections, of which there are never more than a limit. */
export interface Connections {
  /**
   * Takes a new connection in. If that is one too many, ends the one whose last answer is longest ago: first among those
   * that never carried a valid token, then among those that the bot has no whole request of, at last the new one itself. So
   * neither slow callers nor idle ones can keep Teams out.
   */
  add(socket: Socket): void;
  /** A request has come in. False if the one before isn't answered yet: Teams and proxies wait for each answer. */
  begin(socket: Socket): boolean;
  /** The token of the request under way is valid. */
  prove(socket: Socket): void;
  /** The request under way has come whole. */
  complete(socket: Socket): void;
  /** The request under way is answered. */
  done(socket: Socket): void;
  /** Ends those that were opened ahead of a first request; to Node these aren't idle. */
  endUnused(): void;
}

interface State {
  isProven: boolean;
  /** Of the request under way. */
  phase: 'none' | 'coming' | 'whole';
}

/** `onEnded` is called for each connection that had to make way. */
export function createConnections(most: number, onEnded: () => void): Connections {
  /** The one whose last answer is longest ago first. */
  const open = new Map<Socket, State>();

  function end(socket: Socket): void {
    open.delete(socket);
    socket.destroy();
    onEnded();
  }

  function firstOf(isMeant: (state: State) => boolean): Socket | undefined {
    for (const [socket, state] of open) if (isMeant(state)) return socket;
    return undefined;
  }

  return {
    add(socket) {
      if (open.size >= most) {
        const leaving = firstOf(({ isProven }) => !isProven) ?? firstOf(({ phase }) => phase !== 'whole');
        end(leaving ?? socket);
        if (!leaving) return;
      }
      open.set(socket, { isProven: false, phase: 'none' });
      socket.once('close', () => open.delete(socket));
    },
    begin(socket) {
      const state = open.get(socket);
      if (state?.phase !== 'none') return false;
      state.phase = 'coming';
      return true;
    },
    prove(socket) {
      const state = open.get(socket);
      if (state) state.isProven = true;
    },
    complete(socket) {
      const state = open.get(socket);
      if (state) state.phase = 'whole';
    },
    done(socket) {
      const state = open.get(socket);
      if (!state) return;
      open.delete(socket);
      open.set(socket, { ...state, phase: 'none' });
    },
    endUnused() {
      for (const socket of open.keys()) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}
