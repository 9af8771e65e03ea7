import type { UnansweredRequest } from './unanswered-request.ts';

/** What is to come less, or not at all. Tried before actions, since "stop" and "pause" are said of both. */
export const quieter: readonly UnansweredRequest[] = [
  {
    about: 'settings',
    words: [
      /\b(?:(?:un)?mute|silence|unsubscribe|shut up|do not disturb)\b/,
      /\b(?:be|keep|stay) quiet\b/,
      /\bleave (?:me|us) alone\b/,
      /\b(?:stop|pause|end|cancel|disable|no more|turn off|switch off|hold)\b.{0,40}\b(?:alert|notif|messag|ping|remind|digest|report|watch|spam|post)\w*/,
    ],
    reason: 'Send “watches” to stop alerts here, or “digest” to pause or stop digests.',
    leadsTo: 'setHere',
  },
];

/** What is to come by itself. */
export const settings: readonly UnansweredRequest[] = [
  {
    about: 'settings',
    words: [
      /^(?:show |open |see |list |view |change |edit )?(?:my |our |the |all )?(?:settings?|config|configure|configuration|preferences|options|set ?up)\b/,
      /\bwhat (?:is|are|have we|have i|do we have) (?:set|configured)\b/,
      /\balerts? and digests?\b/,
      /\bwhich (?:alerts|digests|notifications)\b/,
    ],
    reason: 'Send “watches” or “digest” to see what’s set here.',
    leadsTo: 'setHere',
  },
  {
    about: 'settings',
    words: [
      /\b(?:send|post|tell|remind|report|give|show|mail|email|digest|summary|status|schedule|message|update)\b.*\b(?:every|each) (?:…|(?:day|morning|evening|night|week|weekday|workday|hour|month)\b)/,
      /\b(?:every|each) (?:…|(?:day|morning|evening|night|week|weekday|workday|hour|month)\b).*\b(?:send|post|tell|remind|report|give|show|mail|email|digest|summary|status|message|update)\b/,
      /\b(?:daily|weekly|nightly|hourly|monthly|regular) (?:\w+ ){0,2}(?:report|digest|summary|overview|status|update|e?-?mail|message|post)s?\b/,
      /\b(?:send|post|tell|remind|report|mail|email|schedule|give)\b.*\b(?:daily|weekly|nightly|hourly|monthly|regularly)\b/,
      /\bremind\b/,
      /\b(?:set|send|schedule|create|add|want|need|daily|weekly|nightly|hourly|monthly|regular)\b.*\breminders?\b/,
    ],
    reason: 'I can post a digest here at a time you choose.',
    leadsTo: 'digest',
  },
  {
    about: 'settings',
    words: [
      // "tell me if exchange failed" asks about the past, as does "when it was last backed up".
      /\b(?:let|tell|inform|message|text|page|call) (?:me|us)\b(?!.*\bwhen\b.*\b(?:last|latest|newest|most recent)\b)(?!.*\bif\b.*\b(?:failed|finished|completed|succeeded|ran|worked|did)\b)(?=.*\b(?:if|when|whenever|once|as soon as|in case)\b)/,
      /\b(?:when|if|once)\b.*\b(?:let (?:me|us) know|tell (?:me|us)|inform (?:me|us)|message (?:me|us))$/,
      /^(?:say if|what if|if|whenever|once|in case)\b(?!.*\bhow (?:old|far back|long ago|fresh)\b)(?!.*\b(?:failed|finished|completed|succeeded|ran|worked)\b)/,
      /^when (?:an?|the|any)\b(?!.*\b(?:failed|finished|ran)\b)/,
      /\b(?:notify|subscribe|subscribed|heads up|keep an eye)\b/,
      /\b(?:alert|warn|ping) (?:me|us|the)\b/,
      /\bkeep (?:me|us) (?:posted|updated|informed)\b/,
      /^(?:please |can you |could you )*monitor\b/,
      /^look out for\b/,
    ],
    reason: 'I can alert you when a backup fails, or tell you once when a running job ends.',
    leadsTo: 'watch',
  },
];
