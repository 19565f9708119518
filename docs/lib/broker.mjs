import { render, renderInline } from './markdown.mjs';
import { cards, contents, escape } from './page.mjs';
import { picture } from './pictures.mjs';
import { loginPage } from './specs.mjs';
import { laterCalls, laterId, walk } from './wire.mjs';

/** The page of a broker: its logins as they cross the wire, and what calls after them carry. */
export function writeBroker(site, spec, { wire, pictures, javadoc }) {
  const apis = spec.apis();
  const [first, ...rest] = render(spec.root.info.description).split(/(?<=<\/p>)\n/);
  const places = [{ id: 'later-calls', title: 'What calls after a login carry' }];
  const sections = apis.map((api) => {
    const id = `login-${api.name}`;
    places.push({ id, title: `${api.title}, on the wire` });
    return `<section>
<h2 id="${id}">${escape(api.title)}</h2>
<p>${renderInline(api.description)} ${javadoc.client(api)}; <a href="${api.page}">all ${api.operations.length} operations and failures</a>.</p>
${pictures.of(spec, api).map((one) => picture(one)).join('\n')}
<h3>On the wire</h3>
<p>Recorded when the sample ran against the mock; the values are made up. ${browserFirst(spec, api)}</p>
${walk(wire.login(api), api, javadoc)}
</section>`;
  });
  places.push({ id: 'more', title: 'More about the wire' });
  site.page(spec.page, {
    title: spec.root.info.title,
    description: `How ${spec.name}'s logins cross the wire, and what calls after them carry.`,
    specs: [spec],
    body: `<h1>${escape(spec.root.info.title)}</h1>
${first}
${limit(spec)}
${cards(apis.map((api) => ({ url: api.page, title: api.title, text: renderInline(api.description) })))}
<h2 id="later-calls">What calls after a login carry</h2>
<p>Which headers or fields an order, a quote or any other call sends after the login, and where they come from. <code>session.httpClient(http)</code> adds them by itself.</p>
${laterCalls(spec, wire, javadoc)}
${sections.join('\n')}
<h2 id="more">More about the wire</h2>
${rest.join('\n')}`,
    aside: contents(places),
  });
  return apis.flatMap((api) => [...later(spec, api), onTheWire(spec, api)]).concat(tableOf(spec));
}

/** How many logins a second the broker is known to allow, and whether its accounts share that limit. */
function limit({ name, root: { 'x-logins-per-second': logins } }) {
  if (!logins) return '';
  const of = logins.account ? `${logins.account} for each account` : `${logins.application} for all accounts of an application together`;
  return `<p>Logins a second that ${escape(name)} is known to allow: ${of}.</p>`;
}

/** A login that begins on a page of the broker has a part that no SDK sends. */
function browserFirst(spec, api) {
  const [page] = api.operations.flatMap((operation) => spec.servers(operation)).map(loginPage).filter(Boolean);
  return page
    ? `It begins in the browser, at <code>${escape(page)}</code>; the first request exchanges the code that came back from there.`
    : '';
}

/** What the search finds: each header or field that later calls carry, */
function later(spec, api) {
  return api.later.flatMap((line) =>
    Object.entries(line.fields).map(([name, meaning]) => ({
      kind: 'header',
      title: `${name} ${line.in}`,
      where: `${api.title} · what calls after a login carry`,
      text: `${meaning} ${line.calls} after login session token headers later calls ${line.java}`,
      url: `${spec.page}#${laterId(api, line, name)}`,
    })),
  );
}

/** the table of them, */
function tableOf(spec) {
  return {
    kind: 'wire',
    title: `Headers after a login to ${spec.name}`,
    where: `${spec.name} · what calls after a login carry`,
    text: 'which header goes where auth token later calls orders',
    url: `${spec.page}#later-calls`,
  };
}

/** and each login as it crosses the wire. */
function onTheWire(spec, api) {
  return {
    kind: 'wire',
    title: `${api.title}: the login on the wire`,
    where: `${spec.name} · step by step, request and answer`,
    text: `${api.description} flow sequence raw http`,
    url: `${spec.page}#login-${api.name}`,
  };
}
