import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureTable, words } from './failures.mjs';
import { mistake } from './mistake.mjs';
import { escape } from './page.mjs';
import { picture } from './pictures.mjs';
import { redocly } from './specs.mjs';

/** Writes the page of a broker, which Redoc renders, and answers what the search finds there. */
export function reference(site, spec, samples, failures, pictures, build) {
  const images = pictures.get(spec.broker);
  if (!images) throw mistake(`There is no picture of the login of ${spec.broker}: draw specs/docs/pictures/${spec.broker}.puml`);
  const rows = failures.get(spec.broker);
  const root = structuredClone(spec.root);
  for (const operation of spec.operations()) {
    const { method, path } = operation;
    root.paths[path][method]['x-codeSamples'] = [{ lang: 'Java', label: 'Java', source: samples.of(operation) }];
  }

  const json = join(build, 'specs', `${spec.broker}-with-samples.json`);
  const html = join(build, 'specs', `${spec.broker}.html`);
  writeFileSync(json, JSON.stringify(root));
  redocly(spec.directory, [
    'build-docs', json, '--output', html, '--inlineBundle', '--title', `${spec.root.info.title} - Broker login SDKs`,
    '--template', join(spec.directory, 'docs/theme/reference.hbs'),
    '--openapi.scrollYOffset=48', '--openapi.schemasExpansionLevel=2', '--openapi.hideDownloadButtons=true',
  ]);
  const parts = {
    head: site.head(''),
    bar: site.bar('', [spec]),
    begin: begin(spec, images, rows),
  };
  // Redoc asks its maker for a logo.
  const page = readFileSync(html, 'utf8').replace(/https:\/\/cdn\.redoc\.ly\/[\w/-]+\.svg/g, 'data:,');
  site.write(spec.page, page.replace(/<!-- site: (\w+) -->/g, (_, name) => parts[name]));
  return [...operations(spec), ...fields(spec), ...errors(spec, rows)];
}

/** What stands above Redoc's part, over the whole width of the page. */
function begin(spec, images, rows) {
  const first = [...spec.operations()][0];
  return `<h1>${escape(spec.root.info.title)}</h1>
<nav class="places" aria-label="On this page"><a href="#login">The login</a><a href="#failures">Failures</a><a href="${first.url.replace(/^[^#]*/, '')}">Operations</a><a href="javadoc/${spec.broker}/index.html">Javadoc</a></nav>
<h2 id="login">The login</h2>
<div class="pictures">
${images.map((image) => picture(image)).join('\n')}
</div>
<details id="failures"><summary><h2>Failures</h2>what the broker answers, which reason the SDK gives, what to do: all ${rows.length}</summary>
${failureTable(rows)}
</details>`;
}

function operations(spec) {
  return [...spec.operations()].map((operation) => ({
    kind: 'operation',
    title: operation.id,
    where: `${spec.name} · ${operation.method.toUpperCase()} ${operation.path}`,
    text: `${operation.node.summary} ${operation.node.description} ${operation.path}`,
    url: operation.url,
  }));
}

/** Each field once, at the first operation that has it. */
function fields(spec) {
  const found = new Map();
  for (const operation of spec.operations()) {
    for (const field of spec.fields(operation)) {
      if (!found.has(field.name)) {
        found.set(field.name, {
          kind: 'field',
          title: field.name,
          where: `${spec.name} · ${operation.id}`,
          text: '',
          url: operation.url.replace('#', `?show=${encodeURIComponent(field.name)}#`),
        });
      }
      const entry = found.get(field.name);
      if (field.description && !entry.text.includes(field.description)) entry.text += ` ${field.description}`;
    }
  }
  return [...found.values()];
}

function errors(spec, rows) {
  return rows
    .filter((row) => row.status)
    .map((row) => ({
      kind: 'error',
      title: words(row),
      where: `${spec.name} · ${row.reason ?? row.kind}`,
      text: `${row.summary} ${row.reason ?? ''} ${row.example}`,
      url: `${spec.page}?show=${row.id}#failures`,
    }));
}
