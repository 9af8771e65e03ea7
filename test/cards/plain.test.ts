import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clipped, plain } from '../../src/cards/plain.ts';

/** Text made of what is dangerous, so that pieces meet. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '{{',
        '{\u200b{',
        '${',
        '\u001b[31m',
        '\u001b]0;title\u0007',
        '\u202e',
        '\ufeff',
        '\ud83d',
        '\ude00',
        '\r\n',
        '\u0000',
        '\u2028',
        ' ',
        '**',
        '<b>',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map(parts => parts.join(''));

describe('plain', () => {
  it('plain leaves no control, direction or invisible characters, no half characters and no {{', () => {
    fc.assert(
      fc.property(nasty, text => {
        const shown = plain(text);
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        assert.doesNotMatch(shown, /\{\{/);
      }),
    );
  });

  it('plain leaves its own result unchanged', () => {
    fc.assert(fc.property(nasty, text => assert.equal(plain(plain(text)), plain(text))));
  });

  it('plain leaves words, Markdown, HTML and links as they are, since they are shown where none of it works', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is data here
    const text = '**a** [b](https://c.example) <i>d</i> ${e} Ünïcödé 日本 😀';
    assert.equal(plain(text), text);
  });

  it('plain removes terminal colour codes whole', () => {
    assert.equal(plain('\u001b[1;31mred\u001b[0m \u001b]8;;https://evil.example\u0007link'), 'red link');
  });

  it('plain breaks a client function apart', () => {
    assert.equal(plain('{{DATE(2026-11-23T00:00:00Z)}}'), '{ {DATE(2026-11-23T00:00:00Z)}}');
    assert.equal(plain('{\u200b{{'), '{ { {');
  });
});

describe('clipped', () => {
  it('clipped returns no text longer than its limit, and no half character', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const shown = clipped(text, limit);
        assert.ok(shown.length <= limit);
        assert.doesNotMatch(shown, /\p{Cs}/u);
      }),
    );
  });

  it('clipped leaves a text whole that is no longer than its limit, and ends a longer one with an ellipsis', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const whole = plain(text);
        const shown = clipped(text, limit);
        if (whole.length <= limit) assert.equal(shown, whole);
        else assert.ok(shown.endsWith('…') && whole.startsWith(shown.slice(0, -1)), shown);
      }),
    );
    assert.equal(clipped('12345', 5), '12345');
    assert.equal(clipped('123456', 5), '1234…');
  });
});
