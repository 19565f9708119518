import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** Runs Redocly, which lints the specs too, and looks for no update meanwhile. */
export function redocly(specs, args) {
  try {
    execFileSync(process.execPath, [join(specs, 'node_modules/@redocly/cli/bin/cli.js'), ...args], {
      cwd: specs,
      env: { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (failure) {
    throw new Error(`redocly ${args[0]} failed:\n${failure.stdout}\n${failure.stderr}`);
  }
}

/** The brokers: each OpenAPI file of the directory is named after one. */
export function brokersOf(directory) {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml') && /^openapi:/m.test(readFileSync(join(directory, file), 'utf8')))
    .map((file) => file.replace('.yaml', ''));
}

/** Every spec of the directory, as JSON. */
export function readSpecs(directory, build) {
  mkdirSync(build, { recursive: true });
  return brokersOf(directory).map((broker) => {
    const json = join(build, `${broker}.json`);
    redocly(directory, ['bundle', `${broker}.yaml`, '--output', json]);
    return new Spec(directory, broker, JSON.parse(readFileSync(json, 'utf8')));
  });
}

export class Spec {
  constructor(directory, broker, root) {
    this.directory = directory;
    this.broker = broker;
    this.root = root;
    this.version = root.info.version;
    this.page = `${broker}.html`;
  }

  /** As people write it: the word of the title that the file is named after. */
  get name() {
    return this.root.info.title.split(' ').find((word) => word.toLowerCase() === this.broker) ?? this.broker;
  }

  resolve(node) {
    while (node?.$ref) {
      node = node.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/')], this.root);
    }
    return node;
  }

  /** Every operation, with its place on the page that Redoc makes. */
  *operations() {
    for (const [path, item] of Object.entries(this.root.paths)) {
      for (const method of METHODS.filter((name) => item[name])) {
        const node = item[method];
        const route = `#/${slug(node.tags[0])}/${slug(node.operationId)}`;
        yield { id: node.operationId, method, path, node, parameters: item.parameters ?? [], url: this.page + route };
      }
    }
  }

  /** Every field that an operation sends or answers. */
  *fields({ node, parameters }) {
    for (const parameter of [...parameters, ...(node.parameters ?? [])].map((one) => this.resolve(one))) {
      yield { name: parameter.name, description: parameter.description, in: parameter.in };
    }
    yield* this.contentFields(this.resolve(node.requestBody), 'request');
    for (const response of Object.values(node.responses)) {
      yield* this.contentFields(this.resolve(response), 'answer');
    }
  }

  *contentFields(holder, where) {
    for (const content of Object.values(holder?.content ?? {})) {
      yield* this.schemaFields(content.schema, where, new Set());
    }
  }

  *schemaFields(reference, where, seen) {
    const schema = this.resolve(reference);
    if (!schema || seen.has(schema)) return;
    seen.add(schema);
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      yield { name, description: this.resolve(property).description, in: where };
      yield* this.schemaFields(property, where, seen);
    }
    const parts = [schema.items, schema.additionalProperties, ...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
    for (const part of parts.filter((one) => one && typeof one === 'object')) {
      yield* this.schemaFields(part, where, seen);
    }
  }

  /** The example of an answer, by its name. */
  example(operation, status, name) {
    const response = this.resolve(operation.node.responses[status]);
    for (const content of Object.values(response?.content ?? {})) {
      const example = this.resolve(content.examples?.[name]);
      if (example) return example;
    }
    return undefined;
  }
}

/** As Redoc makes its routes. */
export function slug(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
}
