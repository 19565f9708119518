import MiniSearch from 'minisearch';

/** Words as they stand, and the parts of camelCase ones. */
function words(text) {
  return text
    .split(/[^\p{L}\p{N}_]+/u)
    .flatMap((word) => [word, ...word.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|_/u)])
    .filter((word, i, all) => word && all.indexOf(word) === i);
}

/** A word without its ending, as site.js makes it of what is typed. */
export const stem = (word) => word.toLowerCase().replace(/(?<=\w{3})(ing|ed|es|e|s)$/, '');

/** What most people look for counts more, and today's login of a broker more than its older ones. */
const WEIGHTS = { broker: 1.1, operation: 2.2, guide: 1.4, field: 1.2, header: 1.2, wire: 1.2, error: 1.2, method: 0.5, class: 0.4 };

/** A script with the index, as a page that was opened from a file may load scripts and nothing else. */
export function searchIndex(found) {
  const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['kind', 'title', 'where', 'url', 'weight'], tokenize: words, processTerm: stem });
  index.addAll(found.map(({ age = 0, ...one }, id) => ({ id, ...one, weight: WEIGHTS[one.kind] * 0.9 ** age })));
  return `window.siteIndex = ${JSON.stringify(JSON.stringify(index))};\n`;
}
