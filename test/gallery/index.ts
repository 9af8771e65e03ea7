import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { goldenCards } from '../cards/golden-cards.ts';
import { hostConfig, pageStyle, themes } from './host-config.ts';
import { type Drawn, drawCard } from './page-script.ts';
import { smallPng } from './small-png.ts';

/**
 * Draws every golden card as wide as a phone and as a desktop into docs/screenshots/cards: one picture a card and
 * width, light on the left, dark on the right. Ends with 1 if a card has parse errors or is too wide.
 * Arguments name cards; without any, all are drawn. CHROMIUM_PATH is the path of Chromium.
 */
const folder = fileURLToPath(new URL('../../docs/screenshots/cards/', import.meta.url));
const widths = [360, 600];
const tallest = 1300;
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Coloured edges of letters treble the size of a picture.
  '--disable-lcd-text',
];

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(goldenCards);
const configs = Object.fromEntries(Object.entries(themes).map(([name, theme]) => [name, hostConfig(theme)]));

const packages = createRequire(import.meta.url);
const adaptiveCards = dirname(packages.resolve('adaptivecards/dist/adaptivecards.js'));
const markdownIt = join(
  dirname(packages.resolve('markdown-it/package.json')),
  'dist/browser/markdown-it.umd.min.js',
);

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: flags,
});
let faults = 0;
try {
  const page = await browser.newPage();
  await page.setContent('<!doctype html><title>Cards</title><body></body>');
  await page.addStyleTag({ path: join(adaptiveCards, 'adaptivecards.css') });
  await page.addStyleTag({ content: pageStyle() });
  await page.addScriptTag({ path: join(adaptiveCards, 'adaptivecards.min.js') });
  await page.addScriptTag({ path: markdownIt });

  for (const name of names) {
    const card = goldenCards[name]?.();
    if (card === undefined) throw new Error(`There is no golden card named ${name}.`);
    for (const width of widths) {
      const columns = width * Object.keys(configs).length;
      await page.setViewportSize({ width: columns, height: 400 });
      const drawn: Drawn = await page.evaluate(`(${drawCard})(${JSON.stringify({ card, configs, width })})`);
      for (const fault of [
        // Teams draws charts; elsewhere their fallback stands for them.
        ...drawn.problems
          .filter(problem => !/Unknown element type "Chart\.\w+"\. Fallback will/.test(problem))
          .map(problem => `does not parse: ${problem}`),
        ...drawn.overflowing.map(text => `is too wide at ${width} px: ${text}`),
      ]) {
        faults += 1;
        console.error(`${name} ${fault}`);
      }
      const height = Math.min(tallest, (await page.locator('body').boundingBox())?.height ?? tallest);
      const clip = { x: 0, y: 0, width: columns, height };
      writeFileSync(
        join(folder, `${name}-${width}.png`),
        smallPng(await page.screenshot({ clip, fullPage: true })),
      );
    }
  }
} finally {
  await browser.close();
}

// A card that is no more leaves no picture behind.
const known = Object.keys(goldenCards).flatMap(name => widths.map(width => `${name}-${width}.png`));
let bytes = 0;
for (const file of readdirSync(folder)) {
  if (known.includes(file)) bytes += statSync(join(folder, file)).size;
  else rmSync(join(folder, file));
}
console.log(`${names.length} cards drawn into docs/screenshots/cards, ${Math.ceil(bytes / 1024)} KB in all`);
if (faults > 0) process.exitCode = 1;
