import type { Trouble } from './trouble.ts';

type MalformedBody = Extract<Trouble, { kind: 'malformed' }>['body'];

/** A body with status 200 that is not what was asked for. */
export function malformedBody(body: MalformedBody, sound: string): { contentType: string; text: string } {
  const contentType = 'application/json; charset=utf-8';
  switch (body) {
    case 'html':
      return {
        contentType: 'text/html; charset=utf-8',
        text: '<!doctype html><html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>',
      };
    case 'cut':
      return { contentType, text: sound.slice(0, Math.floor(sound.length / 2)) };
    case 'otherShape':
      return { contentType, text: '{"items":[{"name":"not a job"}],"count":"one"}' };
    case 'empty':
      return { contentType, text: '' };
    case 'oddRows':
      return { contentType, text: withOddRows(sound) };
  }
}

type Row = Record<string, unknown>;

/** One oddity for each row in turn; further rows stay sound. Field names are found in either letter case. */
const oddities: readonly ((row: Row) => unknown)[] = [
  row => set(row, 'state', 'HeldForReview'),
  row => without(without(row, 'startTime'), 'finishTime'),
  row => set(row, 'backupDetails', null),
  row => set(set(row, 'startTime', 'yesterday'), 'duration', 'long'),
  row => set(row, 'jobErrors', null),
  row => without(row, 'id'),
  row => set(row, 'jobErrors', [null, 7, { value: 5 }, { value: 'A sound one' }]),
  () => null,
];

function withOddRows(sound: string): string {
  const body = JSON.parse(sound) as Row;
  for (const [name, value] of Object.entries(body)) {
    // Digits of ticks beyond 2^53 may be lost here: these rows are odd anyway.
    if (Array.isArray(value)) {
      body[name] = value.map((row, index) => {
        const oddity = oddities[index];
        return oddity === undefined ? row : oddity(row as Row);
      });
    } else if (name.toLowerCase() === 'data') body[name] = set(value as Row, 'backupDetails', null);
  }
  return JSON.stringify(body);
}

function nameIn(row: Row, name: string): string {
  return Object.keys(row).find(key => key.toLowerCase() === name.toLowerCase()) ?? name;
}

function set(row: Row, name: string, value: unknown): Row {
  return { ...row, [nameIn(row, name)]: value };
}

function without(row: Row, name: string): Row {
  const { [nameIn(row, name)]: _, ...rest } = row;
  return rest;
}
