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
 * Draws every golden card as wide as a small phone, a phone and a desktop, and prints how high each is. The pictures of
 * the last two go into docs/screenshots/cards, light on the left, dark on the right. Ends with 1 if a card has parse
 * errors, is too wide, or is higher than its limit on a phone.
 * Arguments name cards; without any, all are drawn. CHROMIUM_PATH is the path of Chromium. If GALLERY_FOLDER is set, the
 * pictures of all widths go there.
 */
const ownFolder = process.env.GALLERY_FOLDER;
const folder = ownFolder ?? fileURLToPath(new URL('../../docs/screenshots/cards/', import.meta.url));
const widths = [300, 360, 600];
const keptWidths = ownFolder === undefined ? [360, 600] : widths;
const tallest = 1300;
/** Cards that README shows, each theme as a picture of its own. */
const readmeFolder = fileURLToPath(new URL('../../docs/screenshots/readme/', import.meta.url));
const readmeWidth = 360;
const inReadme = ['health-twelve', 'page-services', 'fault-new', 'coverage'];
/** The most that a card may take of a phone's screen 360 pixels wide, in pixels. */
const limits: Readonly<Record<string, number>> = {
  'health-twelve': 900,
  'digest-attention': 1000,
  'digest-week': 1100,
  'page-first': 1000,
  help: 700,
};
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
mkdirSync(readmeFolder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: flags,
});
let faults = 0;
const heights = new Map<string, readonly number[]>();
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
      const full = Math.round((await page.locator('body').boundingBox())?.height ?? 0);
      heights.set(name, [...(heights.get(name) ?? []), full]);
      if (width === 360 && full > (limits[name] ?? Number.POSITIVE_INFINITY)) {
        faults += 1;
        console.error(`${name} is ${full} px high at ${width} px, above ${limits[name]}`);
      }
      if (width === readmeWidth && ownFolder === undefined && inReadme.includes(name))
        for (const [index, theme] of Object.keys(configs).entries()) {
          const clip = { x: index * width, y: 0, width, height: full };
          const picture = smallPng(await page.screenshot({ clip, fullPage: true }));
          writeFileSync(join(readmeFolder, `${name}-${theme}.png`), picture);
        }
      if (!keptWidths.includes(width)) continue;
      const height = Math.min(tallest, full);
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
const known = Object.keys(goldenCards).flatMap(name => keptWidths.map(width => `${name}-${width}.png`));
let bytes = 0;
for (const file of readdirSync(folder)) {
  if (known.includes(file)) bytes += statSync(join(folder, file)).size;
  else rmSync(join(folder, file));
}
console.log(`heights in pixels at ${widths.join(', ')} px:`);
for (const [name, all] of heights)
  console.log(`${name.padEnd(32)} ${all.map(height => `${height}`.padStart(6)).join('')}`);
console.log(
  `${names.length} cards drawn into ${ownFolder ?? 'docs/screenshots/cards'}, ${Math.ceil(bytes / 1024)} KB in all`,
);
if (faults > 0) process.exitCode = 1;
