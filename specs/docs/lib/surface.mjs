// What a spec says of the wire, one fact a line: kept for each version, so that two can be compared.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSpecs } from './specs.mjs';

/** The facts of a spec, sorted: what each operation sends and answers, and the fields of each schema. */
export function surface(spec) {
  const lines = [];
  for (const operation of spec.operations()) {
    const { id, method, path } = operation;
    lines.push(`${id}: ${method} ${path}`);
    for (const { url } of spec.servers(operation)) lines.push(`${id} is at ${url}: `);
    for (const one of spec.parameters(operation)) {
      lines.push(`${id} sends ${one.in} ${one.name}: ${rules(one.schema, one.required)}`);
    }
    const [mediaType, content] = spec.request(operation) ?? [];
    if (content) lines.push(`${id} sends body: ${mediaType}, ${rules(content.schema, true)}`, ...fields(spec, content.schema, `${id} sends`));
    for (const { status, content: contents } of spec.answers(operation)) {
      for (const [answerType, { schema }] of Object.entries(contents)) {
        lines.push(`${id} answers ${status} as ${answerType}: ${rules(schema, true)}`, ...fields(spec, schema, `${id} answers ${status}`));
      }
    }
  }
  for (const [name, schema] of Object.entries(spec.root.components.schemas)) {
    lines.push(`${name}: ${rules(schema, true)}`, ...fields(spec, { properties: { '': schema } }, name));
  }
  return [...new Set(lines)].sort();
}

/** The fields of a schema, but for those of schemas that have a name of their own. */
function fields(spec, { properties = {}, required = [], items, additionalProperties }, place, path = '') {
  const lines = Object.entries(properties).flatMap(([name, schema]) => {
    const field = [path, name].filter(Boolean).join('.');
    const fact = field ? [`${place} ${field}: ${rules(schema, required.includes(name))}`] : [];
    return schema.$ref ? fact : [...fact, ...fields(spec, schema, place, field)];
  });
  if (items && !items.$ref) lines.push(...fields(spec, items, place, `${path}[]`));
  if (additionalProperties?.properties) lines.push(...fields(spec, additionalProperties, place, `${path}.*`));
  return lines;
}

function rules(schema, required) {
  if (schema.$ref) return `${required ? '' : 'optional, '}${schema.$ref.split('/').pop()}`;
  const shown = ['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'default'];
  return [
    !required && 'optional',
    schema.anyOf && `either ${schema.anyOf.map(({ type }) => type).join(' or ')}`,
    schema.type,
    schema.format,
    schema.items && `of ${rules(schema.items, true)}`,
    schema.enum && `one of ${schema.enum.join(' ')}`,
    ...shown.filter((key) => schema[key] !== undefined).map((key) => `${key} ${JSON.stringify(schema[key])}`),
    schema.nullable && 'or null',
    schema['x-also-named'] && `also named ${schema['x-also-named']}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** What is new, gone or different, in words; what belongs to an operation that is new or gone is not told by itself. */
export function difference(before, now) {
  const old = facts(before);
  const today = facts(now);
  const changes = [];
  for (const [place, fact] of today) {
    if (!old.has(place)) changes.push(...told('new', place, fact, old));
    else if (old.get(place) !== fact) changes.push({ kind: 'changed', text: `${named(place)}: ${fact}; it was: ${old.get(place)}` });
  }
  for (const [place, fact] of old) if (!today.has(place)) changes.push(...told('gone', place, fact, today));
  return changes;
}

function facts(lines) {
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(': ')), line.slice(line.lastIndexOf(': ') + 2)]));
}

function told(kind, place, fact, others) {
  const [whole, ...part] = place.split(' ');
  if (part.length === 0) return [{ kind, text: `\`${place}\`: ${fact}` }];
  return others.has(whole) ? [{ kind, text: `${named(place)}${fact && `: ${fact}`}` }] : [];
}

function named(place) {
  const [whole, ...part] = place.split(' ');
  const name = part.pop();
  return [`\`${whole}\``, ...part, name && `\`${name}\``].filter(Boolean).join(' ');
}

// node lib/surface.mjs: keeps what the specs say today as that of their versions, for the next to be compared with.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const specs = join(import.meta.dirname, '../..');
  const released = join(specs, 'released');
  mkdirSync(released, { recursive: true });
  for (const spec of readSpecs(specs, join(specs, '../target/docs-build/specs'))) {
    writeFileSync(join(released, `${spec.broker}.txt`), `${[spec.version, ...surface(spec)].join('\n')}\n`);
    console.log(`specs/released/${spec.broker}.txt has version ${spec.version} now`);
  }
}
