import { suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { lengthText } from '../../../cards/durations.ts';
import { personName } from '../../../cards/mention.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import offer from '../../../cards/templates/offer.json' with { type: 'json' };
import { onCallTimeOf, reminder } from '../../../domain/duty-order.ts';
import type { OnCallAnswer, OnCallRoster } from './roster.ts';

const expand = cardTemplate(offer);

/** Who is on duty in a conversation, and who is called after whom. It calls nobody itself. */
export function onCallCard({ done, duty }: OnCallAnswer, asides: Asides): AdaptiveCard {
  return expand({
    title: titles[done](duty?.first !== undefined),
    lines: [...noteTexts(asides.notes), ...orderTexts(duty), ...reminderTexts(done, duty)].map(text => ({
      text,
    })),
    actions: suggestionActions(asides.offers),
  });
}

const titles: Readonly<Record<OnCallAnswer['done'], (isAnybody: boolean) => string>> = {
  set: () => '✓ Duty is set',
  shown: isAnybody => (isAnybody ? 'On duty here' : 'Nobody is on duty here'),
  off: () => '✓ Nobody is on duty here any more',
  escalationSet: () => '✓ The time is set',
  reminderSet: () => '✓ The time is set',
};

function orderTexts(duty: OnCallRoster | undefined): readonly string[] {
  const wait = lengthText(onCallTimeOf(duty, 'escalateAfter'));
  if (!duty?.first) {
    return [
      'Say “on duty @Name”, or “on duty @Name then @Name”: the second is called where nobody acknowledges.',
      `Time to acknowledge: ${wait}.`,
    ];
  }
  return [
    `${personName(duty.first)} is called when what is watched here fails.`,
    duty.fallback
      ? `Where nobody acknowledges within ${wait}, ${personName(duty.fallback)} is called.`
      : `Where nobody acknowledges within ${wait}, nobody else is called: say “on duty @Name then @Name”.`,
  ];
}

/** How often an incident is brought up again: whenever it's asked or has just been set, else if it isn't the usual time. */
function reminderTexts(done: OnCallAnswer['done'], duty: OnCallRoster | undefined): readonly string[] {
  const ms = onCallTimeOf(duty, 'remindAfter');
  if (ms === reminder.usualMs && done !== 'shown' && done !== 'reminderSet') return [];
  return [`Reminder: every ${lengthText(ms)} while an acknowledged incident lasts.`];
}
