/**
 * Draws the app's two icons from appPackage/icons/*.svg: color.png (192 by 192) and outline.png
 * (32 by 32, transparent). Run it after a change of a drawing: `npx tsx scripts/draw-icons.ts`.
 * Needs a Chromium at `CHROMIUM_PATH`, or else at /usr/bin/chromium.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { root } from './root.ts';

const folder = new URL('appPackage/', root);
const icons = [
  { name: 'color', sizePx: 192 },
  { name: 'outline', sizePx: 32 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const { name, sizePx } of icons) {
    const svg = await readFile(new URL(`icons/${name}.svg`, folder), 'utf8');
    const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
    const png = await page.screenshot({ omitBackground: true });
    await writeFile(new URL(`${name}.png`, folder), png);
    await page.close();
    console.log(`appPackage/${name}.png: ${sizePx} by ${sizePx}, ${png.length} bytes`);
  }
} finally {
  await browser.close();
}
