import MiniSearch from 'minisearch';

/** Words as they stand, and the parts of camelCase ones. */
function words(text) {
  return text
    .split(/[^\p{L}\p{N}_]+/u)
    .flatMap((word) => [word, ...word.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|_/u)])
    .filter((word, i, all) => word && all.indexOf(word) === i);
}

/** A script with the index, as a page that was opened from a file may load scripts and nothing else. */
export function searchIndex(found) {
  const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['kind', 'title', 'where', 'url'], tokenize: words });
  index.addAll(found.map((one, id) => ({ id, ...one })));
  return `window.siteIndex = ${JSON.stringify(JSON.stringify(index))};\n`;
}
