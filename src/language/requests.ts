import type { Unanswered } from '../domain/reading.ts';

/** A kind of request that the bot recognises and does not answer: how it is put, and why there is no answer. */
export interface Request {
  readonly about: Unanswered;
  /** Tried on the words outside the page size and the periods, which stand as "…". */
  readonly words: RegExp;
  readonly reason: string;
  /** What leads on: the same jobs as a list, their status or causes, or what is set here. */
  readonly leadsTo:
    | 'list'
    | 'status'
    | 'why'
    | 'lastGood'
    | 'watch'
    | 'digest'
    | 'setHere'
    | 'compare'
    | 'whole';
}

const alerts = '(?:alert|notif|messag|ping|remind|digest|report|watch|spam|post)\\w*';
const wanting = 'let (?:me|us) know|tell (?:me|us)|inform (?:me|us)|(?:message|text|page|call) (?:me|us)';

/** What is to come less, or not at all. Tried before actions, since "stop" and "pause" are said of both. */
export const quieterRequests: readonly Request[] = [
  {
    about: 'settings',
    words: new RegExp(
      `\\b(?:un)?mute\\b|\\bsilence\\b|\\bunsubscribe\\b|\\bshut up\\b|\\b(?:be|keep|stay) quiet\\b|\\bdo not disturb\\b|\\bleave (?:me|us) alone\\b|` +
        `\\b(?:stop|pause|end|cancel|disable|no more|turn off|switch off|hold)\\b.{0,40}\\b${alerts}`,
    ),
    reason: 'Alerts and digests are paused and ended where they are set.',
    leadsTo: 'setHere',
  },
];

/** What is to come by itself. */
const settings: readonly Request[] = [
  {
    about: 'settings',
    words:
      /^(?:show |open |see |list |view |change |edit )?(?:my |our |the |all )?(?:settings?|config|configure|configuration|preferences|options|set ?up)\b|\bwhat (?:is|are|have we|have i|do we have) (?:set|configured)\b|\balerts? and digests?\b|\bwhich (?:alerts|digests|notifications)\b/,
    reason: 'What is set here is shown by “watches” and “digest”.',
    leadsTo: 'setHere',
  },
  {
    about: 'settings',
    words:
      /\b(?:send|post|tell|remind|report|give|show|mail|email|digest|summary|status|schedule|message|update)\b.*\b(?:every|each) (?:…|(?:day|morning|evening|night|week|weekday|workday|hour|month)\b)|\b(?:every|each) (?:…|(?:day|morning|evening|night|week|weekday|workday|hour|month)\b).*\b(?:send|post|tell|remind|report|give|show|mail|email|digest|summary|status|message|update)\b|\b(?:daily|weekly|nightly|hourly|monthly|regular) (?:\w+ ){0,2}(?:report|digest|summary|overview|status|update|e?-?mail|message|post)s?\b|\b(?:send|post|tell|remind|report|mail|email|schedule|give)\b.*\b(?:daily|weekly|nightly|hourly|monthly|regularly)\b|\bremind\b/,
    reason: 'A digest comes by itself at a time that you set.',
    leadsTo: 'digest',
  },
  {
    about: 'settings',
    words: new RegExp(
      `\\b(?:${wanting})\\b(?!.*\\bif\\b.*\\b(?:failed|finished|completed|succeeded|ran|worked|did)\\b)(?=.*\\b(?:if|when|whenever|once|as soon as|in case)\\b)|\\b(?:when|if|once)\\b.*\\b(?:${wanting})$|` +
        '\\bnotify\\b|\\b(?:alert|warn|ping) (?:me|us|the)\\b|\\bkeep (?:me|us) (?:posted|updated|informed)\\b|\\bkeep an eye\\b|\\bheads up\\b|' +
        '^(?:say if|what if|if|whenever|once|in case)\\b(?!.*\\b(?:failed|finished|completed|succeeded|ran|worked)\\b)|^when (?:an?|the|any)\\b(?!.*\\b(?:failed|finished|ran)\\b)|' +
        '\\bsubscribe\\b|\\bsubscribed\\b|^(?:please |can you |could you )*monitor\\b|^look out for\\b',
    ),
    reason: 'A watch alerts you when a backup fails. I can’t wait for a single job yet.',
    leadsTo: 'watch',
  },
];

const doing = '(?:restore|delete|export|recover|rerun|re run|restart|remove|run|start|stop|cancel|back up)';

/** What is done at AvePoint, asked about in other ways than by an order (actions.ts). */
const actions: readonly Request[] = [
  {
    about: 'act',
    words: new RegExp(
      `\\b(?:safe|ok|okay|good|allowed|possible|able|time|wise|fine|trying|looking|try) to ${doing}\\b|` +
        `\\bhow (?:to|can|do|could|would|should)(?: (?:i|we|you|one))? ${doing}\\b|` +
        '^(?:please )?(?:get|have) .*\\b(?:restored|exported|deleted|recovered|backed up)$|' +
        '^(?:please )?(?:give me|issue|do|perform) (?:an? |the |another )?(?:restore|backup|export)(?! (?:status|list|report|history|jobs?|overview|summary|failures?|errors?|results?))\\b',
    ),
    reason: 'Restores, reruns and deletions are done in the AvePoint portal.',
    leadsTo: 'list',
  },
];

/** What is done elsewhere, or not at all. */
const elsewhere: readonly Request[] = [
  {
    about: 'elsewhere',
    words:
      /\b(?:create|open|raise|log|file|make|write)\b(?: \w+){0,3} (?:ticket|case|issue|change request|incident)\b|\bjira\b|\bservicenow\b|^(?:please )?(?:call|phone|ring) \w+|\b(?:send|write|draft) (?:an? |the )?(?:e ?mail|mail|letter|message)\b/,
    reason: 'I can’t open tickets, call or write to people. A digest or a watch posts here by itself.',
    leadsTo: 'list',
  },
  {
    about: 'elsewhere',
    words: /\b(?:by|via|per|as) (?:an? )?(?:e ?mail|mail|teams|chat|sms|text|message)s?\b/,
    reason: 'I can’t send that anywhere. A digest posts here by itself at a time that you set.',
    leadsTo: 'list',
  },
  {
    about: 'elsewhere',
    words:
      /\bretention of\b|^what is retention$|\bretention (?:period|policy|policies|settings?|rules?|times?)\b|\bwhat (?:is )?(?:our|the|my) retention$|\bhow long (?:do|are|is|will)\b.*\b(?:keep|kept|retain|retained|stored)\b/,
    reason: 'I don’t know how long backups are kept: AvePoint’s job list has retention jobs alone.',
    leadsTo: 'list',
  },
  {
    about: 'elsewhere',
    words:
      /\bwhat (?:happens|happened|would happen) if\b|^should\b|\bwhat (?:to do|should (?:i|we) do|can (?:i|we) do)\b|^how (?:do|can|to|should)(?: (?:i|we))? (?:fix|solve|handle|prevent|avoid|stop)\b/,
    reason: 'I can tell what has happened, and not what to do about it.',
    leadsTo: 'status',
  },
  {
    about: 'elsewhere',
    words:
      /^what (?:is|are|does|do) an? |\bwhat does\b.*\bmean\b|^(?:explain|define|describe) (?:how|what|an?)\b|\bhow (?:do|does|did) (?:\w+ ){1,3}work\b|\bjob (?:types|kinds) exist\b|^how (?:was|were) .*\b(?:deleted|restored|exported|recovered)\b/,
    reason: 'I answer questions about the jobs that ran, and not about what things are or how they work.',
    leadsTo: 'list',
  },
  {
    about: 'file',
    words: /\b(?:csv|excel|xlsx?|spreadsheet|pdf|download|downloadable)\b/,
    reason: 'I can’t make files yet.',
    leadsTo: 'list',
  },
  {
    about: 'elsewhere',
    words: /\b(?:charts?|graphs?|plot|diagram|dashboard|forecast|predict|prediction)\b|\bto … week$/,
    reason: 'I can’t draw or predict that. The status has its numbers and their change.',
    leadsTo: 'status',
  },
];

export const carriesOn = 'I can’t carry on from an earlier question yet.';

/** What carries on from an earlier question. Tried first, since it may have no word about jobs at all. */
export const followUps: readonly Request[] = [
  {
    about: 'followUp',
    words:
      /^(?:(?:ok|okay|thanks|thank you|thx|great|good|cool|hm+|so|well|right|alright) )*(?:and|or|but|plus|what about|what of|how about|same|same thing|ditto|likewise)\b|^no i mean|^i mean|\binstead$|^(?:only|just) (?!.*\b(?:backups?|restores?|exports?|deletions?|retention|jobs?)\b)|\b(?:those|them|these)\b(?! (?:backups?|restores?|exports?|jobs?|that|which|who|with)\b)|\bthe (?:ones?|others|rest)\b|\bthis (?:job|backup|restore|run)\b|\b(?:this|that|the first|the second|the third|the last|the next) (?:one|list)\b(?! that)|^(?:again|repeat|same again|once more)$|\b(?:ones?) too$|^why$|^how many$|^how come$|^when$/,
    reason: carriesOn,
    leadsTo: 'whole',
  },
];

/** What is asked of the bot itself, of an earlier job, or of the services as such. */
const besides: readonly Request[] = [
  {
    about: 'words',
    words:
      /\b(?:are|did|do|is|were|was) (?:you|u|the bot|this bot)\b(?! (?:see|have|know|list|show))|\bwrong with (?:you|the bot)\b|^u ok$/,
    reason: 'I answer questions about backup jobs, not about myself.',
    leadsTo: 'status',
  },
  {
    about: 'words',
    words: /^(?:is|are) (?:\w+ ){1,3}back up$/,
    reason: 'I can’t tell whether a service itself is up. The status tells how its backups are.',
    leadsTo: 'status',
  },
];

/** What jobs do not have: people and sites, other workloads, sizes. */
export const declined: readonly Request[] = [
  {
    about: 'person',
    words:
      /\b(?:users?|persons?|people|person|customers?|clients?|owners?|employees?|colleagues?|devices?|laptops?|departments?|accounts?|who|(?<!services? )whose|whom|myself)\b|(?<!for (?:the |our |my )?)\b(?:auditors?|managers?|management|boss|everyone|everybody)\b(?! (?:asks?|wants?))|\bmy (?:\w+ )?(?:mailbox|e?mails?|e mails?|jobs?|faults?|onedrive|files?|site|account|restores?|exports?|deletions?)\b|\b(?:his|her|their) (?:mailbox|mails?|onedrive|files?|site|account)\b|\bby (?:me|him|her|us|them)\b|\b(?:i|he|she|they) (?:started|ran|made|deleted|restored|exported|created)\b|\b(?:by|per) (?:mailbox|mailboxes|sites?|accounts?|teams?)\b/,
    reason: 'AvePoint’s job list can’t be filtered by person or site.',
    leadsTo: 'list',
  },
  {
    about: 'site',
    words:
      /\b(?:which|what|how many|whose|list of|each|every|affected|active) (?:mailbox|mailboxes|sites?|channels?|files?|documents?|items?|objects?|teams|groups|flows|chats|projects|apps)\b(?! (?:backups?|jobs?|restores?|exports?|chats?|failures?)\b)|\baffected (?:mailboxes|sites)\b|(?<!in )\bthis (?:group|team|site|mailbox|project|flow|app|chat|channel)\b|^(?:any |all |the |which )?(?:sites|mailboxes|teams|groups|chats) (?:without|with no|that have no|missing)\b|\bwrong (?:mailbox|mailboxes|sites?|teams?|groups?|files?|folders?|users?|accounts?|persons?)\b|\b(?:deleted|removed|restored|exported) (?:in|by) (?:error|mistake|accident)\b|\bby accident\b|\baccidentally\b/,
    reason: 'AvePoint lists jobs, not the sites and mailboxes in them.',
    leadsTo: 'list',
  },
  {
    about: 'workload',
    words:
      /\b(?:entra(?: id)?|azure(?: ad)?|aad|active directory|dynamics|salesforce|google(?: workspace)?|gmail|g suite|gsuite|aws|vmware|vms?|virtual machines?|sql|sap|forms|planner|loop|copilot|intune|stream|whiteboard|onenote|sway|bookings|defender|purview|okta|github|zendesk|dropbox|crm)\b/,
    reason:
      'AvePoint’s job list here doesn’t cover that. It covers Exchange, SharePoint, OneDrive, Microsoft 365 Groups, Project, public folders, Teams, Teams chat, Viva Engage, Power BI, Power Automate and Power Apps.',
    leadsTo: 'whole',
  },
  {
    about: 'size',
    words:
      /\b(?:gigabytes?|gb|tb|mb|terabytes?|megabytes?|bytes?|sizes?|big|bigger|biggest|large|larger|largest|small|smaller|smallest|storage|disk|space|volume|how much data|capacity|heavy|heaviest)\b/,
    reason: 'Jobs don’t carry a size.',
    leadsTo: 'list',
  },
];

/** Ways to ask about jobs that have no answer yet. */
const questions: readonly Request[] = [
  {
    about: 'nextRun',
    words:
      /\bnext\b(?=.*\b(?:run|runs|backups?|back up|scheduled?)\b)|\b(?:run|back up|backs up|backups?|scheduled?)\b.*\bnext\b|\bschedules?\b|\bscheduled\b|(?<!since )\bwhen (?:will|is|does|do)\b|\bupcoming\b|\babout to\b|\b(?:yet|left|remaining) to\b|\bto go$|\bstill (?:needs?|has|have) to\b|\bneeds? to be\b/,
    reason: 'I can’t look ahead: AvePoint’s job list has only what has started.',
    leadsTo: 'lastGood',
  },
  {
    about: 'compare',
    words:
      /\b(?:more|less|fewer|worse|better|higher|lower|greater)\b.*\bthan\b(?! \d)|\bwhat(?: has| is|s)? changed\b|\btrend(?:s|ing)?\b|\b(?:improved?|improving|increas\w+|decreas\w+)\b/,
    reason: 'I compare two periods if both are named.',
    leadsTo: 'compare',
  },
  {
    about: 'compare',
    words:
      /\b(?:more|less|fewer|over|under|at least) (?:than )?\d+ (?!h\b|hours?|hrs?|m\b|minutes?|mins?|d\b|days?)/,
    reason: 'I can’t compare with a number yet.',
    leadsTo: 'list',
  },
  {
    about: 'longer',
    words:
      /\b(?:longer|shorter|more|less|under|at least)(?: than)? \d+ ?(?:h|hours?|hrs?|m|minutes?|mins?|d|days?)\b|\bover \d|\b(?:took|takes|taking|lasted|lasting|running (?:for|since)?)(?: \w+)? ?(?:longer|over|[<>])|\brunning for …|[<>≥≤]/,
    reason: 'I can’t filter by how long a job took yet.',
    leadsTo: 'list',
  },
  {
    about: 'rank',
    words:
      /\b(?:by|per) (?:service|workload|day|date|hour|week|month|state|status|type|kind|job type|application|app)s?\b|\bper …|\b(?:most|worst|top|rank|ranks|ranked|ranking|breakdown|break down|split|sorted?|grouped)\b(?! recent)|^group\b.*\bby\b|\b(?:which|how many|number of|count of) (?:services?|workloads?|days?)\b|^group (?:the|all|my|failed|failures|errors|jobs)\b|^(?:not|is|are|was|were) only\b(?!.*\b(?:protected|good backups?)\b)|\bfor (?:each|every) (?:service|day|workload)\b|\b(?:every|each) (?:…|(?:day|morning|evening|night|week|month)\b)/,
    reason: 'I can’t rank or group jobs yet. The status has every service with its numbers.',
    leadsTo: 'status',
  },
  {
    about: 'rate',
    words:
      /\b(?:rates?|percent|percentages?|ratio|reliab\w+|sla|slas|uptime|share of|proportion)\b|\bcount on\b|%/,
    reason: 'I can’t work out rates yet. The status has the numbers.',
    leadsTo: 'status',
  },
  {
    about: 'order',
    words:
      /(?<!half )\b(?:last|latest|first|top|past|newest|oldest|recent|previous) (?:\d+|two|three|four|five|six|seven|eight|nine|ten|few|couple)\b(?! (?:business|working|work|calendar|full|whole|days?|nights?|weeks?|months?|quarters?))|\b\d+ (?:latest|newest|oldest|longest|slowest|fastest|most recent|last)\b|\b(?:latest|newest|oldest|earliest|longest|slowest|fastest|shortest|quickest|most recent)\b|\b(?:last|first) (?!…)(?:\w+ ){0,3}(?:backups?|restores?|exports?|jobs?|runs?|failures?|errors?|one)\b|\b(?:order|sort|ordered|sorted)\b|\blast (?:fail|fails|failed|failing|failure|error)\b|\bin a row\b|\bconsecutive\b|\bsince when\b|\b(?:fail\w*|error\w*) (?:and |but )?then\b/,
    reason: 'I can’t pick, sort or follow jobs yet: a list has all that started in its period.',
    leadsTo: 'list',
  },
];

/** In the order in which they count if a sentence has words of several. */
export const settingRequests: readonly Request[] = [...actions, ...settings, ...elsewhere];
export const questionRequests: readonly Request[] = questions;
export const besideRequests: readonly Request[] = besides;
/** Those of them that remain if it is asked why: "most common errors" are causes. */
export const causeRequests = questions.filter(({ about }) => !['rank', 'rate', 'order'].includes(about));
