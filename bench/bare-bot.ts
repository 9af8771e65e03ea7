/**
 * What the stack costs by itself: a bot as the SDK's samples build it, which says the same card to every message
 * and to every press. It asks nobody and reads nothing.
 */
import { Application, TeamsAdapter } from '@microsoft/teams-ai';
import {
  ActivityTypes,
  CardFactory,
  ConfigurationServiceClientCredentialFactory,
  MessageFactory,
} from 'botbuilder';
import restify from 'restify';
import { type BotReady, type BotReport, reportCpu } from './bot.ts';
import { runAsChild } from './child.ts';

export interface BareBotSettings {
  /** Cards that the real bot answered with, so that both send the same bytes. */
  readonly messageCard: object;
  readonly pressCard: object;
}

runAsChild<BareBotSettings, BotReady, BotReport>({
  async start({ messageCard, pressCard }) {
    const adapter = new TeamsAdapter({}, new ConfigurationServiceClientCredentialFactory());
    // Without the timer and the strip of mentions, as in the real bot: both would only make this one slower.
    const app = new Application({ adapter, startTypingTimer: false, removeRecipientMention: false });
    app.activity(ActivityTypes.Message, async context => {
      await context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(messageCard)));
    });
    app.adaptiveCards.actionExecute('jobs.page', async () => ({ ...pressCard }) as never);

    const server = restify.createServer({ name: 'bare-bot' });
    server.use(restify.plugins.bodyParser());
    server.post('/api/messages', async (req, res) => {
      await adapter.process(req as never, res as never, async context => {
        await app.run(context);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${server.address().port}` };
  },
  report: reportCpu,
});
