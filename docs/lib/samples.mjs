import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildError } from './build-error.mjs';

const REGION = /\/\/ sample(?: after (\w+))?\n(.*?)\/\/ end\n/gs;
const METHOD = /^ {4}(?:public|private) [^=;(]*?(\w+)\(([^)]*)\)/gm;
const IMPORT = /^import ([\w.]+\.(\w+));$/gm;
const RECORD = /^ {4}public (record (\w+)\([^)]*\) \{\})$/gm;
const VALUE = /^ {4}private final (\w+) (\w+)( = [^;]*)?;$/gm;

/**
 * Reads the Java between `// sample` and `// end`, by `Class.method`. The docs show a sample `after` another one together
 * with it.
 */
export function samples(directory) {
  const found = new Map();
  for (const file of readdirSync(directory).filter((name) => name.endsWith('Samples.java'))) {
    const text = readFileSync(join(directory, file), 'utf8');
    const type = file.replace('.java', '');
    for (const region of text.matchAll(REGION)) {
      const [, method, parameters] = [...text.slice(0, region.index).matchAll(METHOD)].at(-1);
      const body = stripIndent(region[2]);
      const before = region[1] ? found.get(`${type}.${region[1]}`) : undefined;
      if (region[1] && !before) {
        throw buildError(`${file}: ${method} is a sample after ${region[1]}, but there is no such sample above it. Correct the name, or move the sample.`);
      }
      const code = before ? `${before.code}\n\n${body}` : body;
      found.set(`${type}.${method}`, { code, before: preamble(text, parameters, code) });
    }
  }
  return new Samples(found);
}

/** Returns the imports, records and values that a sample needs in a method of another class. */
function preamble(file, parameters, code) {
  const plain = code.replace(/"(?:[^"\\]|\\.)*"|\/\/.*/g, '');
  const uses = (name) => new RegExp(`(?<![.\\w])${name}\\b(?!\\()`).test(plain);
  const declares = (name) => new RegExp(`\\w>? ${name} =`).test(plain);
  const values = [...file.matchAll(VALUE)]
    .filter(([, , name]) => uses(name) && !declares(name))
    .map(([, type, name, value]) => ({ type, text: value ? `${type} ${name}${value};` : `${type} ${name} = new ${type}();` }));
  const given = parameters
    .split(/,(?![^<]*>)/)
    .map((parameter) => parameter.trim().replace(/\s+/g, ' '))
    .filter((parameter) => parameter && uses(parameter.split(' ').at(-1)));
  const used = `${plain} ${values.map(({ type }) => type).join(' ')} ${given.join(' ')}`;
  const records = [...file.matchAll(RECORD)].filter(([, , type]) => new RegExp(`\\b${type}\\b`).test(used)).map(([, text]) => text);
  const allCode = `${used} ${records.join(' ')}`;
  const imports = [...file.matchAll(IMPORT)]
    .filter(([, , type]) => new RegExp(`\\b${type}\\b`).test(allCode))
    .map(([, name]) => `import ${name};`);
  return [
    imports.join('\n'),
    [...records, ...values.map(({ text }) => text)].join('\n'),
    given.map((parameter) => `// yours: ${parameter}`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

class Samples {
  constructor(found) {
    this.found = found;
  }

  /** Returns the sample with this Java. */
  find(code) {
    const sample = [...this.found.values()].find((candidate) => candidate.code === code.trimEnd());
    if (!sample) throw buildError(`A guide shows Java that no sample has. Copy it from integration-tests/src/main/java/org/brokersdk/samples:\n${code}`);
    return sample;
  }

  /** Returns the sample of an operation: the method with its name, in the class with the name of its API. */
  of({ id, api }) {
    const type = `${api}Samples`;
    const sample = this.found.get(`${type}.${id}`);
    if (!sample) {
      throw buildError(
        `The operation ${id} has no sample. Write a method ${id}() in` +
          ` integration-tests/src/main/java/org/brokersdk/samples/${type}.java, with the Java to show between // sample and // end`,
      );
    }
    return sample;
  }
}

function stripIndent(code) {
  const lines = code.replace(/\s+$/, '').split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join('\n');
}
