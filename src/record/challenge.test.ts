import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { GENESIS, seal } from "./chain.js";
import { CHALLENGE, challengedNonce } from "./challenge.js";
import { RecordReader } from "./reader.js";
import { testRecord } from "./testing.js";
import type { EventBody } from "./events.js";

const salt = "0f".repeat(16);

test("a nonce is what docs/attestation.md says it is", () => {
  const mac = createHmac("sha256", Buffer.alloc(16, 0x0f)).update("karat challenge 1\nmaintainer-asks-0001");
  expect(challengedNonce({ text: "maintainer-asks-0001", salt })).toBe(mac.digest("hex").slice(0, 32));
});

test("any other challenge or salt makes another nonce", () => {
  const text = fc.stringMatching(CHALLENGE);
  const salts = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("hex"));
  fc.assert(
    fc.property(text, text, salts, salts, (one, other, salt, pepper) => {
      fc.pre(one !== other && salt !== pepper);
      const nonces = [
        { text: one, salt },
        { text: other, salt },
        { text: one, salt: pepper },
      ].map(challengedNonce);
      expect(new Set(nonces).size).toBe(3);
    }),
  );
});

test.each([
  "",
  "short",
  "x".repeat(129),
  "with a space in it..",
  "line\nbreak-and-more-of-it",
  "../../../../etc/passwd",
])("%j is no challenge, and no record has it", (text) => {
  expect(CHALLENGE.test(text)).toBe(false);
  const dir = mkdtempSync(join(tmpdir(), "karat-challenge-"));
  try {
    const record = testRecord(join(dir, "run"), { checks: [] });
    const first = [...new RecordReader(record).events()][0]!;
    const { seq: _seq, prev: _prev, hash: _hash, at, ...body } = first;
    const started = { ...body, challenge: { text, salt } } as EventBody;
    writeFileSync(join(record, "events.ndjson"), `${seal(1, GENESIS, at, started).line}\n`);
    expect(() => new RecordReader(record).state()).toThrow("challenge.text: is no challenge");
  } finally {
    rmSync(dir, { recursive: true });
  }
});
