import type { UnansweredRequest } from './unanswered-request.ts';

/** Ways to ask about jobs that have no answer yet. */
export const questions: readonly UnansweredRequest[] = [
  {
    about: 'nextRun',
    // What ran says nothing of a planned run that never started, so "yes" might be wrong.
    words: [
      /^(?:did|didnt|has|hasnt|have|havent|had|was|were|are|is)\b.*\b(?:scheduled|planned) (?:\w+ )?(?:backups?|restores?|exports?|jobs?|runs?)\b/,
    ],
    reason:
      'I can tell how the jobs that started went. Whether each planned backup of today started, the last good backups say.',
    leadsTo: 'lastGood',
  },
  {
    about: 'nextRun',
    words: [
      /\bnext\b(?=.*\b(?:run|runs|backups?|back up|scheduled?)\b)/,
      /\b(?:run|back up|backs up|backups?|scheduled?)\b.*\bnext\b/,
      /\bschedules?\b/,
      /\bscheduled\b/,
      /(?<!since )\bwhen (?:will|is|does|do)\b/,
      /\bupcoming\b/,
      /\babout to\b/,
      /\b(?:yet|left|remaining) to\b/,
      /\bto go$/,
      /\bstill (?:needs?|has|have) to\b/,
      /\bneeds? to be\b/,
    ],
    reason: 'I can’t tell when a job will start or end. I can see which backups are planned for today.',
    leadsTo: 'lastGood',
  },
  {
    about: 'compare',
    words: [
      /\b(?:more|less|fewer|over|under|at least) (?:than )?\d+ (?!h\b|hours?|hrs?|m\b|minutes?|mins?|d\b|days?)/,
    ],
    reason: 'I can’t filter by a number.',
    leadsTo: 'list',
  },
  {
    about: 'longer',
    words: [
      /\b(?:longer|shorter|more|less|under|at least)(?: than)? \d+ ?(?:h|hours?|hrs?|m|minutes?|mins?|d|days?)\b/,
      /\bover \d/,
      /\b(?:took|takes|taking|lasted|lasting|running (?:for|since)?)(?: \w+)? ?(?:longer|over|[<>])/,
      /\brunning for …/,
      // Not the brackets around a word: "<exchange>".
      /(?:<(?![^<>]*>)|(?<!<[^<>]*)>|[≥≤]) ?=? ?(?:\d|…)/,
    ],
    reason: 'I can’t tell which length you mean. Try “longer than 2 hours”.',
    leadsTo: 'list',
  },
  {
    about: 'order',
    words: [
      /(?<!half )\b(?:last|latest|first|top|past|newest|oldest|recent|previous) (?:\d+|two|three|four|five|six|seven|eight|nine|ten|few|couple)\b(?! (?:business|working|work|calendar|full|whole|days?|nights?|weeks?|months?|quarters?))/,
      /\b\d+ (?:latest|newest|oldest|longest|slowest|fastest|most recent|last)\b/,
      /\b(?:latest|newest|oldest|earliest|longest|slowest|fastest|shortest|quickest|most recent)\b/,
      /\b(?:last|first) (?!…)(?:\w+ ){0,3}(?:backups?|restores?|exports?|jobs?|runs?|failures?|errors?|one)\b/,
      /\b(?:order|sort|ordered|sorted)\b/,
      /\blast (?:fail|fails|failed|failing|failure|error)\b/,
      /\bin a row\b/,
      /\bconsecutive\b/,
      /\bsince when\b/,
      /\b(?:fail\w*|error\w*) (?:and |but )?then\b/,
    ],
    reason: 'I can’t tell which jobs to pick out. Try “last 5 failed backups” or “longest jobs today”.',
    leadsTo: 'list',
  },
];

/** The questions that remain beside "why": "most common errors" are causes. */
export const besideCauses = questions.filter(({ about }) => about !== 'order');
