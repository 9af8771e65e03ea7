// Starts the built bot.
import { runBuilt } from './built.js';

await runBuilt('index');
