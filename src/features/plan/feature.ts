import { askLink } from '../../cards/common-buttons.ts';
import { servicesOf } from '../../domain/question.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { command } from '../feature.ts';
import { permissions } from '../permission.ts';
import { card } from '../turn.ts';
import { planCard } from './card.ts';
import { type PlanCommand, planSentence, plan as read } from './read.ts';

interface PlanParts {
  readonly jobs: Pick<Jobs, 'planned'>;
}

/** "when does exchange back up next", "backup schedule": what AvePoint plans for the rest of today. */
export const plan = {
  help: [
    {
      title: 'Planned backups',
      examples: ['backup schedule', 'when does exchange back up next'],
      gives: 'what AvePoint plans for the rest of its day',
    },
  ],
  readings: [{ rank: 'wellOfAll', read }],
  commands: [
    command({
      kind: 'plan',
      permission: permissions.ask,
      isQuestion: true,
      retry: ({ question }: PlanCommand) => {
        const sentence = planSentence(servicesOf(question));
        return askLink.encode(question.isOfTomorrow ? `${sentence} tomorrow` : sentence);
      },
      run: async ({ question }: PlanCommand, { asides, reader, until }, { jobs }: PlanParts) =>
        card(planCard(await jobs.planned(question, until), asides, reader)),
    }),
  ],
} as const;
