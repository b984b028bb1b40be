// Looks at every page of a site in a real browser, as its readers would: with a large and a small
// window, in light and dark, with the keyboard and on paper. Prints what it saw as JSON.
//
//   node axe.mjs ORIGIN CHROMIUM [APPLICATION_PATH…]
//
// A page with a form is sent empty, which is refused, and then filled in with the keyboard alone.
// The pages are those that can be reached by links from the home page, and the page of an error.
// An application is a page whose own scripts run. The packages are found from the working
// directory.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [origin, executablePath, ...applications] = process.argv.slice(2);

/** More than there should be to look at; reaching it is told, never passed over. */
const PAGES_MAX = 80;

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A page that is in no menu. */
const ERROR_PAGE = "/bestaat-niet";

const WIDTHS = [1280, 320];

const LOOKS = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 320, colorScheme: "light" },
];

const faults = [];
const visited = new Map();
const fault = (page, what, detail) => faults.push({ page, what, detail: String(detail) });

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Opens a page, and tells of what it asks elsewhere and of what the browser complains about. */
async function open(context, path) {
  const page = await context.newPage();
  page.on("console", (message) => {
    const expected = (path === ERROR_PAGE && message.text().includes("404"))
      || (page.refused && message.text().includes("400"));
    if (["error", "warning"].includes(message.type()) && !expected) {
      fault(path, "console", message.text());
    }
  });
  page.on("pageerror", (error) => fault(path, "console", error));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:") fault(path, "elsewhere", url.href);
  });
  page.on("requestfailed", (request) => fault(path, "request", request.url()));
  await page.goto(origin + path, { waitUntil: "load" });
  return page;
}

/** The pages of this site to which a page links; a file is no page. */
async function linked(page) {
  const targets = await page.evaluate(() => [...document.links].map((link) => link.href));
  const here = targets.map((target) => new URL(target)).filter((url) => url.origin === origin);
  const paths = new Set(here.map((url) => url.pathname + url.search));
  return [...paths].filter((path) => !/\.[a-z]+$|\/export$/.test(path));
}

/** What only a window of this width shows, and the form of the page. */
function measured() {
  const faults = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(["overflow", `${scrollWidth} in ${clientWidth}`]);
  if (document.scripts.length > 0) faults.push(["script", document.scripts[0].outerHTML]);
  for (const element of document.querySelectorAll("a, summary, button, input, textarea")) {
    const { display, position } = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    // WCAG 2.5.8: at least 24 by 24, apart from links inside a line of text.
    const counts = display !== "inline" && position !== "absolute" && width > 0;
    if (counts && (width < 24 || height < 24)) {
      faults.push(["target", `${element.textContent.trim()}: ${width} by ${height}`]);
    }
  }
  return faults;
}

/** The first key press leads to the skip link, and that leads to the main content. */
async function skip(page, path) {
  const focused = () => page.evaluate(() => {
    const { tagName, hash, textContent } = document.activeElement;
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    const visible = top >= 0 && bottom > top && bottom <= innerHeight;
    const main = document.activeElement.closest("main") !== null;
    return { tagName, hash: hash ?? "", textContent, visible, main };
  });
  await page.keyboard.press("Tab");
  const link = await focused();
  if (link.tagName !== "A" || !link.hash || !link.visible) {
    return fault(path, "skip link", `Tab first reaches ${link.tagName}: ${link.textContent}`);
  }
  await page.keyboard.press("Enter");
  const content = await focused();
  if (!content.main) fault(path, "skip link", `it leads to ${content.tagName}`);
}

/** What only a window of this width shows of a page. */
async function measure(page, path, width) {
  for (const [what, detail] of await page.evaluate(measured)) {
    fault(path, what, `${detail} (${width} px)`);
  }
}

/** Sends the form of a page with the keyboard. */
async function send(page) {
  const answer = page.waitForNavigation();
  await page.locator("form button").focus();
  await page.keyboard.press("Enter");
  await answer;
}

/** Sends the form as it is found. It is refused, and tells what is missing. */
async function sendEmpty(page, path) {
  page.refused = true;
  await send(page);
  if (await page.locator(".refused a").count() === 0) fault(path, "form", "nothing is told");
}

/** Fills in a form with the keyboard, along the way that the refusal shows, and sends it. */
async function fillIn(page, path) {
  await page.locator(".refused a").first().focus();
  await page.keyboard.press("Enter");
  const seen = new Set();
  for (let step = 0; step < 60; step += 1) {
    const { tagName, type, name } = await page.evaluate(() => {
      const { tagName, type, name } = document.activeElement;
      return { tagName, type, name };
    });
    if (tagName === "BUTTON") break;
    if (tagName === "TEXTAREA") await page.keyboard.type("Wij wachtten lang.");
    if (tagName === "INPUT" && !seen.has(name)) await page.keyboard.press("Space");
    if (name) seen.add(name);
    await page.keyboard.press("Tab");
  }
  const answer = page.waitForNavigation();
  await page.keyboard.press("Enter");
  await answer;
  if (!page.url().endsWith("/bedankt")) fault(path, "form", `it leads to ${page.url()}`);
}

/** A form as its readers use it; gives the page to which it leads. */
async function use(context, path, width) {
  const page = await open(context, path);
  await sendEmpty(page, path);
  await measure(page, `${path} sent empty`, width);
  await fillIn(page, path);
  const { pathname } = new URL(page.url());
  await page.close();
  return pathname;
}

/** A page as it comes, without any script. */
async function read(context, path, width) {
  const page = await open(context, path);
  await measure(page, path, width);
  await skip(page, path);
  if (width === WIDTHS[0]) {
    const paper = await page.pdf({ format: "A4" });
    if (paper.subarray(0, 5).toString() !== "%PDF-") fault(path, "print", "is no PDF");
    visited.set(path, { title: await page.title(), paper: paper.length });
  }
  const links = await linked(page);
  if (await page.locator("form").count() > 0) links.push(await use(context, path, width));
  await page.close();
  return links;
}

async function readAll() {
  for (const width of WIDTHS) {
    const context = await browser.newContext({
      viewport: { width, height: 900 }, javaScriptEnabled: false,
    });
    const found = new Set(["/", ERROR_PAGE]);
    // What is found on the way is read as well.
    for (const path of found) {
      for (const link of await read(context, path, width)) found.add(link);
      if (found.size > PAGES_MAX) throw new Error(`more than ${PAGES_MAX} pages`);
    }
    await context.close();
  }
}

/** What axe finds on a page. */
async function judge(page, path, look) {
  await page.evaluate(AXE);
  const rules = { runOnly: RULES };
  const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), rules);
  for (const { id, nodes } of violations) {
    for (const { html, failureSummary } of nodes) {
      fault(path, id, `${html} ${failureSummary} (${look})`);
    }
  }
}

/** The rules of axe. It is a script, so that here the policy of the page does not hold. */
async function judgeAll() {
  for (const { width, colorScheme } of LOOKS) {
    const context = await browser.newContext({
      viewport: { width, height: 900 }, colorScheme, bypassCSP: true,
    });
    for (const path of visited.keys()) {
      const page = await context.newPage();
      await page.goto(origin + path, { waitUntil: "load" });
      await judge(page, path, `${width} px, ${colorScheme}`);
      if (await page.locator("form").count() > 0) {
        await sendEmpty(page, path);
        await judge(page, `${path} sent empty`, `${width} px, ${colorScheme}`);
      }
      await page.close();
    }
    await context.close();
  }
}

/** A page whose scripts run must show its operations. */
async function apply(path) {
  const context = await browser.newContext({ viewport: { width: WIDTHS[0], height: 900 } });
  const page = await open(context, path);
  await page.waitForSelector(".opblock").catch((error) => fault(path, "empty", error));
  const operations = await page.locator(".opblock").count();
  visited.set(path, { title: await page.title(), operations });
  await context.close();
}

await readAll();
await judgeAll();
for (const path of applications) await apply(path);
await browser.close();
console.log(JSON.stringify({ visited: Object.fromEntries(visited), faults }));
