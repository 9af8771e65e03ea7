import { z } from 'zod';
import { decodeQuestion, encodeQuestion, questionFields } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { jobStates, services } from '../../domain/job.ts';
import { questionLimits } from '../../domain/question.ts';
import { groupings, isOfTime, mostHourMs, type RankQuestion } from './question.ts';

const { n: _n, o: _o, s: _s, ...fields } = questionFields;

/** `os` and `ss` are the services and states, `g` what is grouped by, `h` how many groups, `r` the flags. */
const link = (verb: string): ButtonLink<RankQuestion> =>
  buttonLink({
    verb,
    fields: {
      ...fields,
      os: z.array(z.enum(services)).max(services.length),
      ss: z.array(z.enum(jobStates)).max(jobStates.length),
      g: z.enum(groupings),
      h: z.int().min(1).max(999).optional(),
      r: z.int().min(0).max(3),
    },
    toFields({ services: os, states: ss, by, limit, isWorstFirst, isWhich, ...rest }) {
      const { n: _, ...window } = encodeQuestion({
        ...rest,
        service: undefined,
        state: undefined,
        pageSize: 1,
      });
      const flags = (isWorstFirst ? 1 : 0) + (isWhich ? 2 : 0);
      return { ...window, os, ss, g: by, ...(limit === undefined ? {} : { h: limit }), r: flags };
    },
    fromFields({ os, ss, g: by, h: limit, r, ...rest }, now) {
      const [state] = ss;
      // Only running jobs, asked for alone, have no bounds.
      const read = decodeQuestion({ ...rest, s: ss.length === 1 ? state : undefined, n: 1 }, now);
      const lists = Math.max(1, os.length) * Math.max(1, ss.length);
      if (!read || lists > questionLimits.maxTabs) return undefined;
      const { type, span, spanWords, zone } = read;
      const { from, to } = span;
      if (isOfTime(by) && (from === undefined || to === undefined)) return undefined;
      if (by === 'hour' && (to ?? 0) - (from ?? 0) > mostHourMs) return undefined;
      const flags = { isWorstFirst: (r & 1) !== 0, isWhich: (r & 2) !== 0 };
      return { type, services: os, states: ss, by, limit, ...flags, span, spanWords, zone };
    },
  });

/** Counts the jobs of each group in this window. */
export const showLink = link('rank.show');
/** Counts them anew, with a window read from the words of this one. */
export const againLink = link('rank.again');
