import { crc32, deflateSync } from 'node:zlib';
import { decodePng } from '../support/png.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const colorCount = 256;

/** Chosen by how often they occur, which keeps grounds exact; the others by difference, which keeps small signs. */
const frequentCount = 64;

/**
 * Reduces a picture to a PNG of 256 colours, which takes about a third of the bytes for text on plain ground. Any other
 * colour becomes the nearest of them. Source: W3C PNG specification, sections 5, 9, 10 and 11.
 */
export function smallPng(bytes: Uint8Array): Buffer {
  const { width, height, rgba } = decodePng(bytes);
  const pixels = Buffer.from(rgba);
  const colorAt = (pixel: number) => pixels.readUInt32BE(pixel * 4) >>> 8;
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    counts.set(colorAt(pixel), (counts.get(colorAt(pixel)) ?? 0) + 1);
  }
  const { palette, places } = paletteOf(counts);

  // Every line begins with its filter: none.
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      lines[y * (width + 1) + x + 1] = places.get(colorAt(y * width + x)) ?? 0;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const channels = (color: number) => [color >> 16, (color >> 8) & 255, color & 255] as const;

/** The palette of a picture, and for each of its colours the place of the one that stands for it. */
interface Palette {
  readonly palette: readonly number[];
  readonly places: ReadonlyMap<number, number>;
}

/** `counts` has the number of pixels of each colour. */
function paletteOf(counts: ReadonlyMap<number, number>): Palette {
  const colors = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const palette: number[] = [];
  /** For each colour, the nearest one of the palette so far. */
  const nearest = colors.map(color => ({ color, place: 0, difference: Number.POSITIVE_INFINITY }));
  const take = (color: number) => {
    for (const entry of nearest) {
      const difference = differenceOf(entry.color, color);
      if (difference < entry.difference) Object.assign(entry, { place: palette.length, difference });
    }
    palette.push(color);
  };
  for (const color of colors.slice(0, frequentCount)) take(color);
  while (palette.length < Math.min(colorCount, colors.length)) {
    const { color } = nearest.reduce((worst, entry) => (entry.difference > worst.difference ? entry : worst));
    take(color);
  }
  return { palette, places: new Map(nearest.map(({ color, place }) => [color, place])) };
}

function differenceOf(one: number, other: number): number {
  const [red, green, blue] = channels(one);
  const [r, g, b] = channels(other);
  return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(body.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
