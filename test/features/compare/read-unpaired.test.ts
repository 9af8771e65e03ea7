import assert from 'node:assert/strict';
import { gotOf } from '../../language/field.ts';
import { berlin, offered, unanswered } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

/** "failed backup exchange 2026-11-22T14:05/2026-11-23T14:05 more?" */
function read(sentence: string): string {
  const reading = interpret(sentence, berlin);
  const { command } = reading;
  assert.ok(command.kind === 'compare', `${sentence}: ${command.kind}`);
  const { type, services, states, from, to } = gotOf(reading);
  const { asks } = command.question;
  return [states?.join(), type, services?.join(), `${from}/${to}`, asks && `${asks}?`]
    .filter(Boolean)
    .join(' ');
}

const lastDay = '2026-11-22T14:05/2026-11-23T14:05';
const today = '2026-11-23T00:00/2026-11-23T14:05';
const month = '2026-11-01T00:00/2026-11-23T14:05';
const sinceFriday = '2026-11-20T00:00/2026-11-23T14:05';

describe('two periods that no "vs" joins', () => {
  const rows: [sentence: string, meaning: string][] = [
    ['more failures than yesterday?', `failed all ${today} more?`],
    ['did more backups fail today than yesterday', `failed backup ${today} more?`],
    ['fewer failures than last week?', `failed all ${today} fewer?`],
    ['are there more failures this week than last week', `failed all ${today} more?`],
    ['did teams fail more this week than last week', `failed all teams ${today} more?`],
    ['more failures than yesterday for teams?', `failed all teams ${today} more?`],
    ['how many more failures than yesterday', `failed all ${today}`],
    // Named the other way round, they are answered the other way round.
    ['more failures yesterday than today', `failed all ${today} fewer?`],
    ['worse than last week?', `failed all ${today} more?`],
    ['are backups worse than last month', `failed backup ${month} more?`],
    ['is teams doing better than yesterday', `failed all teams ${today} fewer?`],
    ['worse than before?', `failed all ${lastDay} more?`],
    ['is it getting worse', `failed all ${lastDay} more?`],
    ['is exchange getting better', `failed all exchange ${lastDay} fewer?`],
    ['are failures going up', `failed all ${lastDay} more?`],
    ['did the failures increase since friday', `failed all ${sinceFriday} more?`],
    ['have things improved since friday', `failed all ${sinceFriday} fewer?`],
    ['what changed since Friday', `all all ${sinceFriday}`],
    ['did anything change since friday', `all all ${sinceFriday}`],
    ['what has changed', `all all ${lastDay}`],
    ['failure trend', `failed all ${lastDay}`],
    ['trend of failed exchange backups this month', `failed backup exchange ${month}`],
    ['less successful backups than yesterday', `finished backup ${today} fewer?`],
  ];
  for (const [sentence, meaning] of rows) {
    it(`"${sentence}" compares ${meaning}`, () => assert.equal(read(sentence), meaning));
  }

  it('the whole of a period that was cut is offered with the same jobs', () => {
    const [whole = ''] = offered(interpret('worse than last week?', berlin));
    assert.match(read(whole), /^failed all /);
  });

  it('a trend without a period offers a week', () => {
    const [week = ''] = offered(interpret('is exchange getting worse', berlin));
    assert.equal(read(week), 'failed all exchange 2026-11-16T14:05/2026-11-23T14:05');
  });

  for (const [sentence, about] of [
    ['are there more failures than usual', 'compare'],
    ['more exchange failures than teams failures today', 'compare'],
    ['more failures than restores yesterday', 'compare'],
    ['is the failure rate getting worse', 'compare'],
    ['yesterday, more failures than?', 'compare'],
    ['more than 5 failures today?', 'compare'],
    ['show me more failures', 'words'],
  ] as const) {
    it(`"${sentence}" is not compared`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(unanswered(reading), about);
      for (const offer of offered(reading))
        assert.equal(unanswered(interpret(offer, berlin)), undefined, offer);
    });
  }
});
