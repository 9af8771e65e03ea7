// Compiles everything into dist, afresh: what was deleted from the sources must not live on there.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${cwd}dist`, { recursive: true, force: true });
const tsc = `${cwd}node_modules/typescript/bin/tsc`;
process.exitCode = spawnSync(process.execPath, [tsc], { cwd, stdio: 'inherit' }).status ?? 1;
