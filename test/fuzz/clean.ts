import assert from 'node:assert/strict';

/** What only a mistake of ours would show. */
const mistakes: readonly RegExp[] = [
  /\[object \w+\]/,
  /\bundefined\b/,
  /\bNaN\b/,
  /\bInvalid Date\b/,
  /\bTypeError\b|\bRangeError\b|\bReferenceError\b/,
  /\bat .{1,80}\((?:file:|node:|\/).{1,200}:\d+:\d+\)/,
  /node_modules|\/dist\/|\/src\//,
];

/** The most that a message may weigh, and what a card may weigh of it. */
const mostBytes = 25_000;

/** Checks that a text shows nothing internal, and none of `secrets`. */
export function assertClean(text: string, secrets: readonly string[] = []): void {
  for (const mistake of mistakes) assert.doesNotMatch(text, mistake);
  for (const secret of secrets) assert.ok(!text.includes(secret), `it shows ${secret}`);
}

/** As `assertClean`, of something that is sent as JSON. */
export function assertCleanJson(shown: unknown, secrets: readonly string[] = []): void {
  const text = JSON.stringify(shown);
  assertClean(text, secrets);
  const bytes = Buffer.byteLength(text);
  assert.ok(bytes < mostBytes, `it weighs ${bytes} bytes`);
}
