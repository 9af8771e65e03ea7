import { reasons } from './out-of-reach.ts';
import type { UnansweredRequest } from './unanswered-request.ts';

/** What is done at AvePoint, asked about in other ways than by an order (actions.ts). */
export const actions: readonly UnansweredRequest[] = [
  {
    about: 'act',
    words: [
      /\b(?:safe|ok|okay|good|allowed|possible|able|time|wise|fine|trying|looking|try) to (?:restore|delete|export|recover|rerun|restart|remove|run|start|stop|cancel|back up)\b/,
      /\bhow (?:to|can|do|could|would|should)(?: (?:i|we|you|one))? (?:restore|delete|export|recover|rerun|restart|remove|run|start|stop|cancel|back up)\b/,
      /^(?:please )?(?:increase|extend|raise|lengthen|lower|decrease|reduce|shorten|change|set|update|modify|adjust|edit) (?!in\b)(?:the |our |my )?(?:\w+ ){0,2}(?:retention|backup (?:frequency|polic(?:y|ies)|scope))\b/,
      /^(?:please )?(?:get|have) .*\b(?:restored|exported|deleted|recovered|backed up)$/,
      /^(?:please )?(?:add|create|set up|configure) (?:an? |the )?(?:new |another |daily |nightly )?(?:\w+ )?backup(?! (?:status|list|report|alert|digest|summary|overview))\b/,
      /^(?:please )?(?:give me|issue|do|perform) (?:an? |the |another )?(?:restore|backup|export)(?! (?:status|list|report|history|jobs?|overview|summary|failures?|errors?|results?))\b/,
    ],
    reason: reasons.avepoint,
    leadsTo: 'list',
  },
];

/** What is done elsewhere, or not at all. */
export const elsewhere: readonly UnansweredRequest[] = [
  {
    about: 'elsewhere',
    words: [
      /\b(?:create|open|raise|log|file|make|write)\b(?: \w+){0,3} (?:ticket|case|issue|change request|incident)\b/,
      /\b(?:in|to|into|with) (?:jira|servicenow)\b/,
      /\b(?:update|close|assign|edit|reopen) (?:the |this |that |a |my )?(?:ticket|case)\b/,
      /^(?:please )?(?:tell|ask|inform|notify|message|ping|text|contact|warn|alert) (?!me\b|us\b|you\b|the (?:team|channel|chat)\b|when\b|if\b|whether\b|how\b|what\b|which\b|on\b|for\b|about\b|every)(?:\w+ ){1,3}(?:about|that|to|of)\b/,
      /^(?:please )?(?:book|schedule|arrange|set up|plan) (?:an? |the )?(?:meeting|call|appointment|room)\b/,
      /^(?:please )?(?:translate|order (?!(?:\w+ ){1,4}by\b|by\b)|buy|play|sing|open the (?:door|window))\b/,
      /^(?:please |can you |could you |would you )*(?:call|phone|ring) \w+/,
      /\b(?:send|write|draft) (?:an? |the )?(?:e ?mail|mail|letter|message)\b/,
    ],
    reason: 'I can’t open tickets or contact people. I can post digests and alerts here.',
    leadsTo: 'list',
  },
  {
    about: 'elsewhere',
    words: [/\b(?:by|via|per|as) (?:an? )?(?:e ?mail|mail|teams|chat|sms|text|message)s?\b/],
    reason: reasons.send,
    leadsTo: 'list',
  },
  {
    about: 'elsewhere',
    words: [
      /\bretention of\b/,
      /^what is retention$/,
      /\bretention (?:period|policy|policies|settings?|rules?|times?)\b/,
      /\bwhat (?:is )?(?:our|the|my) retention$/,
      /\bhow long (?:do|are|is|will)\b.*\b(?:keep|kept|retain|retained|stored)\b/,
    ],
    reason: 'I don’t know how long backups are kept. I see retention jobs only.',
    leadsTo: 'list',
  },
  {
    about: 'elsewhere',
    words: [
      /\bwhat (?:happens|happened|would happen) if\b/,
      /^should\b/,
      /\bwhat (?:to do|should (?:i|we) do|can (?:i|we) do)\b/,
      /^how (?:do|can|to|should)(?: (?:i|we))? (?:fix|solve|handle|prevent|avoid|stop)\b/,
    ],
    reason: 'I can tell you what happened, but not what to do about it.',
    leadsTo: 'status',
  },
  {
    about: 'elsewhere',
    words: [
      /^what (?:is|are|does|do) an? /,
      /\bwhat does\b.*\bmean\b/,
      /^(?:explain|define|describe) (?:how|what|an?)\b/,
      /\bhow (?:do|does|did) (?:\w+ ){1,3}work\b/,
      /\bjob (?:types|kinds) exist\b/,
      /^how (?:was|were) .*\b(?:deleted|restored|exported|recovered)\b/,
    ],
    reason: 'I can tell you which jobs ran, but not how things work.',
    leadsTo: 'list',
  },
  {
    about: 'file',
    words: [/\b(?:csv|excel|xlsx?|spreadsheet|pdf|download|downloadable)\b/],
    reason: reasons.file,
    leadsTo: 'list',
  },
  {
    about: 'elsewhere',
    words: [/\b(?:charts?|graphs?|plot|diagram|dashboard|forecast|predict|prediction)\b/, /\bto … week$/],
    reason: 'I can’t draw or predict that. The status has the numbers.',
    leadsTo: 'status',
  },
];
