import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** One thing done to a document: where (by how far down its parts), and what is put there; nothing takes it out. */
export interface Mutation {
  readonly where: readonly number[];
  readonly put: string | undefined;
}

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** As JSON, since some of it cannot be said otherwise. */
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
    deep(200),
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

/** The document with all of it done, as JSON. */
export function mutated(document: unknown, all: readonly Mutation[]): string {
  const copy = JSON.parse(JSON.stringify(document)) as Json;
  for (const { where, put } of all) mutate(copy, where, put);
  return JSON.stringify(copy);
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
