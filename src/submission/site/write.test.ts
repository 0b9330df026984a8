import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeSite } from "./write.js";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "karat-site-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const site = (text: string): Map<string, string> =>
  new Map([
    ["index.html", text],
    ["product/a.html", text],
  ]);

const lying = (): string[] => readdirSync(dir, { recursive: true }).map(String).sort();

test("a new folder and an empty one are written to, an earlier site is replaced whole", () => {
  const out = join(dir, "out");
  mkdirSync(out);
  writeSite(out, site("one").set("product/gone.html", ""));
  writeSite(out, site("two"));
  expect(lying()).toEqual(["out", "out/.karat-site.json", "out/index.html", "out/product", "out/product/a.html"]);
  expect(readFileSync(join(out, "index.html"), "utf8")).toBe("two");
});

test.each([
  ["a folder of somebody's", (out: string) => (mkdirSync(out), writeFileSync(join(out, "thesis.txt"), ""))],
  ["a file", (out: string) => writeFileSync(out, "")],
  ["a link", (out: string) => symlinkSync(mkdtempSync(`${out}-`), out)],
  [
    "a site with something else in it",
    (out: string) => (writeSite(out, site("one")), writeFileSync(join(out, "CNAME"), "")),
  ],
  [
    "a marker that lists nothing",
    (out: string) => (mkdirSync(out), writeFileSync(join(out, ".karat-site.json"), "null")),
  ],
])("%s is refused and stays", (_, prepare) => {
  const out = join(dir, "out");
  prepare(out);
  const before = lying();
  expect(() => writeSite(out, site("two"))).toThrow(expect.objectContaining({ code: "not-empty" }));
  expect(lying()).toEqual(before);
});

test("where it cannot be written nothing is left behind", () => {
  const out = join(dir, "out");
  writeSite(out, site("one"));
  const before = lying();
  expect(() =>
    writeSite(
      out,
      new Map([
        ["a", ""],
        ["a/b", ""],
      ]),
    ),
  ).toThrow(expect.objectContaining({ code: "io" }));
  expect(lying()).toEqual(before);
  expect(readFileSync(join(out, "index.html"), "utf8")).toBe("one");
});
