/** The product as a process of the bench. */
import { type BotReady, type BotReport, reportUse } from './bot.ts';
import { runAsChild } from './child.ts';
import { listenProduct, type ProductSettings } from './product.ts';

runAsChild<ProductSettings, BotReady, BotReport>({
  start: async settings => ({ url: await listenProduct(settings) }),
  report: reportUse,
});
