/** The bare bot as a process of the bench. */
import { type BareBotSettings, listenBare } from './bare.ts';
import { type BotReady, type BotReport, reportUse } from './bot.ts';
import { runAsChild } from './child.ts';

runAsChild<BareBotSettings, BotReady, BotReport>({
  start: async settings => ({ url: await listenBare(settings, 0) }),
  report: reportUse,
});
