import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { builtSpecs } from '../lib/specs.mjs';
import { FILES, axe, launch, lighthouse, pages, serve, SITE, watched } from './browser.mjs';

const PICTURES = join(SITE, '../docs-screenshots');
const LIMIT = 300_000;
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const specs = builtSpecs(join(import.meta.dirname, '../../specs'), join(SITE, '../docs-build/specs'));
const apis = specs.flatMap((spec) => spec.apis());
const clients = pages().filter((page) => /^javadoc\/[\w-]+\/org\/brokersdk\/\w+\/\w+Client\.html$/.test(page));

/** One page of each kind. */
const kinds = {
  landing: 'index.html',
  guide: 'guides/protection.html',
  broker: specs[0].page,
  api: apis.find(({ title }) => title === 'Kotak Trade API').page,
  javadoc: `javadoc/${specs[0].module}/index.html`,
  'javadoc-package': clients[0].replace(/\w+\.html$/, 'package-summary.html'),
  'javadoc-class': clients[0],
};
// Javadoc has many pages. The links of all are checked, and one page of each kind is opened.
const opened = pages().filter((page) => !page.startsWith('javadoc/') || Object.values(kinds).includes(page));

let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve();
});

after(async () => {
  await browser.close();
  server.close();
});

for (const origin of ['files', 'a web server']) {
  test(`every page loads from ${origin}, with no error and no request that leaves the machine`, async () => {
    const root = origin === 'files' ? FILES : server.url;
    const { page, errors, close } = await watched(browser);
    for (const path of opened) {
      await page.goto(root + path);
      await page.getByRole('combobox').focus();
      await page.waitForFunction(() => window.siteIndex);
      assert.deepEqual(errors, [], path);
    }
    await close();
  });
}

test('every page shows its versions', () => {
  for (const path of pages()) {
    assert.match(readFileSync(join(SITE, path), 'utf8'), /class="versions">SDK \d[^<]* spec \d/, path);
  }
});

test('every operation is on the page of its API with its Java and its curl, today’s API first, without scripts', async () => {
  const { page, errors, close } = await watched(browser, { javaScriptEnabled: false, viewport: SIZES.phone });
  for (const api of apis) {
    await page.goto(FILES + api.page);
    const text = await page.locator('main').innerText();
    let from = 0;
    for (const { id, method, path } of api.operations) {
      from = text.indexOf(`\n${id}\n`, from);
      assert.ok(from > 0, `${api.title} shows ${id}`);
      const section = text.slice(from, text.indexOf('\nResponse\n', from));
      assert.ok(section.includes(`${method} ${path}`), `${id} shows its path`);
      assert.match(section, /curl -X \w+ 'http:\/\/127\.0\.0\.1:\d+/, `${id} shows its curl`);
      assert.match(section, /(Client|Tokens)[\s\S]*\.builder\(\)/, `${id} shows its Java`);
    }
  }
  for (const spec of specs) {
    await page.goto(FILES + spec.page);
    const text = await page.locator('main').innerText();
    const positions = spec.apis().map(({ title }) => text.indexOf(`\n${title}`));
    assert.deepEqual(positions, positions.toSorted((a, b) => a - b), `${spec.page} begins with today's login`);
    assert.match(text, /Auth|Authorization|jKey/);
    assert.ok(await page.locator('.login-steps > li').count() >= spec.apis().length, `${spec.page} shows the steps of its logins`);
  }
  assert.deepEqual(errors, []);
  await close();
});

for (const origin of ['files', 'a web server']) {
  test(`the first search result answers the question, from ${origin}`, async () => {
    const root = origin === 'files' ? FILES : server.url;
    const questions = JSON.parse(readFileSync(join(import.meta.dirname, 'questions.json'), 'utf8'));
    assert.ok(questions.length >= 40);
    const { page, errors, close } = await watched(browser, { viewport: SIZES.phone });
    const missed = [];
    // From a web server, only the loading of the index differs.
    for (const [question, expected] of origin === 'files' ? questions : questions.slice(0, 10)) {
      await page.goto(root + kinds['javadoc-class']);
      await page.getByRole('combobox').fill(question);
      await page.locator('#found [role=option]').first().waitFor();
      if (!expected) {
        assert.equal(await page.locator('#found').innerText(), `Not known here: ${question.split(' ').join(', ')}`);
        continue;
      }
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => !url.pathname.endsWith(kinds['javadoc-class']));
      if (!page.url().includes(expected)) missed.push(`${question}: ${page.url()}, not ${expected}`);
      const target = page.locator(':target');
      if (page.url().includes('#') && !(await inView(target))) missed.push(`${question}: ${page.url()} is not in view`);
    }
    assert.deepEqual(missed, []);
    assert.deepEqual(errors, []);
    await close();
  });
}

test('the search box can be used by keyboard and says so', async () => {
  const { page, close } = await watched(browser);
  await page.goto(`${FILES}index.html`);
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox');
  await box.fill('logout');
  await page.locator('#found [aria-selected=true]').waitFor();
  assert.equal(await box.getAttribute('aria-expanded'), 'true');
  const first = await box.getAttribute('aria-activedescendant');
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await box.getAttribute('aria-activedescendant'), first);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#found').isVisible(), false);
  await box.fill('nosuchthinganywhere');
  await page.getByText('Not known here: nosuchthinganywhere').waitFor();
  await close();
});

test('a phone shows all of a table and has a menu, and no description has Markdown', async () => {
  const { page, close } = await watched(browser, { viewport: SIZES.phone });
  for (const path of opened.filter((page) => !page.startsWith('javadoc/'))) {
    await page.goto(FILES + path);
    const cut = await page.locator('.wide').evaluateAll((all) => all.filter((element) => element.scrollWidth > element.clientWidth).map((element) => element.innerText.slice(0, 80)));
    assert.deepEqual(cut, [], path);
    assert.doesNotMatch(await page.locator('meta[name=description]').getAttribute('content'), /\*\*|`|\]\(/, path);
    assert.equal(await page.locator('#menu').isVisible(), false, path);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.locator('#menu a').last().waitFor();
  }
  await page.goto(FILES + kinds.guide);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.locator('#menu a').nth(1).click();
  assert.equal(await page.locator('#menu').isVisible(), false);
  await page.goto(`${FILES}index.html`);
  await page.getByRole('combobox').fill('password');
  await page.locator('#found li').nth(4).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/index.html'));
  await close();
});

test('the theme is switched, and stays switched on the next page', async () => {
  const { page, close } = await watched(browser, { colorScheme: 'light' });
  await page.goto(`${server.url}index.html`);
  await page.getByRole('button', { name: 'Light or dark' }).click();
  await page.goto(server.url + kinds.guide);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
  await close();
});

test('guides lead to the next one, APIs to their siblings, and each broker offers its OpenAPI file', async () => {
  const { page, close } = await watched(browser);
  await page.goto(`${FILES}guides/first-login.html`);
  await page.locator('.neighbours .next').click();
  await page.waitForURL(/before-kotak/);
  await page.goto(FILES + kinds.api);
  await page.locator('#menu').getByRole('link', { name: 'Kotak Neo' }).click();
  await page.waitForURL(/kotak-neo/);
  assert.match(readFileSync(join(SITE, 'openapi/kotak.yaml'), 'utf8'), /^openapi: 3/m);
  await close();
});

test('Java is copied with its imports and its values', async () => {
  const { page, close } = await watched(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  const api = apis.find(({ title }) => title === 'Kotak Neo');
  await page.goto(server.url + api.page);
  await page.locator('.java').first().getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^import okhttp3\.OkHttpClient;\nimport org\.brokersdk\.kotak\.KotakNeoClient;/);
  assert.match(copied, /String totp = "\d+";/);
  assert.match(copied, /KotakNeoLogin login = kotak\.login\(totp\)/);
  await close();
});

test('no page is large', () => {
  const style = statSync(join(SITE, 'assets/site.css')).size + statSync(join(SITE, 'assets/javadoc.css')).size;
  const largest = opened.map((path) => [statSync(join(SITE, path)).size + style, path]).sort(([a], [b]) => b - a)[0];
  console.log(`The largest page is ${largest[1]} with ${largest[0]} bytes`);
  assert.ok(largest[0] <= LIMIT, `${largest[1]} has ${largest[0]} bytes before it can be read`);
});

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing on any kind of page, ${size}, ${colorScheme}`, async () => {
      const { page, close } = await watched(browser, { viewport, colorScheme });
      const findings = [];
      for (const path of opened) {
        await page.goto(FILES + path);
        for (const { id, nodes } of await axe(page)) {
          findings.push(`${path}: ${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(' ')).join(', ')}`);
        }
      }
      assert.deepEqual(findings, []);
      await close();
    });
  }
}

for (const [kind, path] of Object.entries(kinds)) {
  test(`Lighthouse, phone: ${kind} is fast and accessible`, async () => {
    // Another program on the machine can spoil a measurement, so a slow page is measured up to three times.
    let result = await lighthouse(server.url + path);
    for (let repeats = 0; repeats < 2 && result.performance < 90; repeats++) result = await lighthouse(server.url + path);
    const { performance, accessibility, findings } = result;
    console.log(`Lighthouse, phone, ${path}: performance ${performance}, accessibility ${accessibility}`);
    assert.ok(performance >= 90, `performance ${performance}`);
    assert.equal(accessibility, 100, findings.join('\n'));
  });
}

test('every link and every anchor has a target', () => {
  const anchors = new Map();
  const anchorsOf = (file) => {
    if (!anchors.has(file)) {
      const html = readFileSync(file, 'utf8');
      anchors.set(file, new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => decode(id))));
    }
    return anchors.get(file);
  };
  const broken = [];
  for (const path of pages()) {
    for (const [, link] of readFileSync(join(SITE, path), 'utf8').matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^(https?:|data:|mailto:)/.test(link)) continue;
      const [address, hash] = decode(link).split(/#(.*)/s);
      const file = address ? resolve(SITE, dirname(path), decodeURIComponent(address)) : join(SITE, path);
      const exists = statSync(file, { throwIfNoEntry: false })?.isFile();
      const anchored = !hash || anchorsOf(file).has(hash) || anchorsOf(file).has(decodeURIComponent(hash));
      if (!exists || !anchored) broken.push(`${path}: ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});

// Javadoc writes a name without a link, and without a warning, where the shared Javadoc is missing.
test('the Javadoc of each SDK links to the classes that all SDKs share', () => {
  const shared = readdirSync(join(SITE, 'javadoc')).filter((name) => !specs.some(({ module }) => module === name));
  assert.notDeepEqual(shared, []);
  for (const { module } of specs) {
    const html = pages().filter((page) => page.startsWith(`javadoc/${module}/`)).map((page) => readFileSync(join(SITE, page), 'utf8'));
    for (const name of shared) assert.ok(html.some((text) => text.includes(`../${name}/org/`)), `${module} links to ${name}`);
  }
});

test('no page has an anchor twice', () => {
  for (const path of opened) {
    const ids = [...readFileSync(join(SITE, path), 'utf8').matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], path);
  }
});

test('a page describes a header that several operations share once', () => {
  const described = apis.flatMap(({ page }) =>
    [...readFileSync(join(SITE, page), 'utf8').matchAll(/<tr id=[^>]+>\s*(<td[^>]*><code>[^<]+<\/code> <small>header<\/small>[\s\S]*?)<\/tr>/g)].map(([, row]) => page + row),
  );
  assert.ok(described.length > 0);
  assert.equal(new Set(described).size, described.length);
});

test('screenshots are written for a manual review', async () => {
  mkdirSync(PICTURES, { recursive: true });
  const modes = {
    light: { colorScheme: 'light' },
    dark: { colorScheme: 'dark' },
    'no-scripts': { colorScheme: 'dark', javaScriptEnabled: false },
    print: { colorScheme: 'dark' },
  };
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const [mode, options] of Object.entries(modes)) {
      const { page, errors, close } = await watched(browser, { viewport, ...options });
      if (mode === 'print') await page.emulateMedia({ media: 'print' });
      for (const [kind, path] of Object.entries(kinds)) {
        await page.goto(FILES + path);
        await page.screenshot({ path: join(PICTURES, `${kind}-${size}-${mode}.png`) });
        if (mode === 'no-scripts') continue;
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= viewport.width, `${kind} at ${size}, ${mode}, is ${width} wide`);
      }
      assert.deepEqual(errors, []);
      await close();
    }
  }
});

test('all of a reference is printed', async () => {
  const { page, close } = await watched(browser);
  await page.goto(FILES + kinds.api);
  const pdf = await page.pdf({ format: 'A4' });
  const sheets = pdf.toString('latin1').match(/\/Type \/Page\b/g).length;
  console.log(`${kinds.api} is printed on ${sheets} pages`);
  assert.ok(sheets > 20, `${sheets} pages`);
  await close();
});

function decode(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

async function inView(locator) {
  return locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
}
