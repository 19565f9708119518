import hljs from 'highlight.js/lib/common';
import MarkdownIt from 'markdown-it';
import { escape, wide } from './page.mjs';
import { slug } from './specs.mjs';

const markdown = new MarkdownIt({ html: true });

// Headings get an anchor, and what is wider than a phone a box of its own.
markdown.renderer.rules.heading_open = (tokens, i, options, env, self) => {
  tokens[i].attrSet('id', slug(tokens[i + 1].content));
  return self.renderToken(tokens, i, options);
};
markdown.renderer.rules.fence = (tokens, i) => code(tokens[i].content, tokens[i].info);
const [begin, end] = wide('Table', '\n').split('\n');
markdown.renderer.rules.table_open = () => `${begin}<table>\n`;
markdown.renderer.rules.table_close = () => `</table>${end}\n`;

export function render(text) {
  return markdown.render(text);
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

/** The headings of a text, but for its title. */
export function headings(source) {
  const inCode = /```.*?```/gs;
  return [...source.replace(inCode, '').matchAll(/^(##|###) (.*)$/gm)].map(([, level, title]) => ({ id: slug(title), title: title.replaceAll('`', ''), inner: level === '###' }));
}
