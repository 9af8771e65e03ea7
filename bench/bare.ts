/**
 * What the stack costs by itself: a bot as the SDK's samples build it, which answers every message and
 * every press with the same card. It sends no requests and reads nothing.
 */
import { Application, TeamsAdapter } from '@microsoft/teams-ai';
import {
  ActivityTypes,
  CardFactory,
  ConfigurationServiceClientCredentialFactory,
  MessageFactory,
} from 'botbuilder';
import restify from 'restify';

export interface BareBotSettings {
  /** Cards that the real bot answered with, so that both send the same bytes. */
  readonly messageCard: object;
  readonly pressCard: object;
}

/** Resolves with the address it listens on; port 0 takes a free one. */
export async function listenBare({ messageCard, pressCard }: BareBotSettings, port: number): Promise<string> {
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
  server.get('/healthz', async (_req, res) => {
    res.send(200);
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
