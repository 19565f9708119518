import MiniSearch from 'minisearch';

/** Splits a text into words. A word in camelCase is also split into its parts. */
function words(text) {
  return text
    .split(/[^\p{L}\p{N}_]+/u)
    .flatMap((word) => [word, ...word.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|_/u)])
    .filter((word, i, all) => word && all.indexOf(word) === i);
}

/** Removes the ending of a word, as `site.js` does for a query. */
export const stem = (word) => word.toLowerCase().replace(/(?<=\w{3})(ing|ed|es|e|s)$/, '');

/** Weights by kind. The first API of a broker has the highest weight, as it is the current login. */
const WEIGHTS = { broker: 1.1, operation: 2.2, guide: 1.4, field: 1.2, header: 1.2, login: 1.2, error: 1.2, method: 0.5, class: 0.4 };

/** Writes the index as a script. A page that is opened from a file can load no other kind of file. */
export function searchIndex(entries) {
  const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['kind', 'title', 'where', 'url', 'weight'], tokenize: words, processTerm: stem });
  index.addAll(entries.map(({ age = 0, ...entry }, id) => ({ id, ...entry, weight: WEIGHTS[entry.kind] * 0.9 ** age })));
  return `window.siteIndex = ${JSON.stringify(JSON.stringify(index))};\n`;
}
