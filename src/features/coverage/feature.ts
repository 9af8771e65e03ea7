import { askLink } from '../../cards/common-buttons.ts';
import type { CoverageQuestion } from '../../domain/question.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { PreviewChange } from '../change.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply } from '../turn.ts';
import { type LimitForm, openFormLink, previewLink, showLink } from './buttons.ts';
import { coverageCard } from './card.ts';
import { type LimitParts, limitChange } from './limit-change.ts';
import { targetsCard } from './limits-card.ts';
import { limitOf, limitsFormCard } from './limits-form.ts';
import { pastCoverageCard } from './past-card.ts';
import { type CoverageCommand, coverage as read } from './read.ts';
import { ageWords } from './read-age.ts';
import { type LimitCommand, type LimitsCommand, target, words } from './read-limit.ts';

interface CoverageParts extends LimitParts {
  readonly jobs: Pick<Jobs, 'coverage' | 'pastCoverage'>;
}

async function show(question: CoverageQuestion, request: Request, parts: CoverageParts): Promise<Reply> {
  const { asides, reader, until } = request;
  const { window } = question;
  if (window) {
    return card(
      pastCoverageCard(await parts.jobs.pastCoverage({ ...question, window }, until), asides, reader),
    );
  }
  const own = question.isUsual ? await parts.targets.all() : {};
  return card(coverageCard(await parts.jobs.coverage(question, own, until), asides, reader));
}

async function showLimits(_: unknown, { asides }: Request, { targets }: LimitParts): Promise<Reply> {
  return card(targetsCard(await targets.all(), undefined, asides));
}

/** Shows what a sent form would set, or the form again with what is wrong. */
async function previewForm(
  values: LimitForm,
  request: Request,
  { previewChange, targets }: LimitParts & { readonly previewChange: PreviewChange },
): Promise<Reply> {
  const read = limitOf(values);
  if ('problems' in read) return card(limitsFormCard(await targets.all(), values, read.problems));
  return previewChange({ kind: limitChange, change: read.change }, request);
}

/**
 * "when was the last exchange backup?", "target exchange 12h": how old the last good backups are, and how old they may
 * be.
 */
export const coverage = {
  words,
  knownWords: ageWords,
  help: [
    {
      title: 'Backup-age limits',
      examples: ['target exchange 12h', 'targets'],
      gives: 'the backup-age limit of a service, for everyone',
    },
  ],
  readings: [
    { rank: 'setting', read: target },
    { rank: 'lastGood', read },
  ],
  commands: [
    command({
      kind: 'coverage',
      isQuestion: true,
      permission: permissions.ask,
      retry: ({ question }: CoverageCommand) => showLink.encode(question),
      run: ({ question }: CoverageCommand, request, parts: CoverageParts) => show(question, request, parts),
    }),
    command({
      kind: 'targets',
      permission: permissions.look,
      retry: (_: LimitsCommand) => askLink.encode('targets'),
      run: showLimits,
    }),
    command({
      kind: 'target',
      permission: limitChange.permission,
      order: (change: LimitCommand) => ({
        shown: { kind: 'targets' },
        change: { kind: limitChange, change },
      }),
      run: showLimits,
    }),
  ],
  buttons: [
    button(showLink, { auditTitle: 'Coverage', permission: permissions.ask, run: show }),
    button(openFormLink, {
      auditTitle: 'Age limits',
      permission: permissions.preview,
      run: async (_, __, { targets }: LimitParts) => card(limitsFormCard(await targets.all())),
    }),
    button(previewLink, {
      auditTitle: 'Preview age limit',
      permission: permissions.preview,
      run: previewForm,
    }),
  ],
  changes: [limitChange],
} as const;
