import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import type { HeaderValue } from '../domain/retry-after.ts';

/** A body is packed in a way that can't be undone, or isn't packed in the way that its header says. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
  readonly code = 'BAD_ENCODING';
}

type Unpack = (packed: Buffer, options: ZlibOptions) => Promise<Buffer>;

const [gunzipped, inflated, rawInflated, brotliDecompressed] = [
  promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  promisify<Buffer, ZlibOptions, Buffer>(inflate),
  promisify<Buffer, ZlibOptions, Buffer>(inflateRaw),
  promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress),
];

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: gunzipped,
  'x-gzip': gunzipped,
  // Some servers leave out the two bytes by which a stream of zlib begins: their low half is 8.
  deflate: (packed, options) =>
    ((packed[0] ?? 0) & 0x0f) === 8 ? inflated(packed, options) : rawInflated(packed, options),
  br: brotliDecompressed,
  identity: async packed => packed,
};

/** Nothing packs twice for a reason. */
const mostEncodings = 2;

/**
 * Reads a body to its end and unpacks it as its `Content-Encoding` says: gzip, deflate or br. Returns undefined if it's larger than
 * allowed, packed or unpacked; the rest is then neither waited for nor unpacked.
 *
 * @throws EncodingError, and what the body throws if it's cut.
 */
export async function readBody(
  body: AsyncIterable<Buffer>,
  contentEncoding: HeaderValue,
  largestBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (bytes > largestBytes) return undefined;
    chunks.push(chunk);
  }
  let content = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  // An answer without a body is none of gzip's.
  if (content.length === 0) return content;
  for (const unpack of encodingsOf(contentEncoding).map(unpackerOf)) {
    try {
      content = await unpack(content, { maxOutputLength: largestBytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
      throw new EncodingError('the body is not packed as its Content-Encoding says', { cause: error });
    }
  }
  return content;
}

/** The last that was packed first. */
function encodingsOf(contentEncoding: HeaderValue): readonly string[] {
  return [contentEncoding ?? []]
    .flat()
    .flatMap(value => value.split(','))
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== '')
    .reverse();
}

function unpackerOf(name: string, at: number): Unpack {
  const unpack = Object.hasOwn(unpackers, name) ? unpackers[name] : undefined;
  if (unpack && at < mostEncodings) return unpack;
  const shown = /^[a-z0-9-]{1,20}$/.test(name) ? name : 'one without a name';
  throw new EncodingError(`the body is packed in a way that is not known (${shown})`);
}
