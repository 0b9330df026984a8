import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ARGS, CHROMIUM, CONTRAST } from "../../report/html/testing-browser.js";
import { HOSTILE } from "../../report/testing-hostile.js";
import { pages } from "./pages.js";
import { hostileData, sampleData } from "./testing.js";
import { writeSite } from "./write.js";

const absent = !existsSync(CHROMIUM) && !process.env["CI"];
if (absent) console.warn(`skipped: there is no ${CHROMIUM}; install Debian's chromium or set CHROMIUM`);

describe.skipIf(absent)("the site in Chromium", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "karat-site-browser-"));
  const site = join(folder, "a folder", "site");
  const hostile = join(folder, "hostile");
  let browser: Browser;
  beforeAll(async () => {
    writeSite(site, pages(sampleData()));
    writeSite(hostile, pages(hostileData(HOSTILE.map((text) => text.slice(0, 300)).join(" "))));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...ARGS] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page and gathers all that it should not do. */
  async function open(
    path: string,
    options: BrowserContextOptions = {},
    root = site,
  ): Promise<{ page: Page; wrongs: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const wrongs: string[] = [];
    const own = pathToFileURL(root).href;
    page.on("console", (message) => wrongs.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => wrongs.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      wrongs.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(`${own}/`) && !request.url().startsWith("data:"))
        wrongs.push(`request: ${request.url()}`);
    });
    await page.goto(`${own}/${path}`);
    return { page, wrongs };
  }

  const rows = (page: Page) => page.locator("#matrix tbody tr:visible");
  const shown = (page: Page) => page.locator(".filters output").textContent();

  test("finds products by what they are called, and keeps the filter in the address", async () => {
    const { page, wrongs } = await open("index.html");
    expect(await rows(page).count()).toBe(2);
    await page.getByLabel("Product or vendor").fill("OAK inc");
    expect(await rows(page).allTextContents()).toEqual([expect.stringContaining("acorn platform")]);
    expect(await shown(page)).toBe("1 of 2 shown");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain("#q=OAK+inc");
    await page.reload();
    expect(await rows(page).count()).toBe(1);
    await page.getByRole("button", { name: "Reset" }).click();
    await expect.poll(() => rows(page).count()).toBe(2);
    expect(page.url()).not.toContain("#");
    expect(wrongs).toEqual([]);
  });

  test("finds claims by requirement, status, evidence and standing at once", async () => {
    const { page } = await open("minor/1.35.html");
    await page.getByLabel("Requirement").selectOption("DRA support");
    await page.getByLabel("Status").selectOption("Implemented");
    await page.getByLabel("Proven by").selectOption("machine-verified");
    expect(await rows(page).count()).toBe(2);
    expect(await rows(page).first().locator(".mark:not(.dim)").count()).toBe(1);
    await page.getByLabel("Standing").selectOption("lapsed");
    expect(await rows(page).allTextContents()).toEqual([expect.stringContaining("birch platform")]);
    await page.getByLabel("Status").selectOption("Not Implemented");
    expect(await rows(page).count()).toBe(0);
    expect(await shown(page)).toBe("0 of 2 shown");
  });

  test("sorts by each column, by keyboard alone, and says so", async () => {
    const { page, wrongs } = await open("index.html");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
    await page.keyboard.press("/");
    expect(await page.evaluate("document.activeElement.name")).toBe("q");
    const focused = () => page.evaluate("document.activeElement.textContent");
    for (let presses = 0; (await focused()) !== "Product"; presses++) {
      expect(presses).toBeLessThan(20);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    const head = page.getByRole("columnheader", { name: "Product" });
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    expect(await rows(page).first().textContent()).toContain("birch platform");
    await page.getByRole("button", { name: "Standing" }).click();
    expect(await head.getAttribute("aria-sort")).toBeNull();
    expect(await rows(page).first().textContent()).toContain("acorn platform");
    expect(wrongs).toEqual([]);
  });

  test("leads from a sign to its claim, and opens the version that a link names", async () => {
    const { page, wrongs } = await open("index.html");
    await rows(page).first().locator(".mark").nth(4).click();
    expect(page.url()).toMatch(/product\/acorn\.html#v1\.35-ai_inference$/);
    await page.getByRole("link", { name: "1.34", exact: true }).last().click();
    expect(await page.locator("details#v1\\.34").evaluate((one) => one.hasAttribute("open"))).toBe(true);
    expect(wrongs).toEqual([]);
  });

  const paths = ["index.html", "product/acorn.html", "requirement/gang_scheduling.html", "about.html"];

  const schemes = ["light", "dark"] as const;
  test.each(schemes.flatMap((scheme) => paths.map((path) => [path, scheme] as const)))(
    "%s has landmarks, a name for every control, sign and cell, and a contrast of 4.5 in %s",
    async (path, colorScheme) => {
      const { page, wrongs } = await open(path, { colorScheme });
      const landmarks = ["navigation", "main", "banner", "contentinfo"] as const;
      expect(await Promise.all(landmarks.map((role) => page.getByRole(role).count()))).toEqual([1, 1, 1, 1]);
      expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
      expect(await page.evaluate(NAMELESS)).toEqual([]);
      const { worst } = await page.evaluate<{ worst: [number, string] }>(CONTRAST);
      expect({ ratio: worst[0], where: worst[1], enough: worst[0] >= 4.5 }).toMatchObject({ enough: true });
      expect(wrongs).toEqual([]);
    },
  );

  test("fits a telephone, and filters there too", async () => {
    const { page } = await open("index.html", { viewport: { width: 390, height: 800 } });
    await page.getByLabel("Product or vendor").fill("birch");
    expect(await rows(page).count()).toBe(1);
    for (const path of paths) {
      await page.goto(`${pathToFileURL(site).href}/${path}`);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(390);
    }
  });

  test("says everything without JavaScript", async () => {
    const { page } = await open("index.html", { javaScriptEnabled: false });
    expect(await rows(page).count()).toBe(2);
    for (const path of paths) {
      await page.goto(`${pathToFileURL(site).href}/${path}`);
      expect(await page.getByRole("heading", { level: 1 }).isVisible(), path).toBe(true);
      expect(await page.locator("form:visible, button:visible").count(), path).toBe(0);
    }
  });

  test("unfolds for paper, and leaves out what paper cannot do", async () => {
    const { page } = await open("product/acorn.html");
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("details:not([open])").count()).toBe(0);
    expect(await page.locator("nav:visible, button:visible, form:visible").count()).toBe(0);
  });

  test.each(paths)("runs nothing of, and holds its shape against, everything hostile in %s", async (path) => {
    const { page, wrongs } = await open(path, { viewport: { width: 800, height: 600 } }, hostile);
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(800);
    expect(
      await page.locator("script, iframe, object, embed, img, base, style, [style], [onclick], [onerror]").count(),
    ).toBe(1);
    expect(wrongs).toEqual([]);
  });
});

/** What has neither text nor a title or label to be called by, and cells that a screen reader could not place. */
const NAMELESS = String.raw`[
  ...[...document.querySelectorAll("a, button, summary, [role=img], [role=region]")].filter(
    (one) => !one.title && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby") && !one.textContent.trim()),
  ...[...document.querySelectorAll("input, select")].filter((one) => !one.labels.length),
  ...[...document.querySelectorAll("td")].filter((one) => one.getAttribute("role") !== "cell"),
  ...[...document.querySelectorAll("tbody tr")].filter((one) => !one.querySelector("th[scope=row]")),
].map((one) => one.outerHTML)`;
