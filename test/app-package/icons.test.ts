import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';
import { decodePng, type Picture } from '../support/png.ts';

const read = (name: string) => decodePng(readFileSync(new URL(`appPackage/${name}`, root)));

function pixels({ width, rgba }: Picture) {
  return Array.from({ length: rgba.length / 4 }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(index * 4, index * 4 + 4);
    return { x: index % width, y: Math.floor(index / width), red, green, blue, alpha };
  });
}

describe('icons', () => {
  it('the icons are of the sizes Teams asks for', () => {
    const sizes = ['color.png', 'outline.png'].map(name => [read(name).width, read(name).height]);
    assert.deepEqual(sizes, [
      [192, 192],
      [32, 32],
    ]);
  });

  it('the colour icon fills its square, since Teams cuts the corners itself', () => {
    assert.ok(pixels(read('color.png')).every(({ alpha }) => alpha === 255));
  });

  it('the drawing of the colour icon lies in the middle 120 by 120', () => {
    const drawn = pixels(read('color.png')).filter(
      ({ red, green, blue }) => Math.min(red, green, blue) > 200,
    );
    assert.ok(drawn.length > 2000, `${drawn.length} pixels are drawn`);
    assert.deepEqual(
      drawn.filter(({ x, y }) => x < 36 || x >= 156 || y < 36 || y >= 156),
      [],
    );
  });

  it('the outline icon is nothing but white on transparent', () => {
    const outline = pixels(read('outline.png'));
    assert.deepEqual(
      outline.filter(({ red, green, blue, alpha }) => alpha > 0 && Math.min(red, green, blue) < 255),
      [],
    );
    const solid = outline.filter(({ alpha }) => alpha === 255).length;
    const clear = outline.filter(({ alpha }) => alpha === 0).length;
    assert.ok(solid > 60 && clear > 512, `${solid} solid, ${clear} clear`);
  });
});
