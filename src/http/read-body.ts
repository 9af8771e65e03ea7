import type { IncomingMessage } from 'node:http';

/** Why there is no body: it is too long, or its sender is gone. */
export type BodyFailure = 'too-long' | 'gone';

const firstBytes = 4 * 1024;

/** Reads a request's body until its end, and nothing after the chunk that leads over `maxBytes`. Never rejects. */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer | BodyFailure> {
  return new Promise(resolve => {
    // One buffer that grows: a body that comes byte by byte would cost a hundred times its length as a list of chunks.
    let kept = Buffer.alloc(0);
    let length = 0;

    function end(body: Buffer | BodyFailure): void {
      req.off('data', take).off('end', complete).off('close', gone).pause();
      resolve(body);
    }
    function take(chunk: Buffer): void {
      const needed = length + chunk.length;
      if (needed > maxBytes) {
        end('too-long');
        return;
      }
      if (needed > kept.length) {
        const grown = Buffer.allocUnsafeSlow(
          Math.max(needed, Math.min(maxBytes, Math.max(firstBytes, 2 * kept.length))),
        );
        kept.copy(grown, 0, 0, length);
        kept = grown;
      }
      chunk.copy(kept, length);
      length = needed;
    }
    function complete(): void {
      end(kept.subarray(0, length));
    }
    function gone(): void {
      end('gone');
    }
    if (req.destroyed) gone();
    else req.on('data', take).once('end', complete).once('close', gone);
  });
}
