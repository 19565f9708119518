import { createReadStream, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import runLighthouse from 'lighthouse';
import { chromium as playwright } from 'playwright-core';
import { chromium } from './chromium.mjs';

export const SITE = join(import.meta.dirname, '../../target/docs');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png' };

export function launch(...args) {
  return playwright.launch({
    executablePath: chromium(),
    args: [
      ...args,
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

/** Returns the violations that axe finds on a page. */
export async function axe(page) {
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
  return page.evaluate(async () => (await window.axe.run()).violations);
}

/** Returns the scores of Lighthouse for a page on a phone. */
export async function lighthouse(url) {
  const port = await freePort();
  const browser = await launch(`--remote-debugging-port=${port}`);
  try {
    const { lhr } = await runLighthouse(url, { port, onlyCategories: ['performance', 'accessibility'], logLevel: 'silent' });
    const score = (category) => Math.round(category.score * 100);
    const findings = lhr.categories.accessibility.auditRefs
      .map(({ id }) => lhr.audits[id])
      .filter((audit) => audit.score !== null && audit.score < 1)
      .map(({ id, details }) => `${id}: ${JSON.stringify(details?.items?.slice(0, 2).map(({ node }) => node?.selector))}`);
    return { performance: score(lhr.categories.performance), accessibility: score(lhr.categories.accessibility), findings };
  } finally {
    await browser.close();
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Serves the site on this machine. */
export async function serve() {
  const server = createServer((request, response) => {
    const file = join(SITE, normalize(decodeURIComponent(new URL(request.url, 'http://site').pathname)));
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

export const FILES = `${pathToFileURL(SITE)}/`;

/** Returns the paths of all HTML pages. */
export function pages() {
  return readdirSync(SITE, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html'))
    .sort();
}

/** Opens a page that records errors: those on the console, failed requests, and requests to other machines. */
export async function watched(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => errors.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => errors.push(`failed: ${request.url().slice(0, 200)}`));
  page.on('response', (response) => response.status() >= 400 && errors.push(`${response.status()}: ${response.url()}`));
  await context.route('**', (route) => {
    const { protocol, hostname } = new URL(route.request().url());
    if (['file:', 'data:', 'blob:'].includes(protocol) || hostname === '127.0.0.1') return route.continue();
    errors.push(`request to another machine: ${route.request().url()}`);
    return route.abort();
  });
  return { page, errors, close: () => context.close() };
}
