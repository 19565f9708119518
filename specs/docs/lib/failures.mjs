import { slug } from './specs.mjs';
import { escape } from './page.mjs';

const ADVICE = {
  Unexpected: 'Something between you and the broker answered, or the broker changed its answers: the excerpt describes what came, and secretAnswer() has it whole. The request may have worked: look before you repeat it.',
};

/** What the SDK makes of each failure, by broker: one row for what is the same at several operations. */
export function failureTables(failures, specs) {
  return new Map(specs.map((spec) => [spec.broker, rows(failures.filter((one) => one.broker === spec.broker), spec)]));
}

function rows(failures, spec) {
  const operations = new Map([...spec.operations()].map((operation) => [operation.id, operation]));
  const merged = new Map();
  for (const failure of failures) {
    const operation = operations.get(failure.operation);
    const key = [failure.status, failure.kind, failure.reason, failure.code, failure.message, failure.detail].join('|');
    if (!merged.has(key)) {
      const example = failure.example && spec.example(operation, failure.status, failure.example);
      merged.set(key, {
        ...failure,
        id: `failure-${slug(`${failure.status || 'none'} ${failure.example ?? failure.message}`)}`,
        summary: example?.summary ?? 'No answer',
        advice: failure.advice ?? ADVICE[failure.kind],
        operations: [],
      });
    }
    merged.get(key).operations.push(operation);
  }
  const unique = new Set();
  const all = [...merged.values()];
  for (const row of all) {
    for (let id = row.id, n = 2; unique.has(row.id); n++) row.id = `${id}-${n}`;
    unique.add(row.id);
    row.where = row.operations.length === operations.size ? 'every call' : row.operations.map((one) => one.id).join(', ');
  }
  return all;
}

/** What a person reads of the broker's answer. */
export function words({ message, code, detail }) {
  return [message?.trim() || '(no words)', detail, code && `(${code})`].filter(Boolean).join(' ');
}

/** The table of a broker. */
export function failureTable(rows) {
  const body = rows.map((row) => {
    const links = row.operations.map((one) => `<a href="${one.url.replace(/^[^#]*/, '')}">${escape(one.id)}</a>`);
    const where = row.where === 'every call' ? 'every call' : links.join(', ');
    return `<tr id="${row.id}">
<td data-label="The broker answers"><b>${row.status ? `HTTP ${row.status}` : 'nothing'}</b> ${quoted(row)}<small>${inline(row.summary)}; ${where}</small></td>
<td data-label="The SDK says"><code>${escape(row.reason ?? row.kind)}</code></td>
<td data-label="What to do">${escape(row.advice)}</td>
</tr>`;
  });
  return `<div class="wide"><table class="failures"><thead><tr><th>The broker answers</th><th>The SDK says</th><th>What to do</th></tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

/** The broker's words are code; what is known of an unexpected answer is a description of ours. */
function quoted(row) {
  return row.kind === 'Unexpected' ? escape(words(row)) : `<code>${escape(words(row))}</code>`;
}

function inline(text) {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
