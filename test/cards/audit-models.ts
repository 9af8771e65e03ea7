import { pressedText } from '../../src/bot/button-text.ts';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { Asides } from '../../src/cards/notes.ts';
import type { CardLocale } from '../../src/cards/times.ts';
import type { AuditEntry, RemovedSettings } from '../../src/domain/audit.ts';
import { auditCard as drawAuditCard } from '../../src/features/audit/card.ts';
import type { AuditPage } from '../../src/features/audit/pages.ts';
import { anEntry } from '../support/audit.ts';
import { hour, monday } from '../support/fakes.ts';
import { british, hostileTexts, noAsides } from './models.ts';

/** With presses in words, as the bot has them. */
export const auditCard = (...[page, asides, reader]: readonly [AuditPage, Asides, CardLocale]) =>
  drawAuditCard(page, asides, reader, pressedText);

export const auditPage: AuditPage = {
  question: {
    span: { from: monday - 24 * hour, to: monday },
    spanWords: undefined,
    zone: 'Europe/Berlin',
    who: undefined,
  },
  pageIndex: 0,
  entries: [
    anEntry({ at: monday - 60_000 }),
    anEntry({
      at: monday - hour,
      who: { id: '29:lee', name: 'Lee Wong', objectId: undefined },
      role: 'operator',
      where: { kind: 'channel', id: '19:0123456789abcdef@thread.tacv2', tenantId: 'tenant-1' },
      what: { pressed: 'fault.acknowledge', carried: '{"v":1,"d":"0123456789abcdef"}' },
      asked: [],
      ms: 38,
    }),
    anEntry({
      at: monday - 2 * hour,
      who: { id: '29:sam', name: 'Sam', objectId: undefined },
      role: undefined,
      where: { kind: 'group', id: '19:meeting_1@thread.v2', tenantId: 'tenant-1' },
      what: { said: 'coverage' },
      asked: [],
      ending: { kind: 'refused' },
      ms: 4,
    }),
    anEntry({
      at: monday - 3 * hour,
      what: { said: 'why did backups fail last week?' },
      asked: Array.from({ length: 4 }, (_, index) => `cloudbackup-jobs type=backup page=${index} size=100`),
      ending: { kind: 'failed', problem: 'rate-limited' },
      ms: 2_350,
    }),
    anEntry({ at: monday - 4 * hour, role: 'viewer', asked: [], ending: { kind: 'limited' }, ms: 1 }),
  ],
  hasNext: true,
  isCutShort: false,
  answeredAt: monday,
};

/** A change of which only the beginning is on record, a press that could not be read, and entries of older versions. */
export const unfinishedPage: AuditPage = {
  ...auditPage,
  entries: [
    anEntry({
      at: monday - 60_000,
      what: { pressed: 'watch.end', carried: '{"v":1,"d":"0123456789ab"}' },
      asked: [],
      ending: { kind: 'begun', outcome: 'unknown' },
      ms: 0,
    }),
    anEntry({
      at: monday - hour,
      what: { pressed: 'watch.end', unreadable: true },
      asked: [],
      ending: { kind: 'failed', problem: 'unreadable' },
      ms: 1,
    }),
    anEntry({
      at: monday - 2 * hour,
      what: {
        pressed: 'digest.off',
        carried: '{"v":1,"d":"0123456789ab","msteams":{"feedback":{"hide":true}}}',
      },
      asked: [],
    }),
    anEntry({
      at: monday - 3 * hour,
      what: {
        pressed: 'ask',
        carried: `{"v":1,"q":"${'failed backups of exchange '.repeat(30)}`.slice(0, 499),
      },
      asked: [],
    }),
  ],
  hasNext: false,
};

const hostile = (index: number) => {
  const text = hostileTexts[index % hostileTexts.length] ?? '';
  return anEntry({
    who: { id: text, name: text, objectId: undefined },
    where: { kind: 'channel', id: text, tenantId: undefined },
    what: index % 2 === 0 ? { said: text } : { pressed: text, carried: text },
    asked: [text, text],
    ending: { kind: 'failed', problem: text },
  });
};

function removed(
  removedFrom: 'chat' | 'channel' | 'team',
  settings: RemovedSettings | undefined,
  where: Pick<AuditEntry['where'], 'kind' | 'id'>,
  changes: Partial<AuditEntry> = {},
): AuditEntry {
  return anEntry({
    role: undefined,
    where: { ...where, tenantId: 'tenant-1' },
    what: { removedFrom, settings },
    asked: [],
    ending: settings ? { kind: 'answered' } : { kind: 'failed', problem: 'store' },
    ms: 21,
    ...changes,
  });
}

const none: RemovedSettings = { digests: 0, watches: 0, rosters: 0 };

export const auditCards: Readonly<Record<string, () => AdaptiveCard>> = {
  audit: () => auditCard(auditPage, noAsides, british),
  'audit-named': () =>
    auditCard(
      {
        ...auditPage,
        question: { ...auditPage.question, who: 'Kim Larsen', spanWords: 'last 24 hours' },
        pageIndex: 3,
        entries: auditPage.entries.slice(0, 1),
        hasNext: false,
        isCutShort: true,
      },
      noAsides,
      british,
    ),
  'audit-removed': () =>
    auditCard(
      {
        ...auditPage,
        entries: [
          removed(
            'channel',
            { digests: 1, watches: 2, rosters: 1 },
            { kind: 'channel', id: '19:ops@thread.tacv2' },
          ),
          removed('team', undefined, { kind: 'channel', id: '19:team@thread.tacv2' }),
          removed('chat', none, { kind: 'personal', id: 'a:personal' }),
          removed(
            'chat',
            none,
            { kind: 'personal', id: 'a:personal' },
            {
              what: { removedFrom: 'chat', settings: none, isAgain: true },
            },
          ),
          removed(
            'chat',
            { ...none, watches: 1 },
            { kind: 'group', id: '19:chat@thread.v2' },
            {
              ending: { kind: 'failed', problem: 'store' },
            },
          ),
        ],
        hasNext: false,
      },
      noAsides,
      british,
    ),
  'audit-unfinished': () => auditCard(unfinishedPage, noAsides, british),
  'audit-none': () => auditCard({ ...auditPage, entries: [], hasNext: false }, noAsides, british),
  'audit-hostile': () =>
    auditCard(
      { ...auditPage, entries: Array.from({ length: 10 }, (_, index) => hostile(index)) },
      {
        notes: [
          { kind: 'corrected', written: hostileTexts[0], read: hostileTexts[1] },
          { kind: 'watchCallsDuty', name: hostileTexts[2] },
        ],
        offers: [],
      },
      british,
    ),
};
