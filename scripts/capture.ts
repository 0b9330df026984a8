import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { sealReports } from "../src/report/files.js";
import { readSource } from "../src/report/source.js";
import { summary } from "../src/report/terminal/summary.js";
import { thisTool } from "../src/this-tool.js";
import { ansiToSvg } from "./lib/ansi-svg.js";

/**
 * Makes the README's pictures from a real run: `npm run capture -- RUN_DIR` writes docs/media/run.svg (what the run
 * left on a terminal of 120 columns), report.png and report-dark.png.
 */
const COLUMNS = 120;
const MEDIA = "docs/media";
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const dir = process.argv[2];
if (dir === undefined || !existsSync(join(dir, "events.ndjson"))) {
  console.error("usage: npm run capture -- RUN_DIR   (a folder that `karat run` wrote)");
  process.exit(2);
}

const files = sealReports(dir, thisTool()).map(({ path }) => path);
const { state, problems } = readSource(dir);
if (problems.length > 0) throw new Error(`not a record to show: ${problems.join("; ")}`);
mkdirSync(MEDIA, { recursive: true });

const view = { live: true, colour: true, columns: COLUMNS, rows: 60 };
const lines = ["$ karat run -o result", ...summary(state, "result", view, files)];
writeFileSync(join(MEDIA, "run.svg"), ansiToSvg(lines, COLUMNS));

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath: CHROMIUM, args });
try {
  for (const [file, colorScheme] of [
    ["report.png", "light"],
    ["report-dark.png", "dark"],
  ] as const) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1040 }, colorScheme });
    await page.goto(pathToFileURL(resolve(dir, "report.html")).href);
    await page.screenshot({ path: join(MEDIA, file) });
    await page.close();
  }
} finally {
  await browser.close();
}
console.log(["run.svg", "report.png", "report-dark.png"].map((file) => join(MEDIA, file)).join("\n"));
