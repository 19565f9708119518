import { exampleCode, failureTable, messageText } from './failures.mjs';
import { code, java, render, renderInline } from './markdown.mjs';
import { cells, escape } from './page.mjs';
import { loginPage } from './specs.mjs';
import { prettyJson } from './recordings.mjs';

/** Writes the page of an API: its operations with Java and curl, and its failures. Returns its search entries. */
export function writeApi(site, spec, api, parts) {
  const { rows, javadoc } = parts;
  const shown = new Map();
  const servers = new Map(api.operations.flatMap((operation) => spec.servers(operation)).map((server) => [server.url, server]));
  site.page(api.page, {
    title: api.title,
    description: `${api.title}: every operation with Java and curl, every response and every failure.`,
    specs: [spec],
    body: `<h1>${escape(api.title)}</h1>
<p>${renderInline(api.description)} ${javadoc.client(api)}. <a href="${spec.page}#login-${api.name}">The login step by step</a>; <a href="${spec.page}#later-calls">credentials of later calls</a>; <a href="openapi/${spec.broker}.yaml" download>OpenAPI file</a>.</p>
${api.operations.map((operation) => section(spec, operation, { ...parts, shown })).join('\n')}
<h2 id="failures">Failures</h2>
<p>Each response that reports a failure, the reason in the exception, and what to do. Recorded from the SDK at the mock server.</p>
${failureTable(rows, api)}
<h2 id="servers">Servers</h2>
<ul>${[...servers.values()].map(server).join('')}</ul>`,
    headings: [...api.operations.map(({ id }) => ({ id, title: id })), { id: 'failures', title: 'Failures' }, { id: 'servers', title: 'Servers' }],
    family: spec.family(),
  });
  return [...operations(api), ...fields(spec, api), ...errors(api, rows), ...brokers(api, servers.values())];
}

function server(node) {
  const { url, description = '', 'x-broker': broker } = node;
  const page = loginPage(node);
  const details = [
    page && `Login page: <code>${escape(page)}</code>.`,
    broker?.webSocket && `WebSocket: <code>${escape(broker.webSocket)}</code>.`,
    broker && `${renderInline(broker.asOf)}; source: ${renderInline(broker.source.replace(/marketcalls\/[\w-]+/g, '[$&](https://github.com/$&)'))}.`,
  ];
  return `<li id="${escape(serverId(broker, url))}">${broker ? `<b>${escape(broker.name)}</b>: ` : ''}<code>${escape(url)}</code> ${renderInline(description)} ${details.filter(Boolean).join(' ')}</li>`;
}

function serverId(broker, url) {
  return `server-${broker?.name ?? url}`;
}

function brokers(api, servers) {
  return [...servers]
    .filter((server) => server['x-broker'])
    .map(({ url, description, 'x-broker': broker }) => ({
      kind: 'broker',
      title: broker.name,
      where: `${api.title} · base URL, login page, WebSocket`,
      text: `base URL of the API, URL of the login page, URL of the WebSocket, server, host ${url} ${description}`,
      url: `${api.page}#${serverId(broker, url)}`,
    }));
}

function section(spec, operation, { recordings, samples, rows, shown }) {
  const { id, node, method, path } = operation;
  const recorded = prettyJson(recordings.step(operation).response.body);
  const [mediaType, content] = spec.request(operation) ?? [];
  const requestFields = [
    ...spec.parameters(operation).map((parameter) => ({ ...parameter, path: parameter.name, location: parameter.in, schema: spec.resolve(parameter.schema) })),
    ...(content ? [...spec.fields(content.schema)].map((field) => ({ ...field, location: 'body' })) : []),
  ];
  return `<section class="operation">
<h2 id="${id}">${escape(id)} <small>${escape(node.summary.replace(/\.$/, ''))}</small></h2>
<p class="endpoint"><b>${method}</b> <code>${escape(path)}</code></p>
${render(node.description)}${node.externalDocs ? `<p>Source: <a href="${escape(node.externalDocs.url)}">${renderInline(node.externalDocs.description ?? 'document')}</a></p>` : ''}
<h3>Java</h3>
${java(samples.of(operation), `Java of ${id}`)}
<h3>curl, to the mock server</h3>
${code(recordings.curl(operation), 'bash', `curl of ${id}`)}
${requestFields.length > 0 ? `<h3>Request${mediaType ? `, as <code>${escape(mediaType)}</code>` : ''}</h3>\n${fieldTable(requestFields, id, `Request of ${id}`, shown)}` : ''}
<h3>Response</h3>
${[...spec.responses(operation)].filter(({ status }) => status.startsWith('2')).map((response) => success(spec, operation, response, shown)).join('\n')}
${recorded ? once(shown, operation, recorded, () => code(recorded, 'json', `A response to ${id}`)) : '<p>An empty body.</p>'}
${otherResponses(spec, operation, rows, shown)}
</section>`;
}

function success(spec, operation, { status, description, content }, shown) {
  const fields = Object.values(content).flatMap(({ schema }) => [...spec.fields(schema)].map((field) => ({ ...field, location: `HTTP ${status}` })));
  const schemas = JSON.stringify(Object.values(content).map(({ schema }) => schema));
  const table = fields.length > 0 ? once(shown, operation, schemas, () => fieldTable(fields, `${operation.id}.${status}`, `Response of ${operation.id}`, shown)) : '';
  return `<p>HTTP ${status}: ${renderInline(description)}</p>${table}`;
}

/** Renders a table of fields. One row links to all headers that an earlier operation of the page describes. */
function fieldTable(fields, id, label, shown) {
  const described = (field) => shown.get(JSON.stringify(field));
  const repeated = fields.filter((field) => field.location === 'header' && described(field));
  const rows = fields
    .filter((field) => !repeated.includes(field))
    .map((field) => {
      const inResponse = field.location.startsWith('HTTP');
      if (field.location === 'header') shown.set(JSON.stringify(field), `${id}.${field.path}`);
      return {
        id: `${id}.${field.path}`,
        cells: [
          `<code>${escape(field.path)}</code>${inResponse ? '' : ` <small>${escape(field.location)}</small>`}`,
          `${escape(typeOf(field.schema))}${inResponse || field.required ? '' : ', optional'}`,
          renderInline(field.description ?? field.schema.description ?? ''),
        ],
      };
    });
  if (repeated.length > 0) {
    const links = repeated.map((field) => `<a href="#${described(field)}"><code>${escape(field.path)}</code></a>`);
    rows.push({ id: `${id}.headers`, cells: [`${links.join(', ')} <small>header</small>`, 'text', 'The same as for the operations before.'] });
  }
  return cells(label, ['Name', 'Type', 'Meaning'], rows);
}

/** Describes the type and rules of a schema. */
function typeOf(schema) {
  const { type, format, items, pattern, enum: values, nullable, minLength, maxLength, minimum, maximum, default: defaultValue } = schema;
  const secondName = schema['x-also-named'];
  const between = (from, to, unit) => {
    if (from === to) return from === undefined ? '' : `${from}${unit}`;
    if (to === undefined) return `at least ${from}${unit}`;
    return `${from === undefined ? 'at most' : `${from} to`} ${to}${unit}`;
  };
  return [
    schema.anyOf ? schema.anyOf.map(({ type: alternative }) => alternative).join(' or ') : format === 'password' ? 'secret text' : type === 'array' ? 'list' : type === 'string' ? format ?? 'text' : (type ?? 'anything'),
    items && !items.$ref && items.type && items.type !== 'object' && `of ${items.type}`,
    values && (values.length === 1 ? `always ${values[0]}` : `one of ${values.join(', ')}`),
    between(minLength, maxLength, ' characters').replace('at least 1 characters', 'not empty'),
    between(minimum, maximum, ''),
    pattern && `matches ${pattern}`,
    defaultValue !== undefined && `${defaultValue === '' ? 'empty' : defaultValue} unless set`,
    nullable && 'or null',
    secondName && `also named ${secondName}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Renders a text only for its first operation. Later operations link to the first one. */
function once(shown, { id }, text, html) {
  const before = shown.get(text);
  if (before) return `<p>The same as for <a href="#${before}">${before}</a>.</p>`;
  shown.set(text, id);
  return html();
}

/** Renders the other successful examples, and links to the failures. */
function otherResponses(spec, operation, rows, shown) {
  const failures = rows.filter(({ operations }) => operations.includes(operation));
  const successes = [...spec.examples(operation)]
    .filter(({ name, status }) => !failures.some(({ examples }) => examples.includes(`${operation.id} ${status} ${name}`)))
    .filter(({ value }) => value);
  const items = successes.map(
    ({ name, status, summary, mediaType, value }) => `<h4>HTTP ${status}, <code>${escape(name)}</code></h4>
<p>${renderInline(summary ?? '')}</p>${once(shown, operation, JSON.stringify(value, null, 2), () => exampleCode(value, mediaType, `${operation.id}, ${name}`))}`,
  );
  const links = failures.filter(({ status }) => status).map(({ id, status, reason, kind, example: name }) => `<li><a href="#${id}">HTTP ${status}, ${escape(name)}</a>: ${escape(reason ?? kind)}</li>`);
  return `${items.length > 1 ? `<details class="more"><summary>All ${items.length} successful examples of the spec</summary>\n${items.join('\n')}\n</details>` : ''}
<details class="more"><summary>${links.length} responses that are failures</summary><ul>${links.join('')}</ul></details>`;
}

function operations(api) {
  return api.operations.map(({ id, method, path, node, url }) => ({
    kind: 'operation',
    title: id,
    where: `${api.title} · ${method} ${path}`,
    text: `${node.summary} ${node.description} ${path}`,
    url,
  }));
}

/** Returns a search entry for each field, at the first operation with the field. */
function fields(spec, api) {
  const entries = new Map();
  const add = (operation, name, text, id) => {
    if (!entries.has(name)) {
      entries.set(name, { kind: 'field', title: name, where: `${api.title} · ${operation.id}`, text: '', url: `${api.page}#${id}` });
    }
    const entry = entries.get(name);
    if (text && !entry.text.includes(text)) entry.text += ` ${text}`;
  };
  for (const operation of api.operations) {
    for (const { name, description } of spec.parameters(operation)) add(operation, name, description, `${operation.id}.${name}`);
    const request = spec.request(operation)?.[1];
    if (request) for (const field of spec.fields(request.schema)) add(operation, field.name, field.schema.description, `${operation.id}.${field.path}`);
    for (const { status, content } of spec.responses(operation)) {
      if (!status.startsWith('2')) continue;
      for (const { schema } of Object.values(content)) {
        // Fields that an earlier operation has are not added again.
        for (const field of spec.fields(schema)) add(operation, field.name, field.schema.description, `${operation.id}.${status}.${field.path}`);
      }
    }
  }
  return [...entries.values()];
}

function errors(api, rows) {
  return rows.map((row) => ({
    kind: 'error',
    title: messageText(row),
    where: `${api.title} · ${row.status ? `HTTP ${row.status}` : 'no response'} · ${row.reason ?? row.kind}`,
    text: `${row.summary} ${row.reason ?? ''} ${row.example}`,
    url: `${api.page}#${row.id}`,
  }));
}
