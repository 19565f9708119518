import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistake } from './mistake.mjs';
import { escape } from './page.mjs';
import { slug } from './specs.mjs';

/** The drawn pictures, in the order in which the .puml files have them. */
export function pictures(sources, drawn, out) {
  mkdirSync(out, { recursive: true });
  const all = readdirSync(sources)
    .filter((file) => file.endsWith('.puml'))
    .flatMap((file) => {
      const text = readFileSync(join(sources, file), 'utf8');
      const found = [...text.matchAll(/^@startuml (\S+)\n' ([^\n]*)\n(.*?)^@enduml/gms)].map(([, name, title, source]) => {
        const svg = readFileSync(join(drawn, `${name}.svg`), 'utf8');
        if (/Syntax Error|An error has occured/.test(svg)) throw mistake(`${file}: PlantUML cannot draw ${name}`);
        writeFileSync(join(out, `${name}.svg`), svg);
        const [, width, height] = svg.match(/viewBox="0 0 (\d+) (\d+)"/);
        return { name, title, width, height, messages: messages(source) };
      });
      if (found.length === 0) throw mistake(`${file} has no picture: a line @startuml NAME, and its title behind ' in the next line`);
      return found;
    });
  return new Pictures(all);
}

class Pictures {
  constructor(all) {
    this.all = all;
  }

  /** The pictures of an API: their names begin with its title. */
  of(spec, api) {
    const found = this.all.filter(({ name }) => name.startsWith(slug(api.title)));
    if (found.length === 0) {
      throw mistake(`There is no picture of ${api.title}: draw ${slug(api.title)} in docs/pictures/${spec.broker}.puml`);
    }
    return found;
  }
}

/** What the arrows and notes of a picture say, for those who cannot see it, or on a narrow screen. */
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
