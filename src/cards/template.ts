import { createRequire } from 'node:module';
// The package's front door also loads a schema reader, whose types do not compile here.
import type * as TemplateEngine from 'adaptivecards-templating/lib/template-engine.js';
import type { AdaptiveCard } from './adaptive-card.ts';

/** The engine and its grammar would take a fifth of the start, so they are loaded for the first card. */
const load = createRequire(import.meta.url);

/**
 * Prepares a card's template once, when it's first used, and returns a function that fills in a model. Texts of a model
 * are never expanded. The model must have every name that the template uses, since the card would show a missing one as
 * it is. Bind an optional part to a list (`$data`), which is empty if it's absent.
 */
export function cardTemplate<Model extends object>(json: object): (model: Model) => AdaptiveCard {
  let template: TemplateEngine.Template | undefined;
  return model => {
    template ??= prepared(json);
    return withoutNulls(template.expand({ $root: model })) as AdaptiveCard;
  };
}

function prepared(json: object): TemplateEngine.Template {
  const { Template }: typeof TemplateEngine = load('adaptivecards-templating/lib/template-engine.js');
  return new Template(json);
}

/**
 * Removes nulls: an object that is a property and is bound to an empty list expands to null, such as an optional
 * action.
 */
function withoutNulls(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const record = node as Record<string, unknown>;
  for (const key in record) {
    if (record[key] === null) delete record[key];
    else withoutNulls(record[key]);
  }
  return node;
}
