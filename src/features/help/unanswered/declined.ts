import type { UnansweredRequest } from './unanswered-request.ts';

/** What jobs do not have: people and sites, other workloads, sizes. */
export const declined: readonly UnansweredRequest[] = [
  {
    about: 'person',
    words: [
      /\b(?:users?|persons?|people|person|customers?|clients?|owners?|employees?|colleagues?|devices?|laptops?|departments?|accounts?|who|(?<!services? )whose(?! (?:errors?|messages?|reason|status|state)\b)|whom|myself)\b/,
      /(?<!(?:for (?:the |our |my )?|morning |afternoon |evening |hi |hello |hey |thanks ))\b(?:auditors?|managers?|management|boss|everyone|everybody)\b(?! (?:asks?|wants?|needs?|is asking|are asking|would like))/,
      /\bmy (?:\w+ )?(?:mailbox|e?mails?|e mails?|jobs?|faults?|onedrive|files?|site|account|restores?|exports?|deletions?)\b(?! backups\b)/,
      /\b(?:his|her|their) (?:mailbox|mails?|onedrive|files?|site|account)\b/,
      /\bby (?:me|him|her|us|them)\b/,
      /\b(?:i|he|she|they) (?:started|ran|made|deleted|restored|exported|created)\b/,
      /\b(?:by|per) (?:mailbox|mailboxes|sites?|accounts?|teams?)\b/,
    ],
    reason: 'I can’t search by person or site. AvePoint’s job list doesn’t name them.',
    leadsTo: 'list',
  },
  {
    about: 'site',
    words: [
      /\b(?:which|what|how many|whose|list of|each|every|affected|active) (?:mailbox|mailboxes|sites?|channels?|files?|documents?|items?|objects?|teams|groups|flows|chats|projects|apps)\b(?! (?:backups?|jobs?|restores?|exports?|deletions?|retention|chats?|failures?|fails|runs?|problems?|errors?)\b)/,
      /\baffected (?:mailboxes|sites)\b/,
      /(?<!in )\bthis (?:group|team|site|mailbox|project|flow|app|chat|channel)\b/,
      /^(?:any |all |the |which )?(?:sites|mailboxes|teams|groups|chats) (?:without|with no|that have no|missing)\b/,
      /\bwrong (?:mailbox|mailboxes|sites?|teams?|groups?|files?|folders?|users?|accounts?|persons?)\b/,
      /\b(?:deleted|removed|restored|exported) (?:in|by) (?:error|mistake|accident)\b/,
      /\bby accident\b/,
      /\baccidentally\b/,
    ],
    reason: 'AvePoint lists jobs, not the mailboxes and sites in them.',
    leadsTo: 'list',
  },
  {
    about: 'workload',
    words: [
      /\b(?:entra(?: id)?|azure(?: ad)?|aad|active directory|dynamics|salesforce|google(?: workspace)?|gmail|g suite|gsuite|aws|vmware|vms?|virtual machines?|sql|sap|forms|planner|loop|copilot|intune|stream|whiteboard|onenote|sway|bookings|defender|purview|okta|github|zendesk|dropbox|crm|box|slack|zoom|webex|confluence|trello|notion|asana|hubspot|oracle|mysql|postgres(?:ql)?|mongodb|databases?|hyper v|kubernetes|linux|windows|veeam|acronis|citrix|workday|quickbooks|shopify|jira|servicenow|icloud|whatsapp|visio)\b(?! (?:time|of))/,
    ],
    reason:
      'I don’t cover that service. I cover Exchange, SharePoint, OneDrive, Microsoft 365 Groups, Project, public folders, Teams, Teams chat, Viva Engage, Power BI, Power Automate and Power Apps.',
    leadsTo: 'whole',
  },
  {
    about: 'size',
    words: [
      /\b(?:gigabytes?|gb|tb|mb|terabytes?|megabytes?|bytes?|sizes?|big(?! picture)|bigger|biggest|large|larger|largest|small(?! hours)|smaller|smallest|storage|disk|space|volume|how much data|capacity|heavy|heaviest)\b/,
    ],
    reason: 'AvePoint doesn’t report the size of jobs.',
    leadsTo: 'list',
  },
  {
    about: 'size',
    words: [
      /\b(?:prices?|pricing|costs?|costing|expensive|cheap|cheaper|cheapest|billing|bills?|invoices?|licen[cs]es?|licensing|budget|money|dollars?|euros?|how much (?:is|are|do|does|did) )\b/,
    ],
    reason: 'AvePoint’s job list has no prices and licences.',
    leadsTo: 'list',
  },
];
