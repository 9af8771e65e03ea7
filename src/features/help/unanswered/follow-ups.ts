import type { UnansweredRequest } from './unanswered-request.ts';

export const carriesOn = 'Ask the whole question, with its service and period.';

/** What carries on from an earlier question. Tried first, since it may have no word about jobs at all. */
export const followUps: readonly UnansweredRequest[] = [
  {
    about: 'followUp',
    words: [
      /^(?:(?:ok|okay|thanks|thank you|thx|great|good|cool|hm+|so|well|right|alright) )*(?:and|or|but|plus|what about|what of|how about|same|same thing|ditto|likewise)\b/,
      /^(?:so )?how (?:does|do|did) (?:that|this|it|they|those|these) compare\b/,
      /^how often (?:did|does|has) (?:that|this|it|they) happen/,
      /^when (?:did|does) (?:that|this|it|they) (?:finish|end|complete)\b/,
      /^(?:is|was|are|were) (?:that|this|they|those|these) (?:more|less|fewer|better|worse|higher|lower) than\b/,
      /^no i mean/,
      /^i mean/,
      /\binstead$/,
      /^(?:only|just) (?!got in|(?:the |a )?(?:numbers?|count|total)\b|checking|wondering|asking|.*\b(?:backups?|restores?|exports?|deletions?|retention|jobs?)\b)/,
      /(?<!\b(?:and|then) group )\b(?:those|them|these)\b(?! (?:backups?|restores?|exports?|jobs?|that|which|who|with)\b)/,
      /\bthe (?:ones?|others|rest)\b/,
      /\bthis (?:job|backup|restore|run)\b/,
      /\b(?:this|that|the first|the second|the third|the last|the next) (?:one|list)\b(?! that)/,
      /^(?:again|repeat|same again|once more)$/,
      /\b(?:ones?) too$/,
      /^why$/,
      /^how many$/,
      /^how come$/,
      /^when$/,
    ],
    reason: carriesOn,
    leadsTo: 'whole',
  },
];

/** What is asked of the bot itself, of an earlier job, or of the services as such. */
export const besides: readonly UnansweredRequest[] = [
  {
    about: 'words',
    words: [
      /\b(?:are|did|do|is|were|was) (?:you|u|the bot|this bot)\b(?! (?:last |ever )?(?:see|have|know|list|show))/,
      /\bwrong with (?:you|the bot)\b/,
      /^u ok$/,
    ],
    reason: 'I answer questions about backup jobs, not about myself.',
    leadsTo: 'status',
  },
  {
    about: 'words',
    words: [/^(?:is|are) (?:\w+ ){1,3}back up$/],
    reason: 'I can’t see whether a service is up. I can see whether its backups ran.',
    leadsTo: 'status',
  },
];
