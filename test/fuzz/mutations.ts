import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** One change of a document: the place (indexes down its parts), and the new text; undefined removes the part. */
export interface Mutation {
  readonly where: readonly number[];
  readonly put: string | undefined;
}

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const deepObjects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** So deep or so large that neither a copy nor `JSON.stringify` could make them. */
const huge: Readonly<Record<string, string>> = {
  'huge:6000': deep(6_000),
  'huge:250000': deep(250_000),
  'huge:objects': deepObjects(80_000),
  'huge:parts': `[${'0,'.repeat(250_000)}0]`,
  'huge:names': `{${Array.from({ length: 30_000 }, (_, index) => `"n${index}":0`).join(',')}}`,
  'huge:text': JSON.stringify('x'.repeat(500_000)),
};

/** As JSON, since some values cannot be written otherwise. */
const odd = fc.constantFrom(
  ...[
    'null',
    'true',
    '0',
    '-1',
    '1.5',
    '1e308',
    '-9007199254740993',
    '""',
    '"x"',
    '" "',
    '[]',
    '{}',
    '[null]',
    '[[]]',
  ],
  ...[
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{}}}',
    '{"toString":1}',
    '"__proto__"',
    '"\\ud800"',
  ],
  ...[
    '"\\u0000"',
    '"2026-13-45T99:99:99Z"',
    '"9999-12-31"',
    '"<at>x</at>"',
    '"..//%2e%2e"',
    '"javascript:alert(1)"',
  ],
  ...[
    deep(50),
    deep(200),
    ...Object.keys(huge).map(name => JSON.stringify(name)),
    JSON.stringify('x'.repeat(20_000)),
    JSON.stringify('é🙂'.repeat(500)),
    '[1,"x",{}]',
    '{"id":{}}',
  ],
);

export const mutations = fc.array(
  fc.record({
    where: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
    put: fc.option(odd, { nil: undefined }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** The document with all of it done, as JSON; no larger than the HTTP end takes, as far as it was so before. */
export function mutated(document: unknown, all: readonly Mutation[]): string {
  const copy = JSON.parse(JSON.stringify(document)) as Json;
  for (const { where, put } of all) mutate(copy, where, put);
  return JSON.stringify(copy).replace(/"(huge:\w+)"/, (_, name) => huge[name] ?? '');
}

function mutate(node: Json, [at = 0, ...deeper]: readonly number[], put: string | undefined): void {
  if (typeof node !== 'object' || node === null) return;
  const names = Object.keys(node);
  const name = names[at % Math.max(1, names.length)];
  if (name === undefined) return;
  const part = (node as Record<string, Json>)[name];
  if (deeper.length > 0 && typeof part === 'object' && part !== null && Object.keys(part).length > 0) {
    mutate(part, deeper, put);
  } else if (put === undefined) {
    delete (node as Record<string, Json>)[name];
  } else {
    // Not by assigning: "__proto__" is a name like any other here.
    Object.defineProperty(node, name, {
      value: JSON.parse(put),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}
