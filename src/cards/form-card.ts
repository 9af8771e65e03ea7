import type { z } from 'zod';
import { type ExecuteAction, execute, ranked, withoutInputs } from './actions.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { type ButtonLink, buttonLink } from './button-link.ts';
import { settingsLink } from './common-buttons.ts';
import { type CardInput, inputField } from './inputs.ts';
import { cardTemplate } from './template.ts';
import form from './templates/form.json' with { type: 'json' };

/** The values of a form's inputs, by their ids: anything that a user, or a forged press, may send. */
export type FormValues<Id extends string> = Readonly<Partial<Record<Id, string>>>;

/**
 * Describes the button that sends a form's inputs. What comes back holds only the named inputs, each a text of bounded
 * length; the feature that reads them checks what they say.
 */
export function formLink<Id extends string>(verb: string, ids: readonly Id[]): ButtonLink<FormValues<Id>> {
  const fields = Object.fromEntries(ids.map(id => [id, inputField])) as Record<Id, typeof inputField>;
  return buttonLink<FormValues<Id>, z.ZodRawShape>({
    verb,
    fields: fields as z.ZodRawShape,
    toFields: values => ({ ...values }),
    fromFields(sent) {
      const values = sent as FormValues<Id>;
      return Object.fromEntries(
        ids.flatMap(id => (values[id] === undefined ? [] : [[id, values[id]]])),
      ) as FormValues<Id>;
    },
  });
}

interface Fold {
  readonly title: string;
  readonly inputs: readonly CardInput[];
  /** True if something was filled in. */
  readonly isOpen?: boolean;
}

/** A card with inputs. */
export interface FormCard {
  readonly title: string;
  /** What was wrong with the inputs when they were sent: the bot's own words. */
  readonly problems: readonly string[];
  readonly lines: readonly string[];
  readonly inputs: readonly CardInput[];
  /** Inputs that most users leave as they are: they unfold under their title. */
  readonly folds: readonly Fold[];
  /** Sends the inputs. */
  readonly submit: ExecuteAction;
}

const expand = cardTemplate(form);

/** Draws a form. Nothing changes when it's sent: a preview comes first. */
export function formCard({ title, problems, lines, inputs, folds, submit }: FormCard): AdaptiveCard {
  const texts = (all: readonly string[]) => all.map(text => ({ text }));
  return expand({
    title,
    problems: texts(problems),
    lines: texts(lines),
    inputs,
    folds: folds.map((fold, index) => ({ isOpen: false, ...fold, id: `fold-${index}` })),
    actions: ranked([submit, withoutInputs(execute('Settings', settingsLink))]),
  });
}
