import { z } from 'zod';
import {
  decodeWindowQuestion,
  encodeWindowQuestion,
  questionFields,
  windowOf,
} from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { jobStates, services } from '../../domain/job.ts';
import { areEnds, type RateQuestion } from './question.ts';

const { n: _n, o: _o, s: _s, ...fields } = questionFields;

/** `os` and `ss` are the services and states, `h` is which share comes first. */
const link = (verb: string): ButtonLink<RateQuestion> =>
  buttonLink({
    verb,
    fields: {
      ...fields,
      os: z.array(z.enum(services)).max(services.length),
      ss: z.array(z.enum(jobStates)).max(jobStates.length).refine(areEnds),
      h: z.enum(['highest', 'lowest']).optional(),
    },
    toFields: ({ type, services: os, states: ss, order, ...window }) => ({
      ...encodeWindowQuestion({ ...window, service: undefined }),
      ...(type === undefined ? {} : { t: type }),
      os,
      ss,
      ...(order === undefined ? {} : { h: order }),
    }),
    fromFields({ t: type, os, ss, h: order, ...rest }, now) {
      const read = decodeWindowQuestion(rest, now);
      return read && { type, services: os, states: ss, order, ...windowOf(read) };
    },
  });

/** Shows the rate of this window. */
export const showLink = link('rate.show');
/** Shows it anew, with a window read from the words of this one. */
export const againLink = link('rate.again');
