import { inflateSync } from 'node:zlib';

/** A decoded picture: four bytes a pixel (red, green, blue, alpha), row by row from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Decodes a PNG of eight bits a channel, RGB, RGBA or of a palette, not interlaced: what Chromium draws, and what
 * `smallPng` makes of it. Source: W3C PNG specification, sections 5, 7 and 9. Checksums are not looked at.
 *
 * @throws Error on any other kind of PNG, and on what is no PNG.
 */
export function decodePng(bytes: Uint8Array): Picture {
  const file = Buffer.from(bytes);
  if (!file.subarray(0, 8).equals(signature)) throw new Error('Not a PNG.');
  let header: Buffer | undefined;
  let palette: Buffer | undefined;
  const data: Buffer[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = body;
    if (type === 'PLTE') palette = body;
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  if (!header) throw new Error('A PNG without a header.');
  const [depth, colour, , , interlace] = header.subarray(8);
  const channels = { 2: 3, 3: 1, 6: 4 }[colour ?? 0] ?? 0;
  if (depth !== 8 || channels === 0 || interlace !== 0)
    throw new Error('A kind of PNG that is not read here.');
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const samples = unfilter(inflateSync(Buffer.concat(data)), width * channels, height, channels);

  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const sample = samples.subarray(pixel * channels, (pixel + 1) * channels);
    const entry = (sample[0] ?? 0) * 3;
    rgba.set(colour === 3 ? (palette ?? Buffer.alloc(0)).subarray(entry, entry + 3) : sample, pixel * 4);
  }
  return { width, height, rgba };
}

/**
 * Each row begins with the number of its filter: every byte is the difference from another one, chosen by the filter.
 */
function unfilter(raw: Uint8Array, rowBytes: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (rowBytes + 1)];
    for (let i = 0; i < rowBytes; i++) {
      const at = row * rowBytes + i;
      const left = i >= step ? (out[at - step] ?? 0) : 0;
      const up = row > 0 ? (out[at - rowBytes] ?? 0) : 0;
      const upLeft = row > 0 && i >= step ? (out[at - rowBytes - step] ?? 0) : 0;
      const expected = [0, left, up, (left + up) >> 1, nearest(left, up, upLeft)][filter ?? -1];
      if (expected === undefined) throw new Error('A PNG with an unknown filter.');
      out[at] = (raw[row * (rowBytes + 1) + 1 + i] ?? 0) + expected;
    }
  }
  return out;
}

/** Of the three neighbours the one nearest to left + up - upLeft; ties in this order. */
function nearest(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
  return a <= b && a <= c ? left : b <= c ? up : upLeft;
}
