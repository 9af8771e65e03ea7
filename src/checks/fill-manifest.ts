import { parseEnv } from 'node:util';

/** The form the Microsoft 365 Agents Toolkit knows: `${{NAME}}`. */
const placeholder = /\$\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

/** The one name that may be empty, as with the toolkit. */
const mayBeEmpty = 'APP_NAME_SUFFIX';

type Values = Readonly<Record<string, string | undefined>>;

/** The names of all placeholders in `text`, each once, in the order of their first appearance. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(placeholder)].map(match => match[1] ?? ''))];
}

/** The names of placeholders that `values` leaves without a value. */
export function unfilledIn(template: string, values: Values): readonly string[] {
  return placeholdersIn(template).filter(name =>
    name === mayBeEmpty ? values[name] === undefined : !values[name]?.trim(),
  );
}

/**
 * The manifest's JSON with its placeholders filled from `values`. They are put into strings, so none can break out
 * of its own; what looks like a placeholder inside a value is left as it is.
 *
 * @throws Error that names every placeholder without a value at once.
 */
export function fillManifest(template: string, values: Values): Record<string, unknown> {
  const unfilled = unfilledIn(template, values);
  if (unfilled.length > 0) throw new Error(`The manifest needs a value for ${unfilled.join(', ')}.`);
  return JSON.parse(template, (_key, value: unknown) =>
    typeof value === 'string'
      ? value.replace(placeholder, (_whole, name: string) => values[name] ?? '')
      : value,
  ) as Record<string, unknown>;
}

/** What an env file sets. Node 22 takes the line after a value of blanks alone for that value, so they are taken off. */
export function envValuesIn(text: string): Record<string, string | undefined> {
  return parseEnv(text.replaceAll(/[ \t]+$/gm, ''));
}
