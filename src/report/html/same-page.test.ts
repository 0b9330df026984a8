import { createHash } from "node:crypto";
import * as zlib from "node:zlib";
import { expect, test, vi } from "vitest";
import { sampleSource } from "../testing.js";
import { sampleRun } from "../testing-run.js";
import { page } from "./page.js";
import { samePage } from "./same-page.js";

const { gzipSync: packed } = await vi.importActual<typeof zlib>("node:zlib");
vi.mock("node:zlib", async (original) => ({ ...(await original<typeof zlib>()) }));

const PACK = /(?<=<script type="application\/gzip" id="[^"]*">\s*)[A-Za-z0-9+/=]+/g;
const whole = page(sampleSource(sampleRun()));
const repacked = (change: (text: string) => string, level: number) =>
  whole.replace(PACK, (pack) => {
    const text = change(zlib.gunzipSync(Buffer.from(pack, "base64")).toString());
    return packed(text, { level }).toString("base64");
  });

test("a page is the same when its evidence was packed by another zlib", () => {
  const other = repacked((text) => text, 1);
  expect(other).not.toBe(whole);
  expect(samePage(whole, other)).toBe(true);
});

test("a page that shortens its evidence does so alike, whatever the zlib", () => {
  const run = sampleRun();
  const big = Array.from({ length: 16 }, (_, index) => ({
    name: `big-${index}`,
    kind: "value" as const,
    data: Array.from(
      { length: 2_000 },
      (_, line) => `pod ${line} ${createHash("sha512").update(`${index} ${line}`).digest("hex")}`,
    ),
  }));
  run.checks[0]!.observations = [...(run.checks[0]!.observations ?? []), ...big];
  const shortened = page(sampleSource(run));
  expect(shortened).toContain("Shortened: ");
  vi.spyOn(zlib, "gzipSync").mockImplementation((text) => packed(text, { level: 6 }));
  const other = page(sampleSource(run));
  vi.restoreAllMocks();
  expect(other).not.toBe(shortened);
  expect(samePage(shortened, other)).toBe(true);
});

test.each([
  ["other words", whole.replace("saw 3 of 4", "saw 4 of 4")],
  ["other evidence", repacked((text) => text.replace("Pod", "pod"), 9)],
  [
    "evidence that is not packed",
    whole.replace(PACK, (pack) => zlib.gunzipSync(Buffer.from(pack, "base64")).toString()),
  ],
  ["evidence that cannot be unpacked", whole.replace(PACK, "AAAA")],
  ["more evidence", `${whole}<script type="application/gzip" id="more">AAAA</script>`],
])("a page with %s is another", (_, other) => {
  expect(other).not.toBe(whole);
  expect(samePage(whole, other)).toBe(false);
});
