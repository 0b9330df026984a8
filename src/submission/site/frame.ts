import { html, type Html } from "../../report/html/template.js";
import { titleOf } from "../../report/words.js";
import type { SiteData } from "./model.js";

/** Where the pages lie in the site. */
export const PATHS = {
  start: "index.html",
  about: "about.html",
  minor: (minor: string) => `minor/${minor}.html`,
  product: (page: string) => `product/${page}.html`,
  requirement: (id: string) => `requirement/${id}.html`,
} as const;

export interface Page {
  /** Of the page in the site, with forward slashes. */
  path: string;
  title: string;
  /** The entry of the navigation that leads here, if it is not the page itself. */
  under?: string;
  hero: Html;
  main: Html;
}

/**
 * Nothing but the site's own style sheet and script is loaded or run. `file:` is for who opens the site from a disk:
 * not every browser takes a file for 'self'.
 */
const POLICY =
  "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'";

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="1" y="9" width="3.5" height="6" rx="1" fill="#4a5a97"/><rect x="6.2" y="5" width="3.5" height="10" rx="1" fill="#4a5a97"/><rect x="11.5" y="1" width="3.5" height="14" rx="1" fill="#1a7337"/></svg>`;

/** How to get from a page to the site's root, by relative links alone: the site lies below any path, or on a disk. */
export function rootOf(path: string): string {
  return "../".repeat(path.split("/").length - 1);
}

/** A whole page: what there is on the left, what it says on the right. */
export function framed(page: Page, data: SiteData): string {
  const root = rootOf(page.path);
  const entry = (path: string, text: Html | string): Html =>
    html`<li>
      <a href="${root}${path}" ${path === (page.under ?? page.path) && html`aria-current="page"`}>${text}</a>
    </li>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="${data.tool}" />
        <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}" />
        <link rel="stylesheet" href="${root}site.css" />
        <title>${page.title}</title>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <div class="shell">
          <nav aria-label="Site">
            <p class="brand"><a href="${root}${PATHS.start}">AI conformance</a></p>
            <h2>Kubernetes</h2>
            <ul>
              ${data.minors.map(({ minor }) =>
                entry(
                  PATHS.minor(minor),
                  html`${minor}
                    <span class="quiet">${data.submissions.filter((one) => one.minor === minor).length}</span>`,
                ),
              )}
            </ul>
            <h2 class="strip-title">Requirements</h2>
            <ul class="strip">
              ${requirementsOf(data).map((id) => entry(PATHS.requirement(id), titleOf(id)))}
            </ul>
            <ul class="last">
              ${entry(PATHS.about, "How to read it")}
            </ul>
          </nav>
          <div class="content">
            <header class="hero v-na">${page.hero}</header>
            <main id="main" tabindex="-1">${page.main}</main>
            <footer>
              <p class="quiet">
                Judged on ${data.date} by ${data.tool}. These are the vendors' claims and what they offer for them, not
                the programme's decisions. <a href="${root}${PATHS.about}">How to read it</a>,
                <a href="${root}data.json">the data</a>.
              </p>
            </footer>
          </div>
        </div>
        <script src="${root}site.js"></script>
      </body>
    </html> `.text;
}

/** Every requirement that has a page: those of the checklists of all minors, the newest's first. */
export function requirementsOf({ minors }: SiteData): string[] {
  return [...new Set(minors.flatMap(({ requirements }) => requirements.map(({ id }) => id)))];
}
