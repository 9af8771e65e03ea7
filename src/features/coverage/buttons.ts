import { z } from 'zod';
import {
  decodeServices,
  encodeServices,
  questionFields,
  severalServices,
} from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { type CoverageQuestion, questionLimits } from '../../domain/question.ts';

/**
 * Shows how old the last good backups are now. `h` is the limit in seconds; `g` is 1 if the user named none, so that
 * the services' own limits count.
 */
export const showLink: ButtonLink<CoverageQuestion> = buttonLink({
  verb: 'coverage',
  fields: {
    o: questionFields.o,
    os: severalServices,
    h: z
      .int()
      .min(1)
      .max(questionLimits.maxTargetMs / 1000),
    g: z.literal(1).optional(),
    z: questionFields.z,
  },
  toFields: ({ service, services, targetMs, isUsual, zone }) => ({
    ...(service === undefined ? {} : { o: service }),
    ...encodeServices({ service, services }),
    h: targetMs / 1000,
    ...(isUsual ? { g: 1 } : {}),
    z: zone,
  }),
  fromFields(fields) {
    const asked = decodeServices(fields);
    const { h: seconds, g, z: zone } = fields;
    return asked && { ...asked, targetMs: seconds * 1000, isUsual: g === 1, zone };
  },
});
