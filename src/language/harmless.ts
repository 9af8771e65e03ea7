const articles = 'a, an, the, this, that, thats still, thats been, thats currently, these';
const prepositions =
  'of, for, in, at, by, to, with, from, on, into, during, about, as, regarding, re, concerning';
const requests = `
    please, pls, plz, kindly, provide, require, identify, show, shows, showing, list, give, gives, get,
    gets, getting, find, tell, see, seen, display, fetch, look, looking, check, checking, lookup,
    look up, pull, pull up, bring up, want, wants, need, needs, know, ask, asks, asking, would like,
    would you, could you, could i, could we, can you, can i, can we, can u, could u, would u, may i,
    may we, let, lets, let me see, let me know, search, search for, looking for, searching,
    searching for, check for, view, open up, print out, run me through, walk me through, send me,
    send us, interested in, curious, wondering, wonder, wondered, i wonder, trying to, try to, id like,
    i would like, have a look, provides, provide me with, provide us with, listing, listings,
    generate a list of, create a list of, make a list of, produce a list of, compile a list of,
    take a look, quick look, quick one, quick question, question
  `;
const persons = `
    i, im, ive, id, ill, me, my, mine, we, us, send us, our, ours, you, u, your, youre, yours, it,
    its, he, she, they, them, their, theirs, those, my team, our team, my company, our company,
    our tenant, our org, our organisation, our organization, boss wants, boss wants to know,
    boss asks, my boss wants to know, my boss asks, my boss wants, manager wants,
    manager wants to know, manager asks, my manager asks, my manager wants,
    my manager wants to know, management wants to know, management asks, guys, folks, mate,
    team members, all of you, hi team, hello team, hey team, hi all, hello all, hey all, hi teams,
    hello teams, hey teams, hi everybody, hi everyone, hello everybody, hello everyone,
    the auditor asks, auditor asks, auditors ask, auditor wants, the auditor wants, bot, the bot,
    backup watch, backup bot
  `;
const questions = 'which, what, whats, what is, what are, when, which ones, how';
const quantities = `
    any, a single, anything, something, things, thing, both, any of, all, all of, every, everything,
    each, some, of the, of all, complete list, full list, list of, details of, overview of all,
    across all, across all of, across all of our, across the board, over all, one of, one of the,
    one of our, stuff, all together
  `;
const verbs = `
    break down, is, are, r, am, was, were, be, been, being, do, does, did, has, have, had, having,
    there, theres, heres, here, happen, happens, happened, happening, ran, run, runs, start, started,
    starting, went, go, goes, came, come, comes, occur, occurs, occurred, executed, performed,
    conducted, carried out, ended, ends, end in, ended in, ended up, turned, got, got in, just got in,
    came in, exist, exists, appear, appeared, affected, affecting, related, relating, work, works,
    worked, working, doing, up to now, made, took place, taken place, take place, work out, worked out,
    encounter, encounters, encountered, experience, experienced, ran into
  `;
const connectives = `
    can you confirm, please confirm, confirm, keep, keeps, always, one line, for management,
    for my manager, i hope, hope, hopefully, i assume, i suppose, i take it, i trust, correct,
    doing handover, handover, for handover, for the handover, just the numbers, just numbers, if,
    whether, i think, i guess, i believe, looks like, it looks like, seems, seems like, it seems,
    apparently, still, again, yet, even, already, have we done, we have done, so, far, just, only, also,
    too, then, or so, well then, otherwise, though, however, because of this, in total, overall,
    altogether
  `;
const manner = `
    quick, quickly, asap, urgent, urgently, actually, really, basically, simply, literally,
    honestly, maybe, perhaps, possibly, probably, exactly, specifically, especially, particularly,
    recent, recently, lately, history, damn, hell, wtf, omg, lol, haha, hmm, hm, um, uh, er, erm,
    ah, oh, ohh, wow, ugh, argh, sorry, sry, pardon, excuse me, btw, by the way, fyi,
    for your information, ok so, right, anyway, anyways, alright then
  `;
const courtesies = `
    thanks a lot, thank you very much, many thanks, thanks in advance, thank you in advance, tia,
    sorry to bother you, sorry to bother, sorry for bothering you, sorry for the trouble,
    when you get a chance, when you have a chance, when you have a minute, when you have a moment,
    when you have time, if you have a minute, if you have a moment, if you have time, if you can,
    if you could, if you dont mind, if you would, if that is ok, if thats ok, if possible,
    if at all possible, if it is not too much trouble, do me a favour, do me a favor, me a favour,
    me a favor, would you mind, would you be so kind, would you be able to, are you able to,
    be so kind, is it possible to, it would be great to, it would be nice to, would be great to,
    would be nice to, would be good to, it would be good to, would love to, would love, i d like to,
    need to know, need to see, want to see, want to know, one more thing, one last thing,
    last thing, another thing, another question, next question, one question, a question,
    one more question, as usual, as always, as discussed, as a start, for starters, to start with,
    to begin with, long story short, in short, in brief, briefly, at a glance, in a nutshell,
    as far as you know, as of now, roundup,
    can someone, can somebody, can anyone, can anybody, could someone, could somebody, could anyone,
    does anyone know, does anybody know, do you know, do you happen to know, any idea, any ideas,
    dear, dear bot, dear team, good morning everyone, good morning everybody, good morning all,
    good morning team, good afternoon all, good afternoon everyone, good afternoon team,
    good evening all, morning all, morning everyone, morning team, boss needs, my boss needs,
    the boss needs, boss needs to know, my boss is asking, boss is asking, my boss is asking about,
    the boss is asking, the boss asks, the boss wants, the boss wants to know, my manager needs,
    manager needs, my manager is asking, the manager asks, the manager wants,
    the manager wants to know, management needs, management is asking, the auditors want,
    the auditors ask, auditors want, the auditor needs, auditor needs, the auditors need,
    our auditor asks, our auditor wants, our auditors want, our auditors ask, just curious,
    out of curiosity, just checking, just wondering, double checking, double check, doublecheck,
    sanity check, real quick, real quickly, if i may, may i ask, may i know, mind if i ask,
    let me ask, i just got in, just came in, just started my shift, my shift started,
    back from vacation, back from holiday, back from lunch, back at my desk, im back
  `;
const purposes = `
    evidence, proof, for audit, for the audit, for an audit, for our audit, for audits,
    for audit purposes, for the auditor, for the auditors, for our auditor, for our auditors,
    for compliance, for the record, for review, for my boss, for management, for the meeting,
    for a report, for my report, for our report, for the report, for reporting, for the board,
    for my manager, for our manager, for the boss, for my records, for our records,
    for documentation, for the ticket, for the minutes, for the standup, for the handover,
    for the shift handover, for our review, for the management report, for our management report,
    for a management report, for my management report, for the audit report, for the board report,
    for the team meeting, for our team meeting, for the next meeting, for my next meeting
  `;
const product = `
    microsoft, ms, microsoft 365, m365, office 365, o365, 365, office365, cloud, avepoint,
    avepoint cloud backup, cloud backup, portal, connector, connectors, in this chat,
    in this channel, in this group chat, in this group, in this team, in this conversation,
    in the chat, in the channel, in the portal, in here, lets chat, let us chat, chat about,
    talk about, i got a mail, i got an email, got a mail, got an email, got mail,
    got this mail, got this email, received this mail, received this email, received a mail,
    received an email, got this alert, got an alert, received this alert, received an alert,
    got the alert, got this notification, got a notification, in detail,
    in details, with details, my fault, your fault, our fault, his fault, her fault, their fault,
    state, states, kind, kinds, type, types, period, service, services, workload, workloads, entry,
    entries, item list, result, results, record of, records of, side
  `;

/**
 * Words that change no question, whatever the sentence: a card never mentions them. Any other unknown word stops the
 * answer (see decisive.ts), so a word belongs here only if leaving it out changes no reading;
 * test/language/harmless.test.ts tests that.
 */
export const harmlessPhrases = [
  ...[
    articles,
    prepositions,
    requests,
    persons,
    questions,
    quantities,
    verbs,
    connectives,
    manner,
    courtesies,
    purposes,
  ],
  product,
].join(', ');
