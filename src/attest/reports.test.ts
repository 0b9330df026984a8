import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { codeDigest } from "../code-digest.js";
import type { Tool } from "../record/events.js";
import { RecordWriter } from "../record/writer.js";
import { sealReports } from "../report/files.js";
import { ALL_FORMATS, FILES } from "../report/format.js";
import { judges, reseal, sampleRecord, unsealed, VERSION } from "./testing.js";
import { verify } from "./verify.js";

const TOOL = { name: "karat", version: VERSION } as const;
const OTHER = { name: "karat", version: "0.9.0" } as const;
const CHANGED = { ...TOOL, sha256: "ab".repeat(32) } as const;

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-reports-"));
  dir = sampleRecord(join(root, "run"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const verified = () => verify(dir, { judges, version: VERSION });
/** Changes a report and takes it into the chain as it then is: what a forger would do. */
function forge(path: string, change: (text: string) => string, tool: Tool = TOOL): void {
  const before = readFileSync(join(dir, path), "utf8");
  writeFileSync(join(dir, path), change(before));
  const writer = RecordWriter.continue(dir, { secrets: [] });
  writer.seal([path], tool);
  writer.close();
}
const praised = (text: string) => `${text}\n<!-- all is well -->`;

describe("a report by this version", () => {
  test.each(ALL_FORMATS)("%s is made again and compared", (format) => {
    sealReports(dir, TOOL);
    expect(verified()).toMatchObject({ outcome: "same", notes: [] });
    forge(FILES[format], praised);
    const { outcome, problems } = verified();
    expect({ outcome, problems }).toMatchObject({ outcome: "different", problems: [{ code: "report" }] });
    expect(problems[0]).toMatchObject({
      place: { file: FILES[format] },
      next: expect.stringContaining("karat report"),
    });
    expect(problems[0]?.what).toContain(`${FILES[format]} is not what karat ${VERSION} makes of this record`);
    sealReports(dir, TOOL);
    expect(verified().outcome).toBe("same");
  });

  test("that was packed by another zlib says the same", () => {
    forge("report.html", (text) =>
      text.replace(/(?<=gzip" id="[^"]*">\s*)[\w+/=]+/g, (pack) =>
        gzipSync(gunzipSync(Buffer.from(pack, "base64")), { level: 1 }).toString("base64"),
      ),
    );
    expect(verified()).toMatchObject({ outcome: "same", problems: [] });
  });

  test("has one of the names that karat gives", () => {
    writeFileSync(join(dir, "praise.txt"), "");
    forge("praise.txt", praised);
    expect(verified().problems).toMatchObject([{ code: "report", what: expect.stringContaining("praise.txt") }]);
  });

  test("of a run that went on is made of what there was at its time", () => {
    sampleRecord((dir = join(root, "killed")), { finished: false });
    const writer = RecordWriter.continue(dir, { secrets: [] });
    writer.append({ type: "run.resumed", tool: TOOL });
    writer.close();
    expect(verified()).toMatchObject({ outcome: "undecided", problems: [] });
    forge("junit.xml", praised);
    expect(verified().problems).toMatchObject([{ code: "report", place: { file: "junit.xml" } }]);
  });
});

describe("a report by another version", () => {
  test("is not compared, which is noted", () => {
    forge("junit.xml", praised, OTHER);
    const { outcome, notes } = verified();
    expect({ outcome, notes }).toEqual({
      outcome: "same",
      notes: [`junit.xml: written by karat 0.9.0, and not compared with what karat ${VERSION} makes of the record`],
    });
  });

  test("is one by other code that bears this one", () => {
    forge("junit.xml", praised, CHANGED);
    expect(verified()).toMatchObject({
      outcome: "same",
      notes: [expect.stringContaining(`junit.xml: written by karat ${VERSION} of other code (abababababab)`)],
    });
    forge("junit.xml", praised, { ...TOOL, sha256: codeDigest() });
    expect(verified()).toMatchObject({ outcome: "different", problems: [{ code: "report" }] });
  });

  test("is one by whatever ran, where the record does not say", () => {
    const events = unsealed(dir);
    for (const event of events) if (event.type === "files.written") delete event.tool;
    reseal(dir, events);
    expect(verified().notes).toEqual([]);
    const found = verify(dir, { judges, version: "2.0.0" });
    expect(found).toMatchObject({
      outcome: "same",
      notes: [expect.stringMatching(/^report.html, junit.xml: written by karat 1/)],
    });
  });
});

test("reports are not made of a record that is broken already", () => {
  forge("junit.xml", praised);
  writeFileSync(join(dir, "report.html"), "");
  expect(verified().problems.map(({ code }) => code)).toEqual(["altered"]);
});
