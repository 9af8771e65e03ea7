import assert from 'node:assert/strict';
import { at, berlin, offered } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

const local = (text: string) => at('Europe/Berlin', text);

/** Returns the question that a sentence is read as; fails if it is read as anything else. */
function auditOf(sentence: string) {
  const { command } = interpret(sentence, berlin);
  assert.ok(command.kind === 'audit', `"${sentence}" gave ${command.kind}`);
  return command.question;
}

describe('a sentence about the audit record', () => {
  for (const [sentence, from, to] of [
    ['audit', '2026-11-22T14:05', '2026-11-23T14:05'],
    ['Audit?', '2026-11-22T14:05', '2026-11-23T14:05'],
    ['show me the audit log, please', '2026-11-22T14:05', '2026-11-23T14:05'],
    ['audit today', '2026-11-23T00:00', '2026-11-23T14:05'],
    ['audit yesterday', '2026-11-22T00:00', '2026-11-23T00:00'],
    ['audit trail of yesterday', '2026-11-22T00:00', '2026-11-23T00:00'],
    ['audit last 7 days', '2026-11-16T14:05', '2026-11-23T14:05'],
    ['audit record since friday', '2026-11-20T00:00', '2026-11-23T14:05'],
  ] as const)
    it(`a question about the audit record takes a period as any question does: ${sentence}`, () => {
      const { span, zone, who } = auditOf(sentence);
      assert.deepEqual([span.from, span.to], [local(from), local(to)]);
      assert.equal(zone, 'Europe/Berlin');
      assert.equal(who, undefined);
    });

  for (const [sentence, who] of [
    ['audit Kim', 'Kim'],
    ['audit of Kim Larsen last week', 'Kim Larsen'],
    ['audit @Kim yesterday', 'Kim'],
    ['audit last 7 days by Øyvind', 'Øyvind'],
  ] as const)
    it(`a question about the audit record takes a person’s name: ${sentence}`, () => {
      const reading = interpret(sentence, berlin);
      assert.equal(auditOf(sentence).who, who);
      assert.deepEqual(reading.notes, [], 'and does not call it unknown');
    });

  it('a question about the audit record takes the name of a mentioned person', () => {
    const { command } = interpret('audit @Kim Larsen last week', {
      ...berlin,
      people: [{ id: '29:kim', name: 'Kim Larsen' }],
    });
    assert.ok(command.kind === 'audit');
    assert.equal(command.question.who, 'Kim Larsen');
  });

  for (const [sentence, reason] of [
    ['audit exchange yesterday', /not by “exchange”/],
    ['audit failed backups', /not by “failed”, “backups”/],
    ['audit today, 5 per page', /can’t change how many entries/],
    ['audit tomorrow', /in the future/],
    [`audit ${'x'.repeat(70)}`, /too long/],
  ] as const)
    it(`the bot explains why it can’t answer a question about the audit record, and offers others: ${sentence.slice(0, 30)}`, () => {
      const reading = interpret(sentence, berlin);
      assert.ok(reading.command.kind === 'noQuestion');
      assert.match(reading.command.reason, reason);
      for (const other of offered(reading)) auditOf(other);
      assert.ok(offered(reading).length > 0);
    });
});
