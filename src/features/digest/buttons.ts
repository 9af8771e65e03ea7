import { idField } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';

/** A digest of the conversation, by its id. */
const link = (verb: string): ButtonLink<string> =>
  buttonLink({ verb, fields: { d: idField }, toFields: id => ({ d: id }), fromFields: ({ d }) => d });

/** Shows the last 24 hours of one digest's services. */
export const nowLink = link('digest.now');
export const pauseLink = link('digest.pause');
export const resumeLink = link('digest.resume');
export const endLink = link('digest.off');
