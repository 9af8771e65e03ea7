import { existsSync } from 'node:fs';

/** The project's top folder, ending in a slash: the same from the sources and from the build in dist/. */
export const root = findRoot();

function findRoot(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package-lock.json', folder))) {
    const parent = new URL('..', folder);
    if (parent.href === folder.href) throw new Error('No package-lock.json above this file.');
    folder = parent;
  }
  return folder;
}
