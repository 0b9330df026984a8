import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { challengedNonce } from "../record/challenge.js";
import type { EventBody } from "../record/events.js";
import { RecordWriter } from "../record/writer.js";
import { attest } from "./attest.js";
import { signWith, trustKey } from "./dsse.js";
import { keyId } from "./keys.js";
import { ATTESTER, CHALLENGE_GIVEN, judges, reseal, sampleRecord, stateOf, unsealed, VERSION } from "./testing.js";
import { verifySigned, type VerifySignedOptions } from "./verify-signed.js";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const options = { judges, version: VERSION };
const BEGAN = Date.parse("2026-01-02T03:04:05.000Z");
const DAY = 24 * 60 * 60_000;

let root: string;
let dir: string;
let count = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "karat-signed-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  dir = join(root, `run-${count++}`);
});

async function signed(of = dir, sign = signWith(privateKey)): Promise<Buffer> {
  const made = await attest(of, { ...options, attester: ATTESTER, sign });
  return Buffer.from(made.signed!.bundle);
}

const verified = (bundle: Buffer | undefined, more: Partial<VerifySignedOptions> = {}) =>
  verifySigned(dir, { ...options, signature: { bundle, trust: trustKey(publicKey) }, ...more });
const problems = (found: ReturnType<typeof verified>) => found.problems.map(({ code, what }) => `${code}: ${what}`);

test("what was signed is told, and by whom", async () => {
  sampleRecord(dir);
  expect(verified(await signed())).toMatchObject({
    outcome: "same",
    signed: { by: { kind: "key", id: keyId(publicKey) }, at: ATTESTER.at },
    requirements: expect.arrayContaining([expect.objectContaining({ id: "gang_scheduling", again: "pass" })]),
  });
});

describe("a signature that was asked for", () => {
  beforeEach(() => sampleRecord(dir));

  test("must be there", () => {
    expect(verified(undefined)).toMatchObject({ outcome: "different", problems: [{ code: "unsigned" }] });
    expect(verified(undefined)).not.toHaveProperty("signed");
  });

  test("must be by the key that is trusted", async () => {
    const other = generateKeyPairSync("ed25519").privateKey;
    const found = verified(await signed(dir, signWith(other)));
    expect(problems(found)).toEqual([expect.stringMatching(`signature: .*${keyId(publicKey)}.*${keyId(other)}`)]);
    expect(found).not.toHaveProperty("signed");
  });

  test("must be on both statements, in their order, by one signer", async () => {
    const lines = (await signed()).toString().split("\n");
    const [first = "", second = ""] = lines;
    const bundle = (...parts: string[]) => Buffer.from(parts.map((part) => `${part}\n`).join(""));
    for (const bytes of [
      bundle(),
      bundle(first),
      bundle(second, first),
      bundle(first, first),
      bundle(first, second, second),
    ]) {
      expect(verified(bytes).problems).toMatchObject([{ code: "bundle" }]);
    }
    expect(verified(Buffer.from(`\n${lines.join("\n")}`)).problems).toMatchObject([{ code: "bundle" }]);
  });

  test("is not enough where the record is of another run, wholly or in one statement", async () => {
    const other = sampleRecord(join(root, `run-${count++}`), { run: "other" });
    const [mine, theirs] = [await signed(), await signed(other)].map((bytes) => bytes.toString().split("\n"));
    expect(problems(verified(Buffer.from(theirs!.join("\n"))))).toEqual([
      "statement: the statement is about another run: other, while the record is of test",
    ]);
    const mixed = [theirs![0], mine![1], ""].join("\n");
    expect(verified(Buffer.from(mixed)).problems[0]).toMatchObject({ code: "statement" });
    expect(verified(Buffer.from(mixed)).problems[0]?.what).toContain("subject.0.digest.sha256");
    expect(verified(Buffer.from([mine![0], theirs![1], ""].join("\n"))).problems[0]?.code).toBe("statement");
  });

  test("over something that is no statement of karat's is none", async () => {
    const sign = signWith(privateKey);
    const lines = await Promise.all(["{}", "[]"].map((text) => sign(Buffer.from(text))));
    const bytes = Buffer.from(`${lines.join("\n")}\n`);
    expect(verified(bytes)).toMatchObject({ outcome: "different", problems: [{ code: "statement" }] });
  });

  test("is about the record as it was: reports that were written again show", async () => {
    const bundle = await signed();
    writeFileSync(join(dir, "junit.xml"), "<testsuites></testsuites>");
    const writer = RecordWriter.continue(dir, { secrets: [] });
    writer.seal(["junit.xml"], ATTESTER.by);
    writer.close();
    const { problems } = verified(bundle);
    expect(problems[0]).toMatchObject({ code: "statement", next: expect.stringContaining("attest the record anew") });
  });

  test("does not hide what is wrong with the record", async () => {
    const bundle = await signed();
    writeFileSync(join(dir, "report.html"), "<p>all is better</p>");
    expect(verified(bundle)).toMatchObject({ outcome: "different", problems: [{ code: "altered" }], signed: {} });
  });
});

describe("a record is signed only", () => {
  const made = () => attest(dir, { ...options, attester: ATTESTER, sign: signWith(privateKey) });

  test("when it comes out again", async () => {
    sampleRecord(dir);
    writeFileSync(join(dir, "report.html"), "");
    expect(await made()).toEqual({ found: expect.objectContaining({ outcome: "different" }) });
  });

  test("when it went to its end", async () => {
    sampleRecord(dir, { finished: false });
    expect(await made()).toEqual({ found: expect.objectContaining({ outcome: "undecided" }) });
  });
});

describe("the run that is expected", () => {
  const expected = (wanted: VerifySignedOptions["expected"], now = BEGAN + DAY) =>
    verifySigned(dir, { ...options, expected: wanted!, now });

  test("answers the challenge, and no other one", () => {
    sampleRecord(dir, { challenge: CHALLENGE_GIVEN });
    expect(expected({ challenge: CHALLENGE_GIVEN.text })).toMatchObject({
      outcome: "same",
      run: { challenge: CHALLENGE_GIVEN.text },
    });
    expect(problems(expected({ challenge: "maintainer-asks-0002" }))).toEqual([
      expect.stringContaining(
        "challenge: the run answers the challenge maintainer-asks-0001, not maintainer-asks-0002",
      ),
    ]);
  });

  test("answers a challenge at all", () => {
    sampleRecord(dir);
    expect(problems(expected({ challenge: CHALLENGE_GIVEN.text }))).toEqual([
      expect.stringContaining("answers no challenge"),
    ]);
  });

  test("is not older than it may be, nor from the future", () => {
    sampleRecord(dir);
    expect(expected({ maxAge: 2 * DAY }).outcome).toBe("same");
    expect(problems(expected({ maxAge: 2 * DAY }, BEGAN + 5 * DAY))).toEqual([
      expect.stringMatching(/^age: the run has expired.*5 days ago/),
    ]);
    expect(expected({ maxAge: DAY }, BEGAN - 60_000).outcome).toBe("same");
    expect(problems(expected({ maxAge: DAY }, BEGAN - DAY))).toEqual([expect.stringContaining("yet to come")]);
  });

  test("is of the cluster", () => {
    sampleRecord(dir);
    expect(expected({ cluster: stateOf(dir).cluster.uidHash }).outcome).toBe("same");
    expect(expected({ cluster: "ab".repeat(32) })).toMatchObject({
      outcome: "different",
      problems: [{ code: "cluster" }],
    });
  });
});

describe("an old run with the new challenge written into it", () => {
  const nonces = (found: ReturnType<typeof verified>) => found.problems.filter(({ code }) => code === "nonce");
  const forge = (change: (started: Extract<EventBody, { type: "run.started" }>) => void) => {
    const events = unsealed(dir);
    for (const event of events) if (event.type === "run.started") change(event);
    reseal(dir, events);
  };
  const CHALLENGE = { ...CHALLENGE_GIVEN, text: "maintainer-asks-0002" };

  test("shows by its nonce, which is not made of that", () => {
    sampleRecord(dir, { challenge: CHALLENGE_GIVEN });
    forge((started) => (started.challenge = CHALLENGE));
    expect(nonces(verifySigned(dir, options))).toMatchObject([{ what: expect.stringContaining("is not made of") }]);
  });

  test("and the nonce made of it shows by each check's pods", () => {
    sampleRecord(dir, { challenge: CHALLENGE_GIVEN });
    forge((started) => Object.assign(started, { challenge: CHALLENGE, nonce: challengedNonce(CHALLENGE) }));
    expect(nonces(verifySigned(dir, options)).map(({ check }) => check)).toEqual([
      "gang_scheduling/a",
      "gang_scheduling/b",
      "gang_scheduling/c",
    ]);
  });
});
