import type { Parsed } from '../../language/parse.ts';
import { phrasesIn } from '../../language/phrase-list.ts';
import type { Token } from '../../language/tokens.ts';

const words = (list: string) => new Set(list.split(' '));
const greetings = words('hi hello hey hiya howdy yo morning evening afternoon welcome ping test testing');
const thanks = words('thanks thank thx thankyou ty cheers ta tysm appreciated appreciate');
const farewells = words('bye goodbye cya ttyl brb gtg cu ciao');
const apologies = words('sorry sry oops whoops nvm nevermind np');
const remarks = words(
  'ok okay okey okie oki k kk great good cool nice perfect awesome excellent super brilliant fantastic wonderful lovely neat sweet amazing done fine success alright lol rofl lmao haha hahaha hehe yes yep yeah yup yay no nope sure noted understood agreed wow hmm hm helpful roger congrats congratulations bravo kudos fyi',
);
/** Words that may stand beside them and change nothing. */
const beside = words(
  'you u so much very a lot lots team everyone everybody all bot for again guys folks mate man dear there now then that this thats help your the and really just well too also oh ah here me my to',
);
/** Whole remarks, without punctuation. */
const phrases: ReadonlyMap<string, Talk> = new Map([
  ...each(
    'sorry',
    `
      wrong chat, sorry wrong chat, wrong channel, sorry wrong channel, wrong thread, wrong window,
      wrong group, wrong bot, it was my fault, it was my fault sorry, sorry my fault, my fault,
      my bad, my mistake, no problem, no problem at all, no worries, no prob, no probs, never mind,
      forget it, not a problem, dont worry, dont worry about it, ignore that, ignore this,
      ignore me, please ignore, nothing else, thats all, thats it, thats all for now,
      thats all thanks, that is all, no need, no thanks, no thank you, not for you,
      i was not talking to you, im not talking to you, not you, that was not for you,
      that wasnt for you, oops wrong chat, wrong bot, wrong tab, this was not meant for you,
      this was not for you, not meant for you, that was not meant for you, forget about it,
      forget that, forget what i said, ignore my last message, ignore the last message,
      ignore my message, ignore it, just testing, was just testing, i was just testing, just a test,
      only a test, this is a test, sorry for the confusion, sorry for the noise, sorry for that,
      sorry about that, sorry to bother you, i was wrong, i was mistaken, my error, i misread,
      i misread that, typo, that was a typo, hit enter too early
    `,
  ),
  ...each(
    'wrong',
    `
      youre wrong, you are wrong, thats wrong, that is wrong, this is wrong, its wrong,
      thats not right, that is not right, this is not right, thats not true, not true, not right,
      wrong answer, wrong, incorrect, thats incorrect, that is incorrect, thats not correct,
      that is not correct, this is not correct, not correct, this cant be right, that cant be right,
      cant be right, that doesnt look right, this doesnt look right, thats not what i asked,
      that is not what i asked, not what i asked, thats not what i meant, not what i meant,
      not what i wanted, thats not what i wanted, the numbers are wrong, your numbers are wrong,
      those numbers are wrong, the answer is wrong, your answer is wrong, youre mistaken,
      you are mistaken, bad bot, stupid bot, useless, useless bot, you suck, nonsense,
      i dont believe you, i dont believe that, are you sure, you sure
    `,
  ),
  ...each(
    'fine',
    `
      complete, completed, success, all done, got it, i see, all good, its all good, all fine,
      sounds good, looks good, looks good to me, lgtm, makes sense, fair enough, good to know,
      thats good, thats good to know, thats great, thats good news, good news, great news, i know,
      will do, on it, im on it, we are on it, were on it, not now, maybe later, later, that works,
      works for me, it works, it works now, love it, not bad, good stuff, good luck, of course,
      my pleasure, that makes sense, makes sense now, all clear, all clear now, that was quick,
      that was fast, ok wait, one moment, one sec, just a moment, just a second, hold on, i will wait,
      found it, i found it, already found it, i found it already, we found it, solved, solved it,
      solved already, fixed it already, let me check, let me check that, let me see, let me think,
      same here, same to you, you too, thats all i needed, thats what i needed, that is what i needed,
      thats all i wanted to know, thats what i wanted to know, thats exactly what i needed,
      just what i needed, i understand, i understand now, clear, its clear now, thats clear,
      great stuff, helps a lot, cool stuff, exactly what i was looking for,
      just what i was looking for, that is what i was looking for, thats what i was looking for,
      good question, interesting, i hope so, lets hope so, lets see, we will see, fingers crossed
    `,
  ),
  ...each(
    'hello',
    `
      how are you, how are you doing, how are you today, hows it going, how is it going, good morning,
      good evening, good afternoon, good day, are you there, you there, are you awake, are you alive,
      anybody there, anyone there, nice to meet you, happy monday, happy friday, happy new week,
      happy weekend, happy new year, merry christmas, happy holidays, happy easter
    `,
  ),
  ...each(
    'bye',
    `
      talk later, talk soon, talk to you later, speak later, talk tomorrow, talk to you tomorrow,
      speak tomorrow, speak soon, see you, see you later, see u, see u later, see u tomorrow,
      see u soon, see u monday, see you monday, see you next week, see you on monday, until monday,
      until next week, catch u later, cya tomorrow, cu tomorrow, cu later, cya later, bye for now,
      going home, going home now, i am going home, im going home, off home, off to bed, done for today,
      im done for today, thats it for today, calling it a day, signing off, logging off, back later,
      i will be back later, ill be back later, back soon, see you tomorrow, see ya, see you soon,
      until tomorrow, till tomorrow, catch you later, good night, have a good one, have a nice day,
      have a good day, have a great day, have a good evening, have a nice evening, have a good weekend,
      have a nice weekend, have a great weekend, enjoy your weekend, enjoy the weekend,
      enjoy your evening, take care, be right back, im off, im out, gotta go, i have to go
    `,
  ),
  ...each(
    'welcome',
    `
      well done, good job, good jobs, nice job, nice jobs, great jobs, awesome job, awesome work,
      excellent job, excellent work, super job, perfect job, perfect work, good bot, nice work,
      great work, good work, great job, nice one, good one, much appreciated, you rock, youre great,
      you are great, you are awesome, youre awesome, nice bot, great bot, cool bot, saved my day,
      you saved my day, you saved the day, you made my day, you saved me, life saver, lifesaver,
      that was great, that was perfect, that was very helpful, that was fast thanks, youre the best,
      you are the best, that helps, that helped, that was helpful, that helps a lot, that helped a lot,
      this helps, this helps a lot, i love you, love you, thats helpful, very helpful, thats perfect,
      well played
    `,
  ),
]);

type Talk = keyof typeof answers;

const answers = {
  hello: 'Hi. Send “status” or “problems today”, or “help” for what else I can answer.',
  welcome: 'You’re welcome.',
  sorry: 'No problem.',
  wrong:
    'Sorry about that. Refresh on the card reads it again, and its details say what it covers. Or ask again in other words.',
  fine: 'OK. I’m here if you need me.',
  bye: 'Bye for now.',
} as const;

/** Returns a short reply to a sentence that asks nothing; undefined for any other. */
export function smallTalk({ tokens, parts }: Pick<Parsed, 'tokens' | 'parts'>): string | undefined {
  const said = tokens.filter(({ kind }) => kind !== 'sign').map(({ raw }) => bare(raw));
  if (said.length === 0) return isEmoji(tokens) ? answers.fine : undefined;
  const isAsked = tokens.some(({ text }) => text === '?');
  const talk = remarkOf(said);
  if (talk && !(isAsked && talk === 'fine')) return answers[talk];
  if (isAsked) return undefined;
  const sentence = said.join(' ');
  if (complaining.test(sentence)) return answers.wrong;
  const isOfJobs = parts.types.length + parts.states.length > 0;
  if (isAppointment(sentence) && !isOfJobs) return answers.fine;
  const isOfService = parts.services.length > 0 && !/ (?:channel|chat|group|thread|bot)$/.test(sentence);
  if (!isOfJobs && !isOfService && misplaced.some(one => one.test(sentence))) return answers.sorry;
  if (thanking.test(sentence) && parts.states.length === 0) return answers.welcome;
  if (isTold(sentence)) return answers.fine;
  // "no success" reports something.
  if (said.length > 1 && said.includes('no')) return undefined;
  // "all ok" is the status, "thanks all" isn't.
  if (said[0] === 'all') return undefined;
  const isTalk =
    said.every(word => meant.has(word) || beside.has(word)) && said.some(word => meant.has(word));
  return isTalk ? answerTo(said) : undefined;
}

/** "I'll" is told from "ill", "we'll" from "well"; "that's" is one word. */
function bare(raw: string): string {
  const word = raw.toLowerCase();
  if (/^(?:i|we)'ll$/.test(word)) return word.replace("'ll", ' will');
  return word === "we're" ? 'we are' : word.replaceAll("'", '');
}

/** Finds a whole remark, after "thanks" and the like and before "team" or "thanks". */
function remarkOf(said: readonly string[]): Talk | undefined {
  const last = said.at(-1) ?? '';
  const isBeside = [called, thanks, farewells, apologies, asked].some(words => words.has(last));
  const end = isBeside ? said.length - 1 : said.length;
  for (let at = 0; at < said.length; at += 1) {
    const talk = phrases.get(said.slice(at).join(' ')) ?? phrases.get(said.slice(at, end).join(' '));
    if (talk) return talk !== 'sorry' && said.some(word => thanks.has(word)) ? 'welcome' : talk;
    // "no success" reports something, "no, that's it" doesn't.
    const isNo = said[at] === 'no' && !pointing.has(said[at + 1] ?? '');
    if (!meant.has(said[at] ?? '') || isNo) return undefined;
  }
  return undefined;
}

const asked = words('please pls plz');
const pointing = words('that thats this it its i nothing you');
/** Those who are spoken to. */
const called = words('bot team guys folks all everyone everybody mate man');

const meant = new Set([...greetings, ...thanks, ...farewells, ...apologies, ...remarks]);

function answerTo(said: readonly string[]): string {
  const has = (list: ReadonlySet<string>) => said.some(word => list.has(word));
  if (has(thanks)) return answers.welcome;
  if (has(farewells)) return answers.bye;
  if (has(apologies)) return answers.sorry;
  return has(greetings) ? answers.hello : answers.fine;
}

function isEmoji(tokens: readonly Token[]): boolean {
  return (
    tokens.some(({ raw }) => /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(raw)) ||
    /^[:;=x8]-?[)(dp/|]+$/i.test(tokens.map(({ raw }) => raw).join(''))
  );
}

const appointments = [
  /^(?!on call|who\b|whos\b|is\b)(?:\w+ ){0,3}(?:call|meeting|standup|stand up|huddle|lunch|coffee|break|retro|workshop) (?:is |starts? |moved )?(?:in|at|now|later|today|tomorrow|soon|starts?|to)\b(?: \w+){0,4}$/,
  /^(?:let us|lets|let|we can|we could|we should|can we) (?:chat|talk|speak|meet|call|sync|discuss|catch up)(?: about (?:it|this|that))?(?: (?:later|soon|tomorrow|then|again|offline|today|tonight|now|first|in person|after \w+|in \w+(?: \w+)?|at \w+|on \w+))*$/,
  /^(?:im|i am|i will be|we are|were) (?:in a meeting|in meetings|away|off|out|late|busy|back|on leave|on vacation|on holiday|sick|afk|at lunch|on a call)\b/,
];

/** What was meant for another person, or is over: "that was meant for the ops channel", "sorry, this was for Marek". */
const misplaced = [
  /^(?:(?:oops|ups|sorry|ah|oh|my bad|my mistake|ignore that) )*(?:that|this|it|the last one|my last message)(?: one| message)? (?:was|is|were)(?: only| actually| really)?(?: not)?(?: meant| intended)? (?:for|to)(?: \w+){1,4}$/,
  /^(?:(?:oops|ups|sorry|ah|oh) )*(?:meant|wanted) to (?:post|send|write|ask) (?:that|this|it) (?:in|to|somewhere|elsewhere)\b(?: \w+){0,4}$/,
  /^(?:(?:ok|okay|oops|sorry|nvm|nevermind|never mind|thanks|ah|oh|forget it|no worries) )+(?:i |we |already |just )*(?:have |had )?(?:found|got|solved|figured|sorted|fixed)(?: it| that| this)?(?: out)?(?: already| now| myself| ourselves)*$/,
];

/** "group call in 5 min", "let's chat later". */
function isAppointment(sentence: string): boolean {
  return appointments.some(one => one.test(sentence));
}

/** Words with which something is asked for or ordered, in the first person as well. */
const asking = words(
  'what which when why how who where whose whats did do does can could would any anything show list give tell send find check get need want please status summary digest watch alert notify remind let if whether',
);
/** What a colleague does about a problem. */
const doing =
  /\b(?:looking into|working on|checking on|investigating|taking care|on it|handling|dealing with|fixing|following up|escalating)\b|\b(?:i|we|ive|weve)(?: (?:will|have|just|already|now|also|can))* (?:fixed|restarted|rerun|reran|retried|handled|resolved|solved|acknowledged|escalated|reported|rebooted|called|contacted|opened|informed|told|took|take|fix|handle|restart|retry|investigate|look into|look at|deal with|call|contact|saw|noticed|heard)\b|\b(?:i|we) will (?:check|look|see|do|try|wait|ask|call|open|raise|contact|get back|report back)\b|^(?:(?:ok|okay|thanks|thank you|thx|great|good|cool|alright|fine) )+(?:will|gonna|going to) (?:check|look|see|do|try|wait|ask|call|open|contact)\b/;
const telling =
  /^(?:(?:hey|hi|hello|ok|team|all|folks|guys|everyone|so|just) )*(?:fyi|for your information|heads up|just so you know|for info)\b ?/;
const complaining =
  /^(?:you are|youre) (?:wrong|mistaken) about\b|^(?:the|your|this|that|these|those) (?:card|list|answer|numbers?|count|status|results?|report|digest|data|figures?)(?: \w+)? (?:is|are|looks?|seems?|cant be|cannot be) (?:wrong|incorrect|off|false|not right|not correct|right|outdated|old)$/;
const thanking =
  /^(?:(?:ok|great|perfect|cool|many) )*(?:thanks|thank you|thx|ty|cheers)(?: so much| a lot| very much| again| team| all)* for (?:the|your|that|this|all|letting|checking|helping|being|looking)\b(?: \w+){0,5}$/;

/** "FYI exchange failed again, looking into it": informs others, and asks nothing. */
function isTold(sentence: string): boolean {
  if (!doing.test(sentence) && !telling.test(sentence)) return false;
  const rest = sentence.replace(telling, '').replace(doing, '').trim();
  return !openers.test(rest) && !rest.split(' ').some(word => asking.has(word));
}

/** "is exchange down" asks, "exchange is down" doesn't. */
const openers = /^(?:is|are|was|were|has|have|had|should|will)\b/;

function each(talk: Talk, list: string): (readonly [string, Talk])[] {
  return phrasesIn(list).map(phrase => [phrase, talk]);
}
