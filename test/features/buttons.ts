import type { CardAction } from '../../src/cards/button-link.ts';
import { askAgainLink, showLink } from '../../src/features/compare/buttons.ts';
import * as limits from '../../src/features/coverage/buttons.ts';
import * as digests from '../../src/features/digest/buttons.ts';
import * as endNotice from '../../src/features/end-notice/buttons.ts';
import * as incidents from '../../src/features/incidents/find/buttons.ts';
import * as watches from '../../src/features/incidents/watch/buttons.ts';
import { againLink as rankAgain, showLink as rankShow } from '../../src/features/rank/buttons.ts';
import type { RankQuestion } from '../../src/features/rank/question.ts';
import { againLink as rateAgain, showLink as rateShow } from '../../src/features/rate/buttons.ts';
import type { RateQuestion } from '../../src/features/rate/question.ts';
import * as roles from '../../src/features/roles/buttons.ts';
import * as access from '../../src/features/roles/requests/buttons.ts';
import { undoLink } from '../../src/features/undo/buttons.ts';
import { changeId } from '../../src/features/undo/records.ts';
import { monday } from '../support/fakes.ts';

const window = { span: { from: monday - 3_600_000, to: monday }, spanWords: undefined, zone: 'UTC' };
const compared = { window, other: window, type: undefined, service: undefined, state: undefined };
const ranked: RankQuestion = {
  ...{ type: undefined, services: [], states: ['failed'], by: 'service', limit: undefined },
  ...{ isWorstFirst: true, isWhich: false },
  ...window,
};
const rated: RateQuestion = {
  type: undefined,
  services: [],
  states: ['finished'],
  order: undefined,
  ...window,
};

const listed = { services: ['exchange'], isOpenOnly: false, ...window } as const;
const id = '0123456789ab';
const objectId = '00000000-0000-0000-0000-000000000007';
const request = { objectId, day: '2026-11-23', name: 'Kim' };
const runningJob = { jobId: 'FB20261123020000000001', startedAt: monday - 3_600_000 };

/** One of each button of a feature, as it travels. Tests that go through all of them check that none is missing. */
export const sampleButtons: readonly CardAction[] = [
  showLink.encode(compared),
  askAgainLink.encode(compared),
  digests.pauseUntilLink.encode({ id, until: monday + 3_600_000 }),
  digests.exampleLink.encode({ services: ['exchange'], onlyProblems: true }),
  digests.openFormLink.encode({}),
  digests.previewLink.encode({ y: '08:00', e: '1234567' }),
  watches.pauseLink.encode({ id, until: monday + 3_600_000 }),
  watches.resumeLink.encode(id),
  watches.openFormLink.encode({}),
  watches.previewLink.encode({ a: '1' }),
  limits.openFormLink.encode({}),
  limits.previewLink.encode({ o: 'exchange', h: '12' }),
  endNotice.saveLink.encode(runningJob),
  endNotice.cancelLink.encode(runningJob),
  endNotice.endLink.encode(id),
  rankShow.encode(ranked),
  rankAgain.encode(ranked),
  rateShow.encode(rated),
  rateAgain.encode(rated),
  access.askLink.encode({ tried: 'watch exchange' }),
  access.allowLink.encode({ key: request, role: 'operator' }),
  access.denyLink.encode(request),
  incidents.showLink.encode({ question: listed, pageIndex: 1 }),
  incidents.againLink.encode(listed),
  roles.showLink.encode(1),
  roles.removeLink.encode({ pageIndex: 0, objectId, name: 'Kim' }),
  undoLink.encode(changeId(monday, '0123456789abcdef01234567')),
];
