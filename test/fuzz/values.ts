import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { messageActivity, pressActivity } from '../support/activities.ts';
import { mutated, mutations } from './mutations.ts';

interface Button {
  readonly verb: string;
  readonly data: unknown;
}

const folder = 'test/golden';

/** Every button of the golden cards. */
const buttons: readonly Button[] = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .flatMap(name => buttonsIn(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))));

function buttonsIn(node: unknown): Button[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, verb, data } = node as { type?: unknown; verb?: unknown; data?: unknown };
  const own = type === 'Action.Execute' && typeof verb === 'string' ? [{ verb, data }] : [];
  return [...own, ...Object.values(node).flatMap(buttonsIn)];
}

const names = [...new Set(buttons.flatMap(({ data }) => Object.keys(Object(data))))];
const verbs = [...new Set(buttons.map(({ verb }) => verb))];

/** Any JSON, with the names and values that buttons really carry among the rest. */
const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>(tie => ({
  leaf: fc.oneof(
    fc.constantFrom(null, true, false, 0, 1, -1, 1.5, 1e308, '', ' ', '__proto__', 'failed', 'backup', 'UTC'),
    fc.constantFrom(...buttons.flatMap(({ data }) => Object.values(Object(data)))),
    fc.constantFrom(...verbs),
    fc.string(),
    fc.integer(),
  ),
  tree: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.string() }),
      tie('tree'),
      { maxKeys: 6 },
    ),
  ),
}));

/**
 * Activities, as JSON, whose `value` is a button's with some changes, a button's with any tree for its data, or any
 * tree at all: as a press, and as a message without text.
 */
export function valuesAt(serviceUrl: string): fc.Arbitrary<string> {
  const changed = fc
    .tuple(fc.constantFrom(...buttons), mutations)
    .map(([{ verb, data }, all]) => mutated(pressActivity(serviceUrl, verb, data), all));
  const pressed = fc
    .tuple(fc.constantFrom(...verbs), tree)
    .map(([verb, data]) => JSON.stringify(pressActivity(serviceUrl, verb, data)));
  const any = tree.map(value => JSON.stringify({ ...pressActivity(serviceUrl, '', {}), value }));
  const submitted = tree.map(value => JSON.stringify({ ...messageActivity(serviceUrl, undefined), value }));
  return fc.oneof(changed, pressed, any, submitted);
}
