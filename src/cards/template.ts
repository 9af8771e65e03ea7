import { createRequire } from 'node:module';
// The package's front door also loads a schema reader, whose types do not compile here.
import type * as TemplateEngine from 'adaptivecards-templating/lib/template-engine.js';
import type { AdaptiveCard } from './adaptive-card.ts';

/** The engine and its grammar take a fifth of the time to start, so they are loaded for the first card, and not before. */
const load = createRequire(import.meta.url);

/**
 * Prepares a card's template once, when it is first used; the function it gives fills in a model, as often as wanted. A model's text is
 * never expanded itself. Every name that the template uses must be in the model: a missing one would stand on
 * the card as it is. What may be absent is bound to a list (`$data`) that is empty then.
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

/** An object bound to an empty list expands to null if it is a property: an optional action, say. */
function withoutNulls(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const record = node as Record<string, unknown>;
  for (const key in record) {
    if (record[key] === null) delete record[key];
    else withoutNulls(record[key]);
  }
  return node;
}
