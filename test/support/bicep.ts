import { readFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';

/** A Bicep file, as far as its lines can be read without a compiler. */
export interface BicepFile {
  readonly text: string;
  /** Each parameter's name, and whether it must be given. */
  readonly params: ReadonlyMap<string, { readonly isRequired: boolean }>;
  readonly outputs: readonly string[];
  readonly modules: readonly BicepModule[];
}

interface BicepModule {
  readonly name: string;
  /** As the file has it: relative to the file's own folder. */
  readonly path: string;
  /** The names of what it is given. */
  readonly given: readonly string[];
}

/** @param path from the project's top folder. */
export function readBicep(path: string): BicepFile {
  const text = readFileSync(new URL(path, root), 'utf8');
  const params = [...text.matchAll(/^param (\w+) \w+( =)?/gm)];
  return {
    text,
    params: new Map(params.map(([, name = '', value]) => [name, { isRequired: value === undefined }])),
    outputs: [...text.matchAll(/^output (\w+) \w+ = \S/gm)].map(([, name = '']) => name),
    modules: [...text.matchAll(/^module (\w+) '([^']+)' = \{\n([\s\S]*?)^\}/gm)].map(
      ([, name = '', file = '', body = '']) => ({
        name,
        path: file,
        given: keysOf(/^ {2}params: \{\n([\s\S]*?)^ {2}\}/m.exec(body)?.[1] ?? '', 4),
      }),
    ),
  };
}

/** The keys in `block` that stand `indent` spaces from the left. */
export function keysOf(block: string, indent: number): readonly string[] {
  return [...block.matchAll(new RegExp(`^ {${indent}}(\\w+):`, 'gm'))].map(([, key = '']) => key);
}
