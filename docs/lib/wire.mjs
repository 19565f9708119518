import { code, renderInline } from './markdown.mjs';
import { mistake } from './mistake.mjs';
import { cells, escape } from './page.mjs';

/** What crossed the wire when the samples ran against the mocks. */
export class Wire {
  /**
   * @param recordings what `ForDocs` has written
   * @param mocks the base URL of the mock of each broker
   */
  constructor(recordings, mocks) {
    this.recordings = recordings;
    this.mocks = mocks;
  }

  /** The request and the answer of an operation. */
  step(operation) {
    const found = this.recordings.find((one) => one.broker === operation.spec.broker && one.operation === operation.id);
    if (!found) throw mistake(`Nothing was recorded of ${operation.id}: run mvn -Pdocs, which records it`);
    return found.steps.find((step) => step.operation === operation.id);
  }

  /** The recordings of an API. */
  of(api) {
    return this.recordings.filter((one) => api.operations.some(({ id, spec }) => one.operation === id && one.broker === spec.broker));
  }

  /** One login from its first request to the last call that some sample makes in it. */
  login(api) {
    return this.of(api).reduce((longest, one) => (one.steps.length >= longest.steps.length ? one : longest)).steps;
  }

  /** What a session of this API had for a line of `x-later-calls`. */
  laterCalls(api, line) {
    return this.of(api).find(({ laterCalls }) => laterCalls.length > 0).laterCalls[api.later.indexOf(line)];
  }

  /** A command that sends what the SDK sends, to the mock. */
  curl(operation) {
    const { request } = this.step(operation);
    const [method, url] = request.start.split(' ');
    const target = new URL(url);
    const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
    const lines = [
      `curl -X ${method} ${quoted(`${this.mocks.get(operation.spec.broker)}${target.pathname}${target.search}`)}`,
      ...Object.entries(request.headers).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
      ...(request.body ? [`  --data-raw ${quoted(request.body)}`] : []),
    ];
    return lines.join(' \\\n');
  }
}

/** A login, step by step. */
export function walk(steps, api, javadoc) {
  return `<ol class="wire">${steps.map((step) => walkStep(step, api, javadoc)).join('\n')}</ol>`;
}

function walkStep({ operation, method, line, request, answer }, api, javadoc) {
  const { url } = api.operations.find(({ id }) => id === operation);
  return `<li><p><a href="${url}">${escape(operation)}</a>: ${javadoc.link(method)}</p>
${code(line, 'java', `The Java of ${operation}`)}
<div class="exchange">
<div><h4>Request</h4>${message(request, `Request of ${operation}`)}</div>
<div><h4>Response</h4>${message(answer, `Response to ${operation}`)}</div>
</div></li>`;
}

function message({ start, headers, body }, label) {
  const head = [start, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\n');
  return code(`${head}${body && `\n\n${legible(body)}`}`, 'http', label);
}

/** JSON on lines of its own; anything else as it is. */
export function legible(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** The table of what calls after a login carry. */
export function laterCalls(spec, wire, javadoc) {
  const rows = spec.apis().flatMap((api) =>
    api.later.map((line) => {
      const { method, values } = wire.laterCalls(api, line);
      const fields = Object.entries(line.fields).map(
        ([name, meaning]) => `<li id="${escape(laterId(api, line, name))}"><code>${escape(name)}</code>: ${renderInline(meaning)}; for example <code>${escape(values[name])}</code></li>`,
      );
      return {
        id: laterId(api, line, 'row'),
        cells: [escape(api.title), renderInline(line.calls), `In the ${escape(line.in)}:<ul>${fields.join('')}</ul>`, javadoc.link(method)],
      };
    }),
  );
  return cells('What later calls send', ['Login', 'Calls', 'Credentials', 'Java'], rows, 'cells later');
}

export function laterId(api, line, name) {
  return `later-${api.name}-${api.later.indexOf(line)}-${name}`;
}
