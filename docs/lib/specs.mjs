import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistake } from './mistake.mjs';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** Redocly, which lints the specs too, reads a spec; it looks for no update meanwhile. */
function bundle(specs, broker, json) {
  try {
    execFileSync(process.execPath, [join(specs, 'node_modules/@redocly/cli/bin/cli.js'), 'bundle', `${broker}.yaml`, '--output', json], {
      cwd: specs,
      env: { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (failure) {
    throw mistake(`specs/${broker}.yaml cannot be read; correct it:\n${failure.stdout}\n${failure.stderr}`);
  }
}

/** The brokers: each OpenAPI file of the directory is named after one. */
export function brokersOf(directory) {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml') && /^openapi:/m.test(readFileSync(join(directory, file), 'utf8')))
    .map((file) => file.replace('.yaml', ''));
}

/** Every spec of the directory, read anew. */
export function readSpecs(directory, build) {
  mkdirSync(build, { recursive: true });
  brokersOf(directory).forEach((broker) => bundle(directory, broker, join(build, `${broker}.json`)));
  return builtSpecs(directory, build);
}

/** Every spec of the directory, as it was read for the docs that are there. */
export function builtSpecs(directory, build) {
  return brokersOf(directory).map((broker) => new Spec(broker, JSON.parse(readFileSync(join(build, `${broker}.json`), 'utf8'))));
}

function titleOf({ name, 'x-displayName': title = name }) {
  return title;
}

export class Spec {
  constructor(broker, root) {
    this.broker = broker;
    this.root = root;
    this.version = root.info.version;
    this.page = `${broker}.html`;
    /** The Maven module, which is a folder of the repository. */
    this.module = `${broker}-sdk`;
  }

  /** The name of the broker, which the title has in front of "login". */
  get name() {
    return this.root.info.title.replace(/ login$/, '');
  }

  resolve(node) {
    while (node?.$ref) {
      node = node.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/')], this.root);
    }
    return node;
  }

  /** The APIs, today's first: each tag is one, and has a page. */
  apis() {
    const operations = [...this.operations()];
    return this.root.tags.map((tag) => ({
      name: tag.name,
      title: titleOf(tag),
      description: tag.description,
      page: this.pageOf(tag),
      later: this.root['x-later-calls']?.[tag.name] ?? [],
      operations: operations.filter(({ api }) => api === tag.name),
    }));
  }

  /** The pages of the broker: its own, and those of its APIs. */
  family() {
    return [this.name, [{ path: this.page, title: 'Overview' }, ...this.apis().map(({ page, title }) => ({ path: page, title }))]];
  }

  /** Not that of the broker, whose name an API may have. */
  pageOf(tag) {
    const name = slug(titleOf(tag));
    return name === this.broker ? `${name}-api.html` : `${name}.html`;
  }

  /** Every operation, with its place in the docs. */
  *operations() {
    const pages = new Map(this.root.tags.map((tag) => [tag.name, this.pageOf(tag)]));
    for (const [path, item] of Object.entries(this.root.paths)) {
      for (const method of METHODS.filter((name) => item[name])) {
        const node = item[method];
        const id = node.operationId;
        yield { spec: this, api: node.tags[0], id, method: method.toUpperCase(), path, node, url: `${pages.get(node.tags[0])}#${id}` };
      }
    }
  }

  /** What an operation sends beside its body: parameters, and what its security schemes want. */
  parameters({ node }) {
    const schemes = (node.security ?? this.root.security ?? []).slice(0, 1).flatMap((way) => Object.keys(way));
    return [
      ...schemes.map((name) => {
        const scheme = this.root.components.securitySchemes[name];
        const header = scheme.type === 'http';
        return {
          name: header ? 'Authorization' : scheme.name,
          in: header ? 'header' : scheme.in,
          required: true,
          description: scheme.description,
          schema: { type: 'string' },
        };
      }),
      ...(node.parameters ?? []).map((one) => this.resolve(one)),
    ];
  }

  /** The fields of a schema and of those within it, by their paths. */
  *fields(reference, path = '', above = []) {
    const schema = this.resolve(reference);
    if (!schema || above.includes(schema)) return;
    const within = [...above, schema];
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const field = `${path}${name}`;
      yield { path: field, name, schema: this.resolve(property), required: schema.required?.includes(name) ?? false };
      yield* this.fields(property, `${field}.`, within);
    }
    if (schema.items) yield* this.fields(schema.items, path.replace(/\.$/, '[].'), within);
    if (typeof schema.additionalProperties === 'object') yield* this.fields(schema.additionalProperties, `${path}*.`, within);
  }

  /** What is sent, if anything. */
  request({ node }) {
    return Object.entries(this.resolve(node.requestBody)?.content ?? {})[0];
  }

  /** The answers, each with its contents. */
  *answers({ node }) {
    for (const [status, reference] of Object.entries(node.responses)) {
      const { description, content = {} } = this.resolve(reference);
      yield { status, description, content };
    }
  }

  /** The examples of all answers. */
  *examples(operation) {
    for (const { status, content } of this.answers(operation)) {
      for (const [mediaType, { examples = {} }] of Object.entries(content)) {
        for (const [name, reference] of Object.entries(examples)) {
          yield { status, mediaType, name, ...this.resolve(reference) };
        }
      }
    }
  }

  /** Where an operation is sent to. */
  servers({ node }) {
    return node.servers ?? this.root.servers;
  }
}

/** The page at which users of a server log in, if it has one. */
export function loginPage(server) {
  return server['x-login-page'] ?? server['x-broker']?.loginPage;
}

export function slug(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
}
