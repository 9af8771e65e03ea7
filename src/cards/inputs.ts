import { z } from 'zod';
import type { Person } from '../domain/person.ts';
import type { ClockTime } from '../domain/watch-order.ts';
import { clipped } from './plain.ts';

/** An input of a card. Its id is the field of the button's data in which the client sends its value, as text. */
export interface CardInput {
  readonly type: `Input.${string}`;
  readonly id: string;
  readonly label: string;
  readonly [property: string]: unknown;
}

interface Labelled {
  readonly id: string;
  readonly label: string;
}

interface Choice {
  readonly title: string;
  readonly value: string;
}

/** Limit of what comes back (characters). */
const longestValue = 1_000;

/**
 * The value of an input as it comes back. It's the user's, and anything may be sent in its place, so the feature that
 * reads it checks it further. Empty inputs are sent as an empty text, or not at all.
 */
export const inputField = z.string().max(longestValue).optional();

/** Several lines of text. */
export function textInput({ id, label, maxLength }: Labelled & { readonly maxLength: number }): CardInput {
  return { type: 'Input.Text', id, label, maxLength, isMultiline: true };
}

/** A time of day, as "08:00". */
export function timeInput({
  id,
  label,
  value,
}: Labelled & { readonly value?: string | undefined }): CardInput {
  return { type: 'Input.Time', id, label, ...(value !== undefined && value !== '' && { value }) };
}

/** A whole number. */
export function numberInput({
  id,
  label,
  value,
  min,
  max,
}: Labelled & {
  readonly value?: number | undefined;
  readonly min: number;
  readonly max: number;
}): CardInput {
  return { type: 'Input.Number', id, label, min, max, ...(value !== undefined && { value }) };
}

/** Yes or no, sent as "true" or "false". */
export function toggleInput({ id, label, isOn }: Labelled & { readonly isOn: boolean }): CardInput {
  // A toggle's words stand beside its box; a label above it would say them twice.
  return { type: 'Input.Toggle', id, label: '', title: label, value: String(isOn) };
}

/** One of several choices, or any number of them, sent with commas between them. */
export function choiceInput({
  id,
  label,
  choices,
  value,
  isMultiSelect = false,
}: Labelled & {
  readonly choices: readonly Choice[];
  readonly value?: string | undefined;
  readonly isMultiSelect?: boolean;
}): CardInput {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: isMultiSelect ? 'expanded' : 'compact',
    wrap: true,
    choices,
    ...(isMultiSelect && { isMultiSelect }),
    ...(value !== undefined && value !== '' && { value }),
  };
}

/** Longer names are cut. */
const longestName = 60;

/**
 * A member of the conversation, found as the user types; sent as an Entra object id. `suggested` are people whom the
 * product knows already, by Teams' own ids: their names are data.
 */
export function peoplePicker({
  id,
  label,
  suggested,
}: Labelled & { readonly suggested: readonly Person[] }): CardInput {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'compact',
    isMultiSelect: false,
    choices: suggested.map(one => ({ title: clipped(one.name, longestName), value: one.id })),
    'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users?scope=currentContext' },
  };
}

/** Returns the values of an input that allows several, each once, in the order in which they were sent. */
export function valuesOf(input: string | undefined): readonly string[] {
  const values = (input ?? '').split(',').map(value => value.trim());
  return [...new Set(values.filter(value => value !== ''))];
}

/** Returns the time of an `Input.Time`, "08:00" or "8:00"; undefined if it's none. Some clients send seconds, which are 0. */
export function timeIn(value: string | undefined): ClockTime | undefined {
  const found = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(value?.trim() ?? '');
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2])];
  return found && hour < 24 && minute < 60 ? { hour, minute } : undefined;
}
