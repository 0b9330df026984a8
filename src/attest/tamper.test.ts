import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../record/chain.js";
import { attest } from "./attest.js";
import { openBundle } from "./bundle.js";
import { signWith, trustKey } from "./dsse.js";
import { BundleError } from "./error.js";
import {
  ATTESTER,
  CHALLENGE_GIVEN,
  judges,
  reseal,
  sampleRecord,
  unsealed,
  VERSION,
  type Unsealed,
} from "./testing.js";
import { verifySigned } from "./verify-signed.js";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const options = { judges, version: VERSION };
const trust = trustKey(publicKey);

let root: string;
let whole: string;
let bundle: Buffer;
let dir: string;
let count = 0;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "karat-tamper-"));
  whole = sampleRecord(join(root, "whole"), { challenge: CHALLENGE_GIVEN });
  const { signed } = await attest(whole, { ...options, attester: ATTESTER, sign: signWith(privateKey) });
  bundle = Buffer.from(signed!.bundle);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  dir = join(root, `copy-${count++}`);
  cpSync(whole, dir, { recursive: true });
});

const found = (bytes = bundle) => verifySigned(dir, { ...options, signature: { bundle: bytes, trust } });
const files = (): string[] =>
  readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(whole, join(parentPath, name)));

/** With one byte changed in `path`, whatever there is must be found; then the copy is whole again. */
function foundAt(path: string, at: number, flip: number): void {
  const bytes = readFileSync(join(whole, path));
  const altered = Buffer.from(bytes);
  altered[at]! ^= flip;
  writeFileSync(join(dir, path), altered);
  const { outcome } = found();
  writeFileSync(join(dir, path), bytes);
  expect({ path, at, flip, outcome }).toEqual({ path, at, flip, outcome: "different" });
}

test("nothing is wrong with what nobody has touched", () => {
  expect(found()).toMatchObject({ outcome: "same", signed: { by: { kind: "key" }, at: ATTESTER.at } });
});

describe("every changed byte is found", () => {
  test("of the bundle: envelopes, signatures, statements", () => {
    for (let at = 0; at < bundle.length; at++) {
      const altered = Buffer.from(bundle);
      altered[at]! ^= 1 + ((at * 7) % 255);
      expect(() => openBundle(altered, trust), `byte ${at}`).toThrow(BundleError);
    }
  });

  test("of the bundle, in whatever way it is changed, cut, or added to", () => {
    const change = fc.record({
      at: fc.nat(bundle.length - 1),
      cut: fc.nat(3),
      put: fc.uint8Array({ maxLength: 3 }),
    });
    fc.assert(
      fc.property(change, ({ at, cut, put }) => {
        const altered = Buffer.concat([bundle.subarray(0, at), put, bundle.subarray(at + cut)]);
        fc.pre(!altered.equals(bundle));
        expect(() => openBundle(altered, trust)).toThrow(BundleError);
      }),
      { numRuns: 1500 },
    );
  });

  test("of the bundle, though it would be decoded to the same", () => {
    const text = bundle.toString();
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // The bits behind the last byte of base64 count for nobody.
    const padded = [...text.matchAll(/[^=](?==+")/g)].map(({ index }) => index);
    expect(padded.length).toBeGreaterThanOrEqual(2);
    const others = padded.flatMap((at) =>
      alphabet.split("").map((digit) => text.slice(0, at) + digit + text.slice(at + 1)),
    );
    const spaced = text.replace('"payloadType":', '"payloadType": ');
    const twice = text.replace("{", '{"payloadType":"text/plain",');
    const escaped = text.replace("vnd", "\\u0076nd");
    for (const altered of [...others, spaced, twice, escaped, ` ${text}`, `${text} `, text.trimEnd()]) {
      if (altered === text) continue;
      expect(() => openBundle(Buffer.from(altered), trust), altered.slice(-120)).toThrow(BundleError);
    }
  });

  test("of the record: events, blobs and reports, by samples", () => {
    const place = fc.constantFrom(...files()).chain((path) =>
      fc.record({
        path: fc.constant(path),
        at: fc.nat(readFileSync(join(whole, path)).length - 1),
        flip: fc.integer({ min: 1, max: 255 }),
      }),
    );
    fc.assert(
      fc.property(place, ({ path, at, flip }) => foundAt(path, at, flip)),
      { numRuns: 150 },
    );
  });

  test("of the reports, of the last event, and of both ends of a blob: each one", () => {
    const ends = (path: string, head: number, tail: number): void => {
      const { length } = readFileSync(join(whole, path));
      for (let at = 0; at < length; at++) if (at < head || at >= length - tail) foundAt(path, at, 1 << (at % 8));
    };
    expect(files()).toHaveLength(4);
    for (const path of files()) {
      if (path === "events.ndjson")
        ends(path, 0, readFileSync(join(whole, path), "utf8").trimEnd().split("\n").at(-1)!.length + 1);
      else ends(path, 32, 32);
    }
  });
});

describe("events whose chain was made right again are found", () => {
  const each = (change: (events: Unsealed[], index: number) => Unsealed[]) => {
    const { length } = unsealed(whole);
    for (let index = 0; index < length; index++) {
      const forged = change(unsealed(whole), index);
      if (JSON.stringify(forged) === JSON.stringify(unsealed(whole))) continue;
      reseal(dir, forged);
      expect({ index, outcome: found().outcome }).toEqual({ index, outcome: "different" });
    }
  };

  test("the forger's own events, unchanged, are the same record", () => {
    reseal(dir, unsealed(whole));
    expect(found().outcome).toBe("same");
  });

  test("one dropped", () => each((events, index) => events.toSpliced(index, 1)));
  test("two exchanged", () =>
    each((events, index) =>
      index === 0 ? events : events.toSpliced(index - 1, 2, events[index]!, events[index - 1]!),
    ));
  test("one repeated", () => each((events, index) => events.toSpliced(index, 0, events[index]!)));
  test("all after one dropped", () => each((events, index) => events.slice(0, index + 1)));
  test("one at another time", () =>
    each((events, index) => events.with(index, { ...events[index]!, at: "2026-01-02T00:00:00.000Z" })));
  test("one of karat's added", () =>
    each((events, index) =>
      events.toSpliced(index + 1, 0, { at: events[index]!.at, type: "run.interrupted", signal: "SIGTERM" }),
    ));
});

describe("blobs and files are found", () => {
  const blob = () =>
    join(
      dir,
      files().find((path) => path.startsWith("blobs"))!,
    );

  test.each<[string, () => void]>([
    ["a dropped blob", () => rmSync(blob())],
    ["an added blob", () => writeFileSync(join(dirname(blob()), sha256("x")), "x")],
    ["a dropped report", () => rmSync(join(dir, "junit.xml"))],
    ["an added file", () => writeFileSync(join(dir, "more.txt"), "")],
    [
      "two reports exchanged",
      () => {
        cpSync(join(whole, "junit.xml"), join(dir, "report.html"));
        cpSync(join(whole, "report.html"), join(dir, "junit.xml"));
      },
    ],
  ])("%s", (_, harm) => {
    harm();
    expect(found()).toMatchObject({ outcome: "different", signed: { by: { kind: "key" } } });
  });
});
