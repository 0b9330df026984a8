import { readFileSync } from "node:fs";
import { aboutPage } from "./about.js";
import { CLIENT } from "./client.js";
import { indexCsv } from "./csv.js";
import { PATHS, requirementsOf } from "./frame.js";
import type { SiteData } from "./model.js";
import { overviewPage } from "./overview.js";
import { productPage } from "./product.js";
import { requirementPage } from "./requirement.js";

const STYLES = ["../../report/html/base.css", "./marks.css", "./site.css"].map(
  (name) => new URL(name, import.meta.url),
);

/**
 * Every file of the site by its path: a pure function of the data, so that the same submissions give the same bytes.
 * @param data with at least one submission
 */
export function pages(data: SiteData): Map<string, string> {
  const files = new Map<string, string>();
  const [newest] = data.minors;
  if (newest) files.set(PATHS.start, overviewPage(data, newest, PATHS.start));
  for (const minor of data.minors)
    files.set(PATHS.minor(minor.minor), overviewPage(data, minor, PATHS.minor(minor.minor)));
  for (const page of new Set(data.submissions.map((one) => one.page)))
    files.set(PATHS.product(page), productPage(data, page));
  for (const id of requirementsOf(data)) files.set(PATHS.requirement(id), requirementPage(data, id));
  files.set(PATHS.about, aboutPage(data));
  files.set("site.css", STYLES.map((url) => readFileSync(url, "utf8")).join(""));
  files.set("site.js", CLIENT);
  files.set("index.csv", indexCsv(data));
  files.set("data.json", `${JSON.stringify(data, null, 1)}\n`);
  return files;
}
