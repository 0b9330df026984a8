import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { findings, submitted } from "../testing.js";
import { signing } from "./index.js";

const TEXT = "spec: {}\n";

function found(files: Record<string, string>, directory = "v1.37/acme"): string[] {
  const submission = submitted(TEXT, { directory, files });
  return signing.flatMap((rule) => findings(rule, submission).map((finding) => `${finding.rule} ${finding.message}`));
}

/** An envelope as a bundle has it, a line; its signature is nobody's, as no rule asks for it. */
function bundle(
  subject: Record<string, string>,
  version = "v1.37.2",
  within = (envelope: object): object => envelope,
): string {
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: Object.entries(subject).map(([name, text]) => ({
      name,
      digest: { sha256: createHash("sha256").update(text).digest("hex") },
    })),
    predicate: { cluster: { version } },
  };
  const payload = Buffer.from(JSON.stringify(statement)).toString("base64");
  return `${JSON.stringify(within({ payload, payloadType: "application/vnd.in-toto+json", signatures: [] }))}\n`;
}

test("SIGN-001: nothing signed is worth a word, and a bundle in either of its forms is enough", () => {
  expect(found({})).toEqual(["SIGN-001 there is no signed bundle in the folder"]);
  const files = { "results/junit.xml": "<a/>" };
  expect(found({ ...files, "karat/run.intoto.jsonl": bundle({ "junit.xml": "<a/>" }) })).toEqual([]);
  const sigstore = bundle({ "junit.xml": "<a/>" }, "v1.37.2", (dsseEnvelope) => ({ dsseEnvelope }));
  expect(found({ ...files, "karat/run.sigstore.jsonl": sigstore })).toEqual([]);
});

test("SIGN-003: a file that is not what was signed, and a bundle that is none", () => {
  const files = { "results/junit.xml": "<b/>", "run.intoto.jsonl": bundle({ "junit.xml": "<a/>", elsewhere: "x" }) };
  expect(found(files)).toEqual([
    "SIGN-003 results/junit.xml is not the junit.xml that run.intoto.jsonl was signed for",
  ]);
});

test("SIGN-001, SIGN-003: a bundle that states nothing is none, also beside a record", () => {
  const nothing = [
    "SIGN-001 there is no signed bundle in the folder",
    "SIGN-003 karat/record.intoto.jsonl is no bundle of signed statements",
  ];
  for (const text of ["", "x", "{}\n", bundle({})])
    for (const more of [{}, { "karat/record.txt": "packed" }])
      expect(found({ "karat/record.intoto.jsonl": text, ...more }), text).toEqual(nothing);
});

test("SIGN-004: a bundle of another minor", () => {
  expect(found({ "run.intoto.jsonl": bundle({ x: "x" }, "v1.36.1") })).toEqual([
    "SIGN-004 run.intoto.jsonl is of a cluster with Kubernetes v1.36.1, and the folder is of 1.37",
  ]);
});
