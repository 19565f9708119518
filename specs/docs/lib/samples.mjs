import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistake } from './mistake.mjs';

const REGION = /\/\/ sample(?: after (\w+))?\n(.*?)\/\/ end\n/gs;
const METHOD = /^ {4}(?:public|private) [^=;(]*?(\w+)\(/gm;

/**
 * The Java between `// sample` and `// end`, by `Class.method`. A sample `after` another is shown behind it.
 */
export function samples(directory) {
  const found = new Map();
  for (const file of readdirSync(directory).filter((name) => name.endsWith('Samples.java'))) {
    const text = readFileSync(join(directory, file), 'utf8');
    const type = file.replace('.java', '');
    for (const region of text.matchAll(REGION)) {
      const method = [...text.slice(0, region.index).matchAll(METHOD)].at(-1)[1];
      const code = stripIndent(region[2]);
      const before = region[1] ? found.get(`${type}.${region[1]}`) : undefined;
      if (region[1] && !before) {
        throw mistake(`${file}: ${method} comes after ${region[1]}, which is no sample above it`);
      }
      found.set(`${type}.${method}`, before ? `${before}\n\n${code}` : code);
    }
  }
  return new Samples(found);
}

class Samples {
  constructor(found) {
    this.found = found;
  }

  /** A sample by `Class.method`. */
  get(name) {
    const code = this.found.get(name);
    if (!code) throw mistake(`There is no sample ${name}; there are: ${[...this.found.keys()].join(', ')}`);
    return code;
  }

  /** The sample of an operation stands under its name, in the class that is named after its API. */
  of({ id, node }) {
    const type = `${node.tags[0]}Samples`;
    const code = this.found.get(`${type}.${id}`);
    if (!code) {
      throw mistake(
        `The operation ${id} has no sample: write a method ${id}() in` +
          ` integration-tests/src/main/java/org/brokersdk/samples/${type}.java, with the Java to show between // sample and // end`,
      );
    }
    return code;
  }
}

function stripIndent(code) {
  const lines = code.replace(/\s+$/, '').split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join('\n');
}
