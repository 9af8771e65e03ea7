import assert from 'node:assert/strict';
import { languages } from '../../../src/features/other-language/languages.ts';
import { commonWords } from '../../../src/language/common-words.ts';
import { harmlessPhrases } from '../../../src/language/harmless.ts';
import { fieldSentences } from '../../language/field.ts';
import { berlin } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

/** Everyday sentences of each language, with and without accents, and mixed with English. */
const sentences: Readonly<Record<string, readonly string[]>> = {
  de: [
    'Welche Sicherungen sind heute Nacht schiefgegangen?',
    'Status der Backups',
    'Wie ist der Status?',
    'Fehler gestern',
    'failed backups gestern',
    'zeig mir fehlgeschlagene Backups von gestern',
    'Sicherungsstatus',
    'uebersicht letzte woche',
    'läuft gerade ein Backup?',
    'Probleme mit Exchange',
    'warum schlug das Teams-Backup fehl',
    'Sag mir Bescheid, wenn ein Backup fehlschlägt',
    'Hilfe',
    'danke',
  ],
  fr: [
    'sauvegarde echouee',
    'qu’est-ce qui a échoué hier soir ?',
    'est-ce que les sauvegardes ont marché ?',
    'le backup est ok ?',
    'pourquoi Exchange a échoué',
    'montre-moi les erreurs',
    'rapport quotidien',
    'failed backups hier',
    'problème d’Exchange aujourd’hui',
    'aide',
    'merci',
  ],
  es: [
    '¿Cuál es el estado de los respaldos?',
    'error backup ayer',
    'el backup de teams',
    'avísame si falla un backup',
    'cuantos backups fallaron',
    'problemas hoy',
    'por que fallo exchange',
    'ayuda',
    'gracias',
  ],
  pt: [
    'avise-me se o backup falhar',
    'falhas de ontem',
    'status dos backups',
    'por que o backup do exchange falhou?',
    'relatorio diario',
    'o que aconteceu esta noite',
    'backup com erro',
    'ajuda',
    'obrigado',
  ],
  it: [
    'errori di ieri',
    'stato dei backup',
    'perché è fallito il backup di exchange?',
    'mostrami i backup falliti',
    'avvisami se un backup fallisce',
    'ultimo backup di Exchange',
    'aiuto',
    'grazie',
  ],
  nl: [
    'welke back-ups zijn mislukt?',
    'status van de back-ups',
    'laatste back-up van Exchange',
    'is de backup gelukt?',
    'toon mislukte jobs',
    'wat is er misgegaan vannacht',
    'overzicht',
    'bedankt',
  ],
  ja: ['Exchange のバックアップ状況', '今日失敗したバックアップ', 'ヘルプ', '昨日の失敗'],
  other: ['今天失败的备份', '실패한 백업', 'ошибки резервного копирования вчера', 'النسخ الاحتياطي الفاشلة'],
};

/** English with names, loanwords, typing errors, quotations. */
const english = [
  'status',
  'no backups',
  'die backups die?',
  'did the backups die',
  'failed backups for Die Zeit',
  'failed backups for Müller',
  'is José’s mailbox backed up',
  'failed backups for Juan de la Cruz',
  'failed backups for Max van der Berg',
  'failed backups in Los Angeles',
  'sites in Köln',
  'errors containing "Zugriff gestern verweigert"',
  'failed backups for "Heute GmbH"',
  'failed backups for Freitag',
  'restores by Sonntag',
  'Freitag’s mailbox',
  'failed backups for 田中',
  'failed backups for Владимир',
  'backups at 9:00 CET',
  'failed backups 9am est',
  'backups à la carte',
  'any problema today',
  'backup mode',
  'what was the status',
  'todo list',
  'comment on the failed backups',
  'mon-fri backups',
];

const languageOf = (sentence: string) => {
  const { command } = interpret(sentence, berlin);
  return command.kind === 'otherLanguage' ? command.language : undefined;
};

describe('sentences in other languages', () => {
  for (const [language, those] of Object.entries(sentences))
    it(`sentences in the language ${language} are recognized, and never half read`, () => {
      assert.deepEqual(
        those.filter(sentence => languageOf(sentence) !== language),
        [],
      );
    });

  it('English with foreign names, loanwords and quotations is English', () => {
    assert.deepEqual(
      english.filter(sentence => languageOf(sentence) !== undefined),
      [],
    );
  });

  it('a sentence from the field is in another language only if it should be', () => {
    const wrong = fieldSentences.filter(
      ({ say, want }) => (languageOf(say) !== undefined) !== (want.kind === 'otherLanguage'),
    );
    assert.deepEqual(wrong, []);
  });

  it('a message in another language that names a job is answered with the job', () => {
    const { command } = interpret('Sicherung fehlgeschlagen: Job FB20241015105312327583', berlin);
    assert.equal(command.kind, 'job');
  });

  it('no word that another language is recognized by alone is English or in the grammar', () => {
    const own = [...commonWords, ...harmlessPhrases.split(/[, ]+/), 'failed', 'backups', 'yesterday'];
    for (const { isSure, isLikely } of languages)
      assert.deepEqual(
        own.filter(word => isSure(word) || isLikely(word)),
        [],
      );
  });
});
