import { z } from 'zod';
import { isLoopback } from '../domain/loopback.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** The settings as they come, and what is wrong with them. */
export interface Settings {
  /** The first of `names` that is set; what is empty is not. */
  get(...names: string[]): string | undefined;
  /** The setting as `schema` has it. Where it is missing, without a `fallback`, or wrong, `hint` tells what is wanted. */
  read<T>(name: string, schema: z.ZodType<T>, hint: string, fallback?: T): T;
  /** Never holds a value, since that may be a secret. */
  complain(problem: string): void;
  readonly problems: readonly string[];
}

export function createSettings(env: Env): Settings {
  const problems: string[] = [];
  const get = (...names: string[]) =>
    names.map(name => env[name]?.trim()).find(value => value !== undefined && value !== '');

  return {
    get,
    read<T>(name: string, schema: z.ZodType<T>, hint: string, fallback?: T): T {
      const value = get(name);
      if (value === undefined && fallback !== undefined) return fallback;
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      problems.push(`${name} ${value === undefined ? 'is missing' : 'is wrong'}: ${hint}`);
      return undefined as T; // never seen: problems end in an error
    },
    complain: problem => void problems.push(problem),
    problems,
  };
}

/** The longest address that a button may have. */
const longestPage = 500;

/** A page that cards may link to: https, with nothing that hides where it leads. Braces are escaped, since cards bind data by them. */
export const pageUrl = z
  .string()
  .max(longestPage)
  .refine(text => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password } = new URL(text);
    return protocol === 'https:' && username === '' && password === '';
  })
  .transform(text => new URL(text).href.replaceAll('{', '%7B').replaceAll('}', '%7D'));

/** An absolute address that a secret may be sent to: https, or this very machine. */
export const safeUrl = z.string().refine(text => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
});
