import { ranked, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { lengthText } from '../../../cards/durations.ts';
import { personName } from '../../../cards/mention.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import offer from '../../../cards/templates/offer.json' with { type: 'json' };
import { onCallTimeOf, reminder } from '../../../domain/duty-order.ts';
import type { OnCallAnswer, OnCallRoster } from './roster.ts';

const expand = cardTemplate(offer);

/** Who is on call in a conversation, and who is called after whom. It calls no one itself. */
export function onCallCard({ done, duty }: OnCallAnswer, asides: Asides): AdaptiveCard {
  return expand({
    title: titleOf(done, duty),
    lines: [...noteTexts(asides.notes), ...orderTexts(duty), ...reminderTexts(done, duty)].map(text => ({
      text,
    })),
    actions: ranked(suggestionActions(asides.offers)),
  });
}

function titleOf(done: OnCallAnswer['done'], duty: OnCallRoster | undefined): string {
  const who = duty?.first ? `${personName(duty.first)} is on call` : 'No one is on call';
  switch (done) {
    case 'set':
      return `✓ ${who}`;
    case 'shown':
      return `${who} here`;
    case 'off':
      return '✓ No one is on call here now';
    case 'escalationSet':
      return '✓ Escalation time changed';
    case 'reminderSet':
      return '✓ Reminder changed';
  }
}

function orderTexts(duty: OnCallRoster | undefined): readonly string[] {
  const wait = lengthText(onCallTimeOf(duty, 'escalateAfter'));
  if (!duty?.first)
    return [
      'To put someone on call, say “on call @Name”.',
      `To have a second person called if the first doesn’t acknowledge within ${wait}, say “on call @Name then @Name”.`,
    ];
  return [
    `${personName(duty.first)} is called, by a mention here, when a watched backup fails or doesn’t start.`,
    duty.fallback
      ? `If nobody acknowledges within ${wait}, ${personName(duty.fallback)} is called.`
      : 'No one is called next: to name someone, say “on call @Name then @Name”.',
  ];
}

/** How often an incident is brought up again: whenever it's asked or has just been set, else if it isn't the usual time. */
function reminderTexts(done: OnCallAnswer['done'], duty: OnCallRoster | undefined): readonly string[] {
  const ms = onCallTimeOf(duty, 'remindAfter');
  if (ms === reminder.usualMs && done !== 'shown' && done !== 'reminderSet') return [];
  return [`An acknowledged incident is brought up again every ${lengthText(ms)} until it’s over.`];
}
