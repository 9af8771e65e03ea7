// Not from the package's index: see adapter.ts.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import { pressFailedText, pressUncertainText } from '../cards/button-replies.ts';
import type { Log } from '../domain/log.ts';
import { cardActionName, isEdit, isPress } from './activity-kind.ts';
import type { BotAdapter } from './adapter.ts';
import { isPressTaken, noteFailure } from './turn-outcome.ts';

/** What the bot does with each kind of activity. */
export interface ActivityHandlers {
  message(context: TurnContext, isEdited: boolean): Promise<void>;
  /** Resolves with the presser's answer: a card, or a short text. */
  press(context: TurnContext): Promise<string | AdaptiveCard>;
  installation(context: TurnContext): Promise<void>;
  members(context: TurnContext): Promise<void>;
}

/** Routes each activity to its handler through the SDK. Logs the failures of handlers, and answers an invoke that failed. */
export function createApplication(
  adapter: BotAdapter,
  handlers: ActivityHandlers,
  log: Log,
): Pick<Application, 'run'> {
  // The SDK's own mention strip removes the first mention only. Its typing timer is shared by all turns, fails an answer if Teams
  // refuses the typing indicator, and ignores its own option; so it is switched off.
  const app = new Application({ adapter, removeRecipientMention: false });
  app.startTypingTimer = () => {};

  app.activity(ActivityTypes.Message, context => handlers.message(context, false));
  app.activity(ActivityTypes.MessageUpdate, async context => {
    if (isEdit(context.activity)) await handlers.message(context, true);
  });
  app.adaptiveCards.actionExecute(
    async ({ activity }) => isPress(activity),
    context => handlers.press(context),
  );
  app.activity(ActivityTypes.InstallationUpdate, context => handlers.installation(context));
  app.activity(ActivityTypes.ConversationUpdate, context => handlers.members(context));
  // No other invoke is this product's. Without an answer, the SDK would report it as an error of the bot.
  app.activity(ActivityTypes.Invoke, context => answerInvoke(context, pressFailedText()));

  app.error(async (context, err) => {
    noteFailure(context);
    log.error({ err, activity: context.activity.type }, 'turn failed');
    const failed = isPressTaken(context) ? pressUncertainText() : pressFailedText();
    if (context.activity.type === ActivityTypes.Invoke) await answerInvoke(context, failed);
  });
  return app;
}

/** Answers an invoke: a press with a text, any other with success alone. */
export async function answerInvoke(context: TurnContext, text: string): Promise<void> {
  const isCard = context.activity.name === cardActionName;
  const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
  await context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: isCard ? { status: 200, body } : { status: 200 },
  });
}
