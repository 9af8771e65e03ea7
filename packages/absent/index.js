// Stands in for a package that the bot doesn't use: see docs/decisions.md, "Packages that aren't installed". Code that requires the
// package loads, and may name and extend its classes. Code that uses one of them gets an error.
const { basename, dirname } = require('node:path');

/** Of the package that this copy stands for: npm copies the folder to where that one would be. */
const scope = basename(dirname(__dirname));
const name = scope.startsWith('@') ? `${scope}/${basename(__dirname)}` : basename(__dirname);

/** What only looks at a value: `extends`, `instanceof`, a console. */
const isLooked = key => typeof key === 'symbol' || ['prototype', 'name', 'length'].includes(key);

/** Anything of the package, or all of it; `of` finds what it has itself. */
function standIn(what, of) {
  const refuse = () => {
    throw new Error(
      `${what} was used, but ${name} is not installed: a stand-in is in its place, since the bot uses nothing of it. ` +
        'To have the package, take it out of "overrides" in package.json, and run "npm install".',
    );
  };
  return new Proxy(class {}, {
    apply: refuse,
    construct: refuse,
    set: refuse,
    defineProperty: refuse,
    get: (target, key) => (isLooked(key) ? target[key] : (of ?? refuse)(key)),
  });
}

const exported = new Map();
module.exports = standIn(name, key => {
  if (key === '__esModule') return true;
  if (!exported.has(key)) exported.set(key, standIn(`${name}: ${key}`));
  return exported.get(key);
});
