import { z } from 'zod';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { isChangeId } from './records.ts';

/** Undoes a change, by its id. */
export const undoLink: ButtonLink<string> = buttonLink({
  verb: 'change.undo',
  fields: { d: z.string().refine(isChangeId) },
  toFields: id => ({ d: id }),
  fromFields: ({ d }) => d,
});
