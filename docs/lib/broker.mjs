import { render, renderInline } from './markdown.mjs';
import { cards, escape } from './page.mjs';
import { picture } from './pictures.mjs';
import { loginPage } from './specs.mjs';
import { laterCalls, laterId, loginSteps } from './recordings.mjs';

/** Writes the page of a broker, with its logins and the credentials of later calls. Returns its search entries. */
export function writeBroker(site, spec, { recordings, pictures, javadoc }) {
  const apis = spec.apis();
  const [first, ...rest] = render(spec.root.info.description).split(/(?<=<\/p>)\n/);
  const headings = [{ id: 'later-calls', title: 'Credentials of later calls' }];
  const sections = apis.map((api) => {
    const id = `login-${api.name}`;
    headings.push({ id, title: `${api.title}, step by step` });
    return `<section>
<h2 id="${id}">${escape(api.title)}</h2>
<p>${renderInline(api.description)} ${javadoc.client(api)}; <a href="${api.page}">all ${api.operations.length} operations and failures</a>.</p>
${pictures.of(spec, api).map((drawing) => picture(drawing)).join('\n')}
<h3>Step by step</h3>
<p>Recorded from the sample at the mock server; the values are made up. ${browserFirst(spec, api)}</p>
${loginSteps(recordings.login(api), api, javadoc)}
</section>`;
  });
  headings.push({ id: 'more', title: 'More about the protocol' });
  site.page(spec.page, {
    title: spec.root.info.title,
    description: `The logins to ${spec.name} step by step, and the credentials of later calls.`,
    specs: [spec],
    body: `<h1>${escape(spec.root.info.title)}</h1>
${first}
${limit(spec)}
<p><a href="openapi/${spec.broker}.yaml" download>Download the OpenAPI file</a>, version ${escape(spec.version)}.</p>
${cards(apis.map((api) => ({ url: api.page, title: api.title, text: renderInline(api.description) })))}
<h2 id="later-calls">Credentials of later calls</h2>
<p>The headers or fields that an order, a quote or any other call sends after the login. <code>session.httpClient(http)</code> adds them.</p>
${laterCalls(spec, recordings, javadoc)}
${sections.join('\n')}
<h2 id="more">More about the protocol</h2>
${rest.join('\n')}`,
    headings,
    family: spec.family(),
  });
  return apis.flatMap((api, age) => [...credentialEntries(spec, api), loginEntry(spec, api)].map((entry) => ({ ...entry, age }))).concat(tableEntry(spec));
}

/** Renders the known limit of logins a second. It is a limit of each account, or of all accounts of an application. */
function limit({ name, root: { 'x-logins-per-second': logins } }) {
  if (!logins) return '';
  const rate = logins.account ? `${logins.account} for each account` : `${logins.application} for all accounts of an application together`;
  return `<p>Logins a second that ${escape(name)} is known to allow: ${rate}.</p>`;
}

/** Describes the part of a login in the browser, which no SDK sends. */
function browserFirst(spec, api) {
  const [page] = api.operations.flatMap((operation) => spec.servers(operation)).map(loginPage).filter(Boolean);
  return page
    ? `It begins in the browser, at <code>${escape(page)}</code>; the first request exchanges the authorization code of the redirect.`
    : '';
}

/** Returns a search entry for each credential of later calls. */
function credentialEntries(spec, api) {
  return api.later.flatMap((entry) =>
    Object.entries(entry.fields).map(([name, meaning]) => ({
      kind: 'header',
      title: `${name} ${entry.in}`,
      where: `${api.title} · credentials of later calls`,
      text: `${meaning} ${entry.calls} after login session token headers later calls ${entry.java}`,
      url: `${spec.page}#${laterId(api, entry, name)}`,
    })),
  );
}

/** Returns the search entry of the table of credentials. */
function tableEntry(spec) {
  return {
    kind: 'login',
    title: `Headers after a login to ${spec.name}`,
    where: `${spec.name} · credentials of later calls`,
    text: 'which header goes where auth token later calls orders',
    url: `${spec.page}#later-calls`,
  };
}

/** Returns the search entry of a recorded login. */
function loginEntry(spec, api) {
  return {
    kind: 'login',
    title: `${api.title}: the login step by step`,
    where: `${spec.name} · each request and response`,
    text: `${api.description} flow sequence raw http wire`,
    url: `${spec.page}#login-${api.name}`,
  };
}
