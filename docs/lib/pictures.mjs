import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildError } from './build-error.mjs';
import { escape } from './page.mjs';
import { slug } from './specs.mjs';

/** Reads the drawn pictures, in the order of the .puml files. */
export function pictures(sources, drawn, out) {
  mkdirSync(out, { recursive: true });
  const all = readdirSync(sources)
    .filter((file) => file.endsWith('.puml'))
    .flatMap((file) => {
      const text = readFileSync(join(sources, file), 'utf8');
      const drawings = [...text.matchAll(/^@startuml (\S+)\n' ([^\n]*)\n(.*?)^@enduml/gms)].map(([, name, title, source]) => {
        const svg = readFileSync(join(drawn, `${name}.svg`), 'utf8');
        if (/Syntax Error|An error has occured/.test(svg)) throw buildError(`PlantUML cannot draw ${name} of docs/pictures/${file}. Correct its syntax.`);
        writeFileSync(join(out, `${name}.svg`), svg);
        const [, width, height] = svg.match(/viewBox="0 0 (\d+) (\d+)"/);
        return { name, title, width, height, messages: messages(source) };
      });
      if (drawings.length === 0) throw buildError(`${file} has no picture. Write a line "@startuml NAME", and the title after ' in the next line.`);
      return drawings;
    });
  return new Pictures(all);
}

class Pictures {
  constructor(all) {
    this.all = all;
  }

  /** Returns the pictures of an API. Their names begin with its title. */
  of(spec, api) {
    const found = this.all.filter(({ name }) => name.startsWith(slug(api.title)));
    if (found.length === 0) {
      throw buildError(`There is no picture of ${api.title}. Draw ${slug(api.title)} in docs/pictures/${spec.broker}.puml.`);
    }
    return found;
  }
}

/** Returns the texts of arrows and notes, for readers who do not see the picture, and for narrow screens. */
function messages(source) {
  const names = new Map([...source.matchAll(/^(?:actor|participant) "(.*)" as (\w+)$/gm)].map(([, name, id]) => [id, name.replaceAll('\\n', ' ')]));
  return [...source.matchAll(/^(?:(\w+) -+> (\w+)|note over .*?) : (.*)$/gm)].map(([, from, to, text]) => ({
    who: from ? `${names.get(from)} to ${names.get(to)}` : 'Note',
    what: text.split('\\n'),
  }));
}

export function picture({ name, title, width, height, messages }) {
  const bold = (text) => escape(text).replace(/\*\*(.+?)\*\*/g, '<b>$1</b>');
  const lines = messages.map(({ who, what }) => `<li><span>${escape(who)}</span> ${what.map(bold).join('<br>')}</li>`);
  return `<figure class="picture"><figcaption>${escape(title)}</figcaption>
<img src="pictures/${name}.svg" width="${width}" height="${height}" alt="" loading="lazy">
<ol>${lines.join('')}</ol></figure>`;
}
