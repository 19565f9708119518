import hljs from 'highlight.js/lib/common';
import MarkdownIt from 'markdown-it';
import { escape, wide } from './page.mjs';

const markdown = new MarkdownIt({ html: true });

// A heading has the same anchor as on a code forge. A wide table scrolls in its own box.
markdown.renderer.rules.heading_open = (tokens, i, options, env, self) => {
  tokens[i].attrSet('id', anchor(tokens[i + 1].content));
  return self.renderToken(tokens, i, options);
};
markdown.renderer.rules.fence = (tokens, i, options, { samples }) => {
  const { content, info } = tokens[i];
  return samples && info === 'java' && !content.startsWith('import ') ? java(samples.find(content)) : code(content, info);
};
// A link to the file of a guide, or to a spec with the generated page as its title. Both work on a code forge.
markdown.renderer.rules.link_open = (tokens, i, options, { root }, self) => {
  const link = tokens[i];
  const [, guide, hash = ''] = link.attrGet('href').match(/^(?:\d+-)?([\w-]+)\.md(#.*)?$/) ?? [];
  const page = guide ? `${guide === 'index' ? '' : 'guides/'}${guide}.html${hash}` : link.attrGet('title');
  if (page) link.attrs = [['href', root + page]];
  return self.renderToken(tokens, i, options);
};
const [begin, end] = wide('Table', '\n').split('\n');
markdown.renderer.rules.table_open = () => `${begin}<table class="cells">\n`;
markdown.renderer.rules.table_close = () => `</table>${end}\n`;
// On a phone, each cell shows the name of its column.
markdown.core.ruler.push('labels', ({ tokens }) => {
  let columns = [];
  let cell = 0;
  tokens.forEach(({ type }, i) => {
    if (type === 'table_open') columns = [];
    else if (type === 'th_open') columns.push(tokens[i + 1].content);
    else if (type === 'tr_open') cell = 0;
    else if (type === 'td_open') tokens[i].attrSet('data-label', columns[cell++]);
  });
});

/** Renders a text. A guide has samples, and the relative path to the root of the site. */
export function render(text, env = {}) {
  return markdown.render(text, env);
}

export function renderInline(text) {
  return markdown.renderInline(text);
}

/** Renders code with colours. */
export function code(text, language, label = 'Code') {
  const html = hljs.getLanguage(language) ? hljs.highlight(text, { language }).value : escape(text);
  return `<pre tabindex="0" role="group" aria-label="${escape(label)}"><code>${html.trimEnd()}</code></pre>\n`;
}

/** Renders Java. Its imports and values are collapsed, and are copied with it. */
export function java({ before, code: text }, label = 'Java') {
  const preamble = before && `<details class="before"><summary>Imports and values</summary>${code(before, 'java', `${label}: imports and values`)}</details>`;
  return `<div class="java">${preamble}${code(text, 'java', label)}</div>\n`;
}

/** Returns the headings of the sections. */
export function headings(source) {
  return [...source.replace(/```.*?```/gs, '').matchAll(/^## (.*)$/gm)].map(([, title]) => ({ id: anchor(title), title: title.replaceAll('`', '') }));
}

/** Returns the anchor of a heading, which is the same on a code forge. */
export function anchor(heading) {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
}
