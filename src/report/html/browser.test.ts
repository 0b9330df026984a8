import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleSource, type Sample } from "../testing.js";
import { HOSTILE, hostileSample } from "../testing-hostile.js";
import { sampleRun } from "../testing-run.js";
import { page as render } from "./page.js";
import { ARGS, CHROMIUM, CONTRAST } from "./testing-browser.js";

const absent = !existsSync(CHROMIUM) && !process.env["CI"];
if (absent) console.warn(`skipped: there is no ${CHROMIUM}; install Debian's chromium or set CHROMIUM`);

describe.skipIf(absent)("report.html in Chromium", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "karat-browser-"));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...ARGS] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let files = 0;
  /** Opens a report and gathers all that it should not do. */
  async function open(sample: Sample, options: BrowserContextOptions = {}): Promise<{ page: Page; wrongs: string[] }> {
    const file = join(folder, `report-${files++}.html`);
    writeFileSync(file, render(sampleSource(sample)));
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const wrongs: string[] = [];
    page.on("console", (message) => wrongs.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => wrongs.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      wrongs.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const own = pathToFileURL(file).href;
    page.on("request", (request) => {
      if (request.url().split("#")[0] !== own && !request.url().startsWith("data:"))
        wrongs.push(`request: ${request.url()}`);
    });
    await page.goto(own);
    return { page, wrongs };
  }

  const opened = (page: Page) => page.locator("details.check#gang_scheduling\\/all-or-nothing");

  test("shows verdicts first, makes no request and no complaint", async () => {
    const { page, wrongs } = await open(sampleRun());
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("2 of 3 requirements pass, 1 fails");
    const rows = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
    expect(await rows.count()).toBe(3);
    expect(await rows.nth(2).innerText()).toMatch(/fail\s+Gang scheduling[\s\S]*saw 3 of 4 bound/);
    const box = await rows.nth(2).boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(900);
    const landmarks = ["navigation", "main", "banner", "contentinfo"] as const;
    expect(await Promise.all(landmarks.map((role) => page.getByRole(role).count()))).toEqual([1, 1, 1, 1]);
    expect(await opened(page).evaluate((one) => one.hasAttribute("open"))).toBe(true);
    expect(wrongs).toEqual([]);
  });

  test("opens evidence by keyboard alone", async () => {
    const { page, wrongs } = await open(sampleRun());
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the verdicts");
    const focused = () => page.evaluate("document.activeElement.closest('.exhibit')?.id ?? ''");
    for (let presses = 0; (await focused()) === ""; presses++) {
      expect(presses).toBeLessThan(120);
      await page.keyboard.press("Tab");
    }
    const id = String(await focused());
    await page.keyboard.press("Enter");
    const pre = page.locator(`[id="${id}"] pre`);
    await expect.poll(() => pre.textContent()).toContain('"method": "POST"');
    expect(wrongs).toEqual([]);
  });

  test("a claim's evidence is one click away", async () => {
    const { page } = await open(sampleRun());
    await opened(page).getByRole("link", { name: "member", exact: true }).click();
    const exhibit = opened(page).locator("details.exhibit[open]");
    await expect.poll(() => exhibit.locator("pre").textContent()).toContain('"kind": "Pod"');
    expect(await exhibit.locator("summary").evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
  });

  test("every control has a name, every bar of the timeline says what it is", async () => {
    const { page } = await open(sampleRun());
    const nameless = await page.evaluate(
      `[...document.querySelectorAll("a, button, summary")].filter((one) => !(one.getAttribute("aria-label") ?? one.textContent).trim()).length`,
    );
    expect(nameless).toBe(0);
    const bar = page.getByRole("link", { name: /gang_scheduling\/all-or-nothing: fail, negative, 14 s/ });
    await bar.focus();
    expect(await page.locator("#readout").textContent()).toContain("gang_scheduling/all-or-nothing: fail");
    await page.keyboard.press("Enter");
    expect(page.url()).toContain("#gang_scheduling/all-or-nothing");
  });

  test.each(["light", "dark"] as const)("keeps a contrast of 4.5 in %s", async (colorScheme) => {
    const { page } = await open(sampleRun(), { colorScheme });
    await page.getByRole("button", { name: "Open all checks" }).click();
    await opened(page).locator(".exhibit summary").first().click();
    const { worst, background } = await page.evaluate<{ worst: [number, string]; background: number }>(CONTRAST);
    expect({ ratio: worst[0], where: worst[1], enough: worst[0] >= 4.5 }).toMatchObject({ enough: true });
    expect(background > 0.5).toBe(colorScheme === "light");
  });

  test("unfolds for paper, and leaves out what paper cannot do", async () => {
    const { page } = await open(sampleRun());
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("details.check:not([open])").count()).toBe(0);
    expect(await page.getByRole("navigation").isVisible()).toBe(false);
    expect(await page.locator("button:visible").count()).toBe(0);
    expect(await page.locator(".expectations:visible").count()).toBe(9);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator("details.check[open]").count()).toBe(2);
  });

  test("fits a telephone", async () => {
    const { page } = await open(sampleRun(), { viewport: { width: 360, height: 700 } });
    await page.getByRole("button", { name: "Open all checks" }).click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  });

  test("says all but the evidence without JavaScript", async () => {
    const { page, wrongs } = await open(sampleRun(), { javaScriptEnabled: false });
    expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
    await opened(page).locator(".exhibit summary").first().click();
    expect(await opened(page).locator(".exhibit[open] pre").innerText()).toContain("needs JavaScript");
    expect(wrongs.filter((one) => !one.includes("script"))).toEqual([]);
  });

  /** The short ones in one string: each page costs a second. */
  const together = HOSTILE.filter((text) => text.length < 1_000).join(" ");
  test.each([
    ["everything hostile", together],
    ["an endless word", "x".repeat(100_000)],
  ])("runs nothing of, and holds its shape against, %s", async (_, text) => {
    const { page, wrongs } = await open(hostileSample(text), { viewport: { width: 800, height: 600 } });
    await page.getByRole("button", { name: "Open all checks" }).click();
    const exhibit = page.locator("details.exhibit").nth(4);
    await exhibit.locator("summary").click();
    await expect.poll(() => exhibit.locator("pre").textContent()).not.toContain("needs JavaScript");
    expect(await page.locator("details.check").count()).toBe(11);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(800);
    expect(wrongs).toEqual([]);
  });
});
