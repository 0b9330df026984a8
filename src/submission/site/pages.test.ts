import { posix } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HOSTILE } from "../../report/testing-hostile.js";
import { rootOf } from "./frame.js";
import { pages } from "./pages.js";
import { hostileData, sampleData } from "./testing.js";

const html = (files: ReadonlyMap<string, string>): [string, string][] =>
  [...files].filter(([path]) => path.endsWith(".html"));

const words = (markup: string): string => markup.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

test("there is a page for each minor, product and requirement, and the same data gives the same bytes", () => {
  const files = pages(sampleData());
  expect([...files.keys()].filter((path) => !path.startsWith("requirement/"))).toEqual([
    "index.html",
    "minor/1.35.html",
    "minor/1.34.html",
    "product/acorn.html",
    "product/birch.html",
    "product/cedar.html",
    "about.html",
    "site.css",
    "site.js",
    "index.csv",
    "data.json",
  ]);
  expect(files.has("requirement/gang_scheduling.html")).toBe(true);
  expect([...pages(sampleData())]).toEqual([...files]);
  expect(JSON.parse(files.get("data.json") ?? "")).toEqual(sampleData());
});

test("every link leads to a page, and to something on it", () => {
  const files = pages(sampleData());
  let links = 0;
  for (const [path, markup] of html(files)) {
    for (const [, href = ""] of markup.matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^(?:https?|data):/.test(href)) continue;
      const [file = "", fragment] = href.split("#");
      const target = file === "" ? path : posix.join(posix.dirname(path), file);
      expect(files.has(target), `${path}: ${href}`).toBe(true);
      if (fragment !== undefined) expect(files.get(target), `${path}: ${href}`).toContain(`id="${fragment}"`);
      links++;
    }
  }
  expect(links).toBeGreaterThan(500);
});

test("no id stands twice on a page", () => {
  for (const [path, markup] of html(pages(sampleData()))) {
    const ids = [...markup.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length, path).toBe(new Set(ids).size);
  }
});

test("the overview says how many claims are shown by what", () => {
  const index = words(pages(sampleData()).get("index.html") ?? "");
  expect(index).toContain("2 submissions for Kubernetes 1.35");
  expect(index).toContain("8 of 14 claims shown by more than a vendor's page");
  expect(index).toContain("1 current · 1 lapsed · new ones are accepted");
  expect(index).toMatch(/acorn platform Oak Inc\. current/);
});

test("a product's page says what changed since the minor before", () => {
  const page = words(pages(sampleData()).get("product/acorn.html") ?? "");
  expect(page).toContain("superseded by 1.35");
  expect(page).toContain("was N/A");
  expect(page).toContain("The strict check found 1 error, 2 warnings");
  expect(page).toContain("SPEC-004");
});

test("a requirement's page lists the best proven claims first", () => {
  const data = sampleData();
  const [first, second] = data.submissions;
  for (const claim of first?.claims ?? []) claim.proof = "vendor page only";
  for (const claim of second?.claims ?? []) claim.proof = "hybrid artifact";
  const page = words(pages(data).get("requirement/ai_inference.html")?.split("<main")[1] ?? "");
  expect(page).toContain("2 claims: 1 hybrid artifact, 1 vendor page only");
  expect(page).toMatch(/birch platform .* hybrid artifact .*acorn platform .* vendor page only/);
});

test("a name that leads to the root leads there from any depth", () => {
  expect([rootOf("index.html"), rootOf("product/a.html")]).toEqual(["", "../"]);
});

/** Tags and attributes of a page without what the attributes say. */
const skeleton = (markup: string): string =>
  (markup.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, "")).join("\n");

test("nothing that a vendor writes adds, ends or alters a tag or an attribute", () => {
  const plain = new Map(html(pages(hostileData("plain"))).map(([path, markup]) => [path, skeleton(markup)]));
  const text = fc
    .oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", minLength: 1 }))
    .filter((one) => one.trim() !== "");
  fc.assert(
    fc.property(text, (one) => {
      for (const [path, markup] of html(pages(hostileData(one)))) expect(skeleton(markup), path).toBe(plain.get(path));
    }),
    { numRuns: 40, examples: HOSTILE.map((one) => [one]) },
  );
});

test("the table for spreadsheets has a line for each claim, and no formula", () => {
  const lines = (pages(hostileData('=HYPERLINK("x"),\n1')).get("index.csv") ?? "").split("\r\n");
  expect(lines.length).toBe(1 + 38 + 1);
  expect(lines[1]).toContain(`"'=HYPERLINK(""x""),\n1"`);
});
