import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildError } from './build-error.mjs';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** Resolves a spec with Redocly, which must not look for updates. */
function bundle(specs, broker, json) {
  try {
    execFileSync(process.execPath, [join(specs, 'node_modules/@redocly/cli/bin/cli.js'), 'bundle', `${broker}.yaml`, '--output', json], {
      cwd: specs,
      env: { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (failure) {
    throw buildError(`specs/${broker}.yaml cannot be read. Correct it:\n${failure.stdout}\n${failure.stderr}`);
  }
}

/** Returns the names of the brokers, which are the names of the OpenAPI files. */
export function brokersOf(directory) {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml') && /^openapi:/m.test(readFileSync(join(directory, file), 'utf8')))
    .map((file) => file.replace('.yaml', ''));
}

/** Reads every spec of the directory. */
export function readSpecs(directory, build) {
  mkdirSync(build, { recursive: true });
  brokersOf(directory).forEach((broker) => bundle(directory, broker, join(build, `${broker}.json`)));
  return builtSpecs(directory, build);
}

/** Returns every spec of the directory, as it was when the docs were built. */
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

  /** Returns the name of the broker, which precedes "login" in the title. */
  get name() {
    return this.root.info.title.replace(/ login$/, '');
  }

  resolve(node) {
    while (node?.$ref) {
      node = node.$ref.slice(2).split('/').reduce((parent, key) => parent[key.replaceAll('~1', '/')], this.root);
    }
    return node;
  }

  /** Returns the APIs, the current one first. Each tag is an API with a page. */
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

  /** Returns the pages of the broker and of its APIs. */
  family() {
    return [this.name, [{ path: this.page, title: 'Overview' }, ...this.apis().map(({ page, title }) => ({ path: page, title }))]];
  }

  /** Returns the page of an API. It differs from the page of a broker with the same name. */
  pageOf(tag) {
    const name = slug(titleOf(tag));
    return name === this.broker ? `${name}-api.html` : `${name}.html`;
  }

  /** Returns every operation, with its URL in the docs. */
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

  /** Returns the parameters of an operation, with those of its security schemes. */
  parameters({ node }) {
    const schemeNames = (node.security ?? this.root.security ?? []).slice(0, 1).flatMap((schemes) => Object.keys(schemes));
    return [
      ...schemeNames.map((name) => {
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
      ...(node.parameters ?? []).map((parameter) => this.resolve(parameter)),
    ];
  }

  /** Returns the fields of a schema and of its nested schemas, by their paths. */
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

  /** Returns media type and content of the request body, if there is one. */
  request({ node }) {
    return Object.entries(this.resolve(node.requestBody)?.content ?? {})[0];
  }

  /** Returns the responses with their contents. */
  *responses({ node }) {
    for (const [status, reference] of Object.entries(node.responses)) {
      const { description, content = {} } = this.resolve(reference);
      yield { status, description, content };
    }
  }

  /** Returns the examples of all responses. */
  *examples(operation) {
    for (const { status, content } of this.responses(operation)) {
      for (const [mediaType, { examples = {} }] of Object.entries(content)) {
        for (const [name, reference] of Object.entries(examples)) {
          yield { status, mediaType, name, ...this.resolve(reference) };
        }
      }
    }
  }

  /** Returns the servers of an operation. */
  servers({ node }) {
    return node.servers ?? this.root.servers;
  }
}

/** Returns the login page of a server, if it has one. */
export function loginPage(server) {
  return server['x-login-page'] ?? server['x-broker']?.loginPage;
}

export function slug(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
}
