import { z } from 'zod';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { inputField } from '../../cards/inputs.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { SnoozeLength } from './incident/action.ts';

/** The inputs of a card that go along with a press. */
export const noteInput = 'note';
export const personInput = 'person';

const incidentId = z.string().regex(/^[0-9a-f]{16}$/);

/** An incident of the conversation, by its id. */
const link = (verb: string): ButtonLink<string> =>
  buttonLink({ verb, fields: { d: incidentId }, toFields: id => ({ d: id }), fromFields: ({ d }) => d });

/** A moment at which something happened that the card shows. */
const moment = z.int().nonnegative();
/** What is typed into the card comes from a client: its length is judged where the press is carried out. */
const noteField = z.string().max(20_000).optional();

export const acknowledgeLink = link('fault.acknowledge');
export const jobsLink = link('fault.jobs');
export const reportLink = link('fault.report');
export const reportTextLink = link('fault.text');

export interface Snooze {
  readonly id: string;
  readonly length: SnoozeLength;
}

const snoozeLengths = ['1h', '4h', 'tomorrow'] as const satisfies readonly SnoozeLength[];

export const snoozeLink: ButtonLink<Snooze> = buttonLink({
  verb: 'fault.snooze',
  fields: { d: incidentId, l: z.enum(snoozeLengths) },
  toFields: ({ id, length }) => ({ d: id, l: length }),
  fromFields: ({ d: id, l: length }) => ({ id, length }),
});

export interface TakeOver {
  readonly id: string;
  /** Since when the owner has had it; undefined on older cards. */
  readonly from: EpochMs | undefined;
}

export const takeOverLink: ButtonLink<TakeOver> = buttonLink({
  verb: 'fault.assign',
  fields: { d: incidentId, o: moment.optional() },
  toFields: ({ id, from }) => ({ d: id, ...(from !== undefined && { o: from }) }),
  fromFields: ({ d: id, o: from }) => ({ id, from }),
});

export interface Noted {
  readonly id: string;
  /** As it was typed beside the button; empty if nothing was. */
  readonly note: string;
}

/** A button beside which a note can be typed. */
const notedLink = (verb: string): ButtonLink<Noted> =>
  buttonLink({
    verb,
    fields: { d: incidentId, [noteInput]: noteField },
    toFields: ({ id, note }) => ({ d: id, ...(note !== '' && { [noteInput]: note }) }),
    fromFields: ({ d, [noteInput]: note = '' }) => ({ id: d, note: note.trim() }),
  });

/** Older cards have no input beside it. */
export const closeLink = notedLink('fault.close');
export const noteLink = notedLink('fault.note');

export interface Seen {
  readonly id: string;
  /** When what the card shows happened. */
  readonly at: EpochMs;
}

/** A button that undoes what the card shows, and nothing newer. */
const undoLink = (verb: string): ButtonLink<Seen> =>
  buttonLink({
    verb,
    fields: { d: incidentId, a: moment },
    toFields: ({ id, at }) => ({ d: id, a: at }),
    fromFields: ({ d: id, a: at }) => ({ id, at }),
  });

export const unsnoozeLink = undoLink('fault.unsnooze');
export const reopenLink = undoLink('fault.reopen');

export interface Assignment extends Noted {
  /** Since when the owner has had it; undefined if it has no owner. */
  readonly from: EpochMs | undefined;
  /** The id of the person who was picked; empty if no one was. */
  readonly picked: string;
}

export const assignLink: ButtonLink<Assignment> = buttonLink({
  verb: 'fault.assignTo',
  fields: { d: incidentId, o: moment.optional(), [personInput]: inputField, [noteInput]: noteField },
  toFields: ({ id, from, picked, note }) => ({
    d: id,
    ...(from !== undefined && { o: from }),
    ...(picked !== '' && { [personInput]: picked }),
    ...(note !== '' && { [noteInput]: note }),
  }),
  fromFields: ({ d, o: from, [personInput]: picked = '', [noteInput]: note = '' }) => ({
    id: d,
    from,
    picked: picked.trim(),
    note: note.trim(),
  }),
});
