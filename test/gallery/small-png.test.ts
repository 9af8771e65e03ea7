import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { decodePng } from '../support/png.ts';
import { themes } from './host-config.ts';
import { smallPng } from './small-png.ts';

type Color = readonly [red: number, green: number, blue: number];

const side = 400;

/** A PNG of `side` × `side` pixels in true colour, as Chromium makes them. */
function truePng(colorAt: (x: number, y: number) => Color): Buffer {
  const lines = Buffer.concat(
    Array.from({ length: side }, (_, y) =>
      Buffer.from([0, ...Array.from({ length: side }, (_, x) => colorAt(x, y)).flat()]),
    ),
  );
  const chunk = (type: string, body: Buffer) => {
    const framed = Buffer.alloc(body.length + 12);
    framed.writeUInt32BE(body.length, 0);
    framed.write(type, 4, 'latin1');
    framed.set(body, 8);
    framed.writeUInt32BE(crc32(framed.subarray(4, body.length + 8)), body.length + 8);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colorIn(png: Buffer): (x: number, y: number) => Color {
  const { rgba } = decodePng(png);
  return (x, y) => {
    const [red = 0, green = 0, blue = 0] = rgba.subarray((y * side + x) * 4);
    return [red, green, blue];
  };
}

const hex = (color: string): Color => {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

/** How far the strongest channel is from the weakest: 0 for grey. */
const chroma = (color: Color) => Math.max(...color) - Math.min(...color);

/** The angle on the colour wheel, in degrees. */
function hue([red, green, blue]: Color): number {
  return (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
}

/** Greys with a breath of colour, a thousand of them, each on more pixels than a sign has. */
function grey(x: number, y: number): Color {
  const number = (x + y * side) % 1_000;
  const value = 40 + (number % 200);
  return [value, value, value + 1 + Math.floor(number / 200)];
}

describe('picture of 256 colours', () => {
  const { good, attention, warning, accent } = themes.light;
  for (const [name, color] of Object.entries({
    green: good,
    red: attention,
    amber: warning,
    blue: accent,
    'dark green': themes.dark.good,
    'dark amber': themes.dark.warning,
  })) {
    it(`a picture of 256 colours preserves the colour of a ${name} sign of 6 × 6 pixels on a large ground of greys`, () => {
      const sign = hex(color);
      const [left, top] = [100, 200];
      const isIn = (x: number, y: number) => x >= left && x < left + 6 && y >= top && y < top + 6;
      const before = truePng((x, y) => (isIn(x, y) ? sign : grey(x, y)));
      const reduced = colorIn(smallPng(before));
      for (let y = top; y < top + 6; y += 1)
        for (let x = left; x < left + 6; x += 1) assert.deepEqual(reduced(x, y), sign);
    });
  }

  it('a picture of 256 colours preserves the hue of the soft edges of signs, each pixel of which has a colour of its own', () => {
    const signs = [good, attention, warning, accent].map(hex);
    /** Sixteen shades of each sign: one part of its colour more in each pixel of a row. */
    const colorAt = (x: number, y: number): Color => {
      const sign = signs[Math.floor(y / 10) - 10];
      if (sign === undefined || y % 10 !== 0 || x < 100 || x >= 116) return grey(x, y);
      const mixed = (channel: number) => Math.round(255 + ((channel - 255) * (x - 99)) / 16);
      return [mixed(sign[0]), mixed(sign[1]), mixed(sign[2])];
    };
    const reduced = colorIn(smallPng(truePng(colorAt)));
    for (const y of [100, 110, 120, 130])
      for (let x = 100; x < 116; x += 1) {
        const [was, is] = [colorAt(x, y), reduced(x, y)];
        if (chroma(was) < 32) continue;
        const turned = Math.abs(hue(was) - hue(is));
        assert.ok(Math.min(turned, 360 - turned) < 20, `${was} became ${is}`);
        assert.ok(chroma(is) > chroma(was) / 2, `${was} became ${is}`);
      }
  });

  it('a picture of 256 colours is the same picture if there are no more colours than that', () => {
    const colorAt = (x: number, y: number): Color => [x % 16, (y % 16) * 16, 99];
    const reduced = colorIn(smallPng(truePng(colorAt)));
    for (let y = 0; y < side; y += 7)
      for (let x = 0; x < side; x += 7) assert.deepEqual(reduced(x, y), colorAt(x, y));
  });

  it('a picture of 256 colours differs so little in its greys that it cannot be seen', () => {
    const reduced = colorIn(smallPng(truePng(grey)));
    for (let x = 0; x < side; x += 1)
      for (const [channel, value] of grey(x, 5).entries())
        assert.ok(Math.abs((reduced(x, 5)[channel] ?? 0) - value) <= 8);
  });
});
