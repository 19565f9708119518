import { code, renderInline } from './markdown.mjs';
import { buildError } from './build-error.mjs';
import { cells, escape } from './page.mjs';

/** Requests and responses of the samples at the mock servers. */
export class Recordings {
  /**
   * @param recordings the recordings that `DocsData` has written
   * @param mocks the base URLs of the mock servers, by broker
   */
  constructor(recordings, mocks) {
    this.recordings = recordings;
    this.mocks = mocks;
  }

  /** Returns the request and response of an operation. */
  step(operation) {
    const recording = this.recordings.find(({ broker, operation: id }) => broker === operation.spec.broker && id === operation.id);
    if (!recording) throw buildError(`There is no recording of ${operation.id}. Run mvn -Pdocs, which records it.`);
    return recording.steps.find((step) => step.operation === operation.id);
  }

  /** Returns the recordings of an API. */
  of(api) {
    return this.recordings.filter(({ broker, operation }) => api.operations.some(({ id, spec }) => operation === id && broker === spec.broker));
  }

  /** Returns the steps of the longest recording: a login, and calls of its session. */
  login(api) {
    return this.of(api).reduce((longest, recording) => (recording.steps.length >= longest.steps.length ? recording : longest)).steps;
  }

  /** Returns the credentials of a recorded session for an entry of `x-later-calls`. */
  laterCalls(api, entry) {
    return this.of(api).find(({ laterCalls }) => laterCalls.length > 0).laterCalls[api.later.indexOf(entry)];
  }

  /** Returns a curl command that sends the request of the SDK to the mock server. */
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

/** Renders the steps of a login. */
export function loginSteps(steps, api, javadoc) {
  return `<ol class="login-steps">${steps.map((step) => loginStep(step, api, javadoc)).join('\n')}</ol>`;
}

function loginStep({ operation, method, line, request, response }, api, javadoc) {
  const { url } = api.operations.find(({ id }) => id === operation);
  return `<li><p><a href="${url}">${escape(operation)}</a>: ${javadoc.link(method)}</p>
${code(line, 'java', `The Java of ${operation}`)}
<div class="messages">
<div><h4>Request</h4>${message(request, `Request of ${operation}`)}</div>
<div><h4>Response</h4>${message(response, `Response to ${operation}`)}</div>
</div></li>`;
}

function message({ start, headers, body }, label) {
  const head = [start, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\n');
  return code(`${head}${body && `\n\n${prettyJson(body)}`}`, 'http', label);
}

/** Formats JSON on several lines. Returns other text unchanged. */
export function prettyJson(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** Renders the table of the credentials of later calls. */
export function laterCalls(spec, recordings, javadoc) {
  const rows = spec.apis().flatMap((api) =>
    api.later.map((entry) => {
      const { method, values } = recordings.laterCalls(api, entry);
      const fields = Object.entries(entry.fields).map(
        ([name, meaning]) => `<li id="${escape(laterId(api, entry, name))}"><code>${escape(name)}</code>: ${renderInline(meaning)}; for example <code>${escape(values[name])}</code></li>`,
      );
      return {
        id: laterId(api, entry, 'row'),
        cells: [escape(api.title), renderInline(entry.calls), `In the ${escape(entry.in)}:<ul>${fields.join('')}</ul>`, javadoc.link(method)],
      };
    }),
  );
  return cells('What later calls send', ['Login', 'Calls', 'Credentials', 'Java'], rows, 'cells later');
}

export function laterId(api, entry, name) {
  return `later-${api.name}-${api.later.indexOf(entry)}-${name}`;
}
