import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mistake } from './mistake.mjs';
import { escape } from './page.mjs';

/** The drawn pictures of each broker, in the order in which its .puml file has them. */
export function pictures(sources, drawn, out) {
  mkdirSync(out, { recursive: true });
  return new Map(
    readdirSync(sources)
      .filter((file) => file.endsWith('.puml'))
      .map((file) => {
        const text = readFileSync(join(sources, file), 'utf8');
        const all = [...text.matchAll(/^@startuml (\S+)\n' (.*)$/gm)].map(([, name, title]) => {
          const svg = readFileSync(join(drawn, `${name}.svg`), 'utf8');
          if (/Syntax Error|An error has occured/.test(svg)) throw mistake(`${file}: PlantUML cannot draw ${name}`);
          writeFileSync(join(out, `${name}.svg`), svg);
          const [, width, height] = svg.match(/viewBox="0 0 (\d+) (\d+)"/);
          return { name, title, width, height };
        });
        if (all.length === 0) throw mistake(`${file} has no picture: a line @startuml NAME, and its title behind ' in the next line`);
        return [basename(file, '.puml'), all];
      }),
  );
}

export function picture({ name, title, width, height }, root = '') {
  const file = `${root}pictures/${name}.svg`;
  return `<figure class="picture"><figcaption>${escape(title)}</figcaption><a href="${file}"><img src="${file}" width="${width}" height="${height}" alt="${escape(title)}, as a sequence of messages"></a></figure>`;
}
