import hljs from 'highlight.js/lib/common';
import MarkdownIt from 'markdown-it';
import { escape, wide } from './page.mjs';

const markdown = new MarkdownIt({ html: true });

// Headings get the anchor that a code forge gives them. A table that is wider than a phone gets a box of its own.
markdown.renderer.rules.heading_open = (tokens, i, options, env, self) => {
  tokens[i].attrSet('id', anchor(tokens[i + 1].content));
  return self.renderToken(tokens, i, options);
};
markdown.renderer.rules.fence = (tokens, i, options, { samples }) => {
  const { content, info } = tokens[i];
  return samples && info === 'java' && !content.startsWith('import ') ? java(samples.showing(content)) : code(content, info);
};
// A link that works on a code forge: to a guide by its file, or to a spec, with the generated page as its title.
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
// On a phone each cell says which column it was.
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

/** Renders a text; a guide needs its samples, and the way from its page to the top of the site. */
export function render(text, guide = {}) {
  return markdown.render(text, guide);
}

export function renderInline(text) {
  return markdown.renderInline(text);
}

/** Code with its colours, which the page lets people copy. */
export function code(text, language, label = 'Code') {
  const html = hljs.getLanguage(language) ? hljs.highlight(text, { language }).value : escape(text);
  return `<pre tabindex="0" role="group" aria-label="${escape(label)}"><code>${html.trimEnd()}</code></pre>\n`;
}

/** Java that begins with its imports, which are of no interest until it is copied. */
export function java({ before, code: text }, label = 'Java') {
  const closed = before && `<details class="before"><summary>Imports and values</summary>${code(before, 'java', `${label}: imports and values`)}</details>`;
  return `<div class="java">${closed}${code(text, 'java', label)}</div>\n`;
}

/** The parts of a text. */
export function headings(source) {
  return [...source.replace(/```.*?```/gs, '').matchAll(/^## (.*)$/gm)].map(([, title]) => ({ id: anchor(title), title: title.replaceAll('`', '') }));
}

/** The anchor of a heading, as code forges make it. */
export function anchor(heading) {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
}
