/** The bare bot as its owner would start it: on the port in `PORT`. */
import { listenBare } from './bare.ts';

const card = { type: 'AdaptiveCard', version: '1.5', body: [] };
await listenBare({ messageCard: card, pressCard: card }, Number(process.env.PORT));
