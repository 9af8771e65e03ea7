// Tries the configuration: see src/cli/check.ts. An argument names the env file of the app package: dev, if there is
// none.
import { runBuilt } from './built.js';

await runBuilt('cli/check');
