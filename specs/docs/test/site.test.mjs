import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { brokersOf } from '../lib/specs.mjs';
import { FILES, launch, pages, serve, SITE, watched } from './browser.mjs';

const PICTURES = join(SITE, '../docs-screenshots');
const brokers = brokersOf(join(import.meta.dirname, '../..'));
// Javadoc's pages are many and alike: all of them have their links checked, and one of each kind is opened.
const opened = pages().filter((page) => !page.startsWith('javadoc/') || /^javadoc\/\w+\/(index|index-all|overview-tree|org\/brokersdk\/\w+\/\w+(Client|Session|Exception\.Rejected|package-summary)|org\/brokersdk\/\w+\/package-summary)\.html$/.test(page));

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
    const { page, wrong, close } = await watched(browser);
    for (const path of opened) {
      await page.goto(root + path);
      await page.waitForFunction(() => document.querySelector('.site-bar input') && window.siteIndex);
      if (brokers.includes(path.replace('.html', ''))) await page.waitForFunction(() => document.querySelectorAll('[data-section-id]').length > 2);
      await page.waitForTimeout(200);
      assert.deepEqual(wrong, [], path);
      assert.match(await page.locator('.versions').innerText(), /SDK \d.* spec \d/, `${path} tells its versions`);
    }
    await close();
  });
}

test('every page tells its versions, and the reference begins with a picture without scripts', async () => {
  for (const path of pages()) {
    assert.match(readFileSync(join(SITE, path), 'utf8'), /class="versions">SDK \d[^<]* spec \d/, path);
  }
  const { page, close } = await watched(browser, { javaScriptEnabled: false });
  for (const broker of brokers) {
    await page.goto(`${FILES}${broker}.html`);
    const box = await page.locator('.picture img').first().boundingBox();
    assert.ok(box.width > 300 && box.height > 200 && box.y < 900, `${broker} begins with its picture`);
  }
  await close();
});

test('every operation stands on the page of its broker, with its Java', async () => {
  const { page, wrong, close } = await watched(browser, { viewport: { width: 1280, height: 1600 } });
  for (const broker of brokers) {
    for (const { id, route } of operations(broker)) {
      await page.goto('about:blank');
      await page.goto(`${FILES}${broker}.html${route}`);
      const section = page.locator(`[data-section-id="${route.slice(1)}"]`);
      await section.getByText('Responses', { exact: true }).waitFor();
      assert.ok(await inView(section.locator('h1, h2, h3').first()), `${broker} ${id} is in view`);
      assert.match(await section.innerText(), /(Client|Tokens)\.builder\(\)|Client\.\w+/, `${broker} ${id} shows Java`);
    }
  }
  assert.deepEqual(wrong, []);
  await close();
});

for (const scheme of ['files', 'a web server']) {
  test(`search finds an operation, a field, an error message and a guide, from ${scheme}`, async () => {
    const root = scheme === 'files' ? FILES : server.url;
    const { page, wrong, close } = await watched(browser);
    const search = async (from, query, title) => {
      await page.goto(root + from);
      await page.keyboard.press('Control+k');
      await page.keyboard.type(query);
      const found = page.locator('#found [role=option]');
      await found.first().waitFor();
      const titles = await found.locator('.title').allInnerTexts();
      const at = titles.findIndex((text) => title.test(text));
      assert.ok(at >= 0, `${query} finds ${title} among ${titles.join(' | ')}`);
      for (let i = 0; i < at; i++) await page.keyboard.press('ArrowDown');
      await Promise.all([page.waitForURL((url) => !url.href.endsWith(from)), page.keyboard.press('Enter')]);
    };

    await search('index.html', 'quickAuth', /^quickAuth$/);
    assert.match(page.url(), /noren\.html#\/noren\/quickauth$/);
    await page.locator('[data-section-id="/noren/quickauth"] h1, [data-section-id="/noren/quickauth"] h2').first().waitFor();

    await search('guides/totp.html', 'susertoken', /^susertoken$/);
    await page.locator('.schema-name.shown', { hasText: 'susertoken' }).waitFor();
    await page.waitForTimeout(1500);
    assert.ok(await inView(page.locator('.schema-name.shown')), 'the field is in view');

    await search('kotak.html', 'Invalid Vendor code', /Invalid Vendor code/);
    await page.locator('tr.shown', { hasText: 'Invalid Vendor code' }).waitFor();
    await page.waitForTimeout(1500);
    assert.ok(await inView(page.locator('tr.shown')), 'the message is in view');
    assert.match(await page.locator('tr.shown').innerText(), /APPLICATION_REFUSED/);

    await search('javadoc/kotak/index.html', 'keeping a session', /^Keeping a session/);
    assert.match(page.url(), /guides\/sessions\.html/);
    assert.deepEqual(wrong, []);
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
  await page.getByText('Nothing found').waitFor();
  await close();
});

test('every link and every anchor leads somewhere', () => {
  const anchors = new Map();
  const anchorsOf = (file) => {
    if (!anchors.has(file)) {
      const html = readFileSync(file, 'utf8');
      anchors.set(file, new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => decode(id))));
    }
    return anchors.get(file);
  };
  const routes = new Map(brokers.map((broker) => [`${broker}.html`, new Set(operations(broker).map(({ route }) => route))]));
  const dead = [];
  for (const path of pages()) {
    const text = readFileSync(join(SITE, path), 'utf8').replace(/<script\b[^>]*>.*?<\/script>/gs, '');
    for (const [, link] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      // What begins with a slash is a route of Redoc's menu, which it draws anew as a hash.
      if (/^(https?:|data:|mailto:|\/)/.test(link) || link === '') continue;
      const [address, hash] = decode(link).split(/#(.*)/s);
      const file = address ? resolve(SITE, dirname(path), decodeURIComponent(address.split('?')[0])) : join(SITE, path);
      let target;
      try {
        target = address === '' || !hash ? readFileSync(file) && true : true;
        if (hash?.startsWith('/')) target = routes.get(relative(SITE, file))?.has(`#${hash}`);
        else if (hash && file.endsWith('.html')) target = anchorsOf(file).has(hash) || anchorsOf(file).has(decodeURIComponent(hash));
      } catch {
        target = false;
      }
      if (!target) dead.push(`${path}: ${link}`);
    }
  }
  assert.deepEqual(dead, []);
});

test('screenshots are there for a person to look at', async () => {
  mkdirSync(PICTURES, { recursive: true });
  const [broker] = brokers;
  const kinds = {
    landing: 'index.html',
    guide: 'guides/moving.html',
    protection: 'guides/protection.html',
    ...Object.fromEntries(brokers.map((name) => [name, `${name}.html`])),
    operation: `${broker}.html${operations(broker)[0].route}`,
    failures: `${broker}.html#failures`,
    javadoc: `javadoc/${broker}/index.html`,
    'javadoc-class': pages().find((page) => /^javadoc\/.*Client\.html$/.test(page)),
  };
  for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } })) {
    for (const colorScheme of ['light', 'dark']) {
      const { page, wrong, close } = await watched(browser, { viewport, colorScheme });
      for (const [kind, path] of Object.entries(kinds)) {
        await page.goto('about:blank');
        await page.goto(FILES + path);
        await page.waitForTimeout(800);
        await page.screenshot({ path: join(PICTURES, `${kind}-${size}-${colorScheme}.png`) });
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= viewport.width, `${kind} at ${size} is ${width} wide`);
      }
      assert.deepEqual(wrong, []);
      await close();
    }
  }
});

/** The operations of a spec, by what Maven has built from it. */
function operations(broker) {
  const { paths } = JSON.parse(readFileSync(join(SITE, '../docs-build/specs', `${broker}.json`), 'utf8'));
  return Object.values(paths)
    .flatMap((item) => Object.values(item))
    .filter((operation) => operation.operationId)
    .map(({ operationId, tags }) => ({ id: operationId, route: `#/${tags[0]}/${operationId}`.toLowerCase() }));
}

function decode(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

async function inView(locator) {
  return locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 48 && top < innerHeight;
  });
}
