// The package's front door also loads a schema reader, whose types do not compile here.
import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import type { AdaptiveCard } from './adaptive-card.ts';

/**
 * Prepares a card's template once, when it is first used (that takes some 10 ms, and nobody needs all of them to start); the
 * function it gives fills in a model, as often as wanted. A model's text is
 * never expanded itself. Every name that the template uses must be in the model: a missing one would stand on
 * the card as it is. What may be absent is bound to a list (`$data`) that is empty then.
 */
export function cardTemplate<Model extends object>(json: object): (model: Model) => AdaptiveCard {
  let template: Template | undefined;
  return model => {
    template ??= new Template(json);
    return withoutNulls(template.expand({ $root: model })) as AdaptiveCard;
  };
}

/** An object bound to an empty list expands to null where it is a property: an optional action, say. */
function withoutNulls(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const record = node as Record<string, unknown>;
  for (const key in record) {
    if (record[key] === null) delete record[key];
    else withoutNulls(record[key]);
  }
  return node;
}
