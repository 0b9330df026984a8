import { isDeepStrictEqual } from "node:util";
import { tooDeep } from "../record/limits.js";
import { BundleError } from "./error.js";
import { notAsWritten, type Opened, type Sign, type Trust } from "./line.js";
import { RUN_PREDICATE } from "./run-predicate.js";
import { statementSchema } from "./statement.js";
import type { Statements } from "./statements.js";
import { TEST_RESULT } from "./test-result.js";
import type { Signer } from "./verification.js";

/**
 * How a bundle's file ends: the record's folder is named before it. With a key, lines are DSSE envelopes, which is an
 * in-toto bundle (https://github.com/in-toto/attestation/blob/main/spec/v1/bundle.md); with an identity, sigstore's.
 */
export const BUNDLE_SUFFIXES = { key: ".intoto.jsonl", identity: ".sigstore.jsonl" } as const;

/** Bytes of a bundle. One of all requirements has about 20 KiB, of which the run's options may be the most. */
export const LARGEST_BUNDLE = 4 * 1024 * 1024;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A bundle of both statements, each signed by itself, a line each. */
export async function writeBundle(statements: Statements, sign: Sign): Promise<string> {
  const lines: string[] = [];
  for (const statement of statements) lines.push(await sign(Buffer.from(JSON.stringify(statement))));
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * Opens a bundle, signatures first. A bundle has one way to be written, so that no byte of it can be changed unseen.
 * @throws BundleError `bundle`, `signature`, `identity`, `statement`
 */
export function openBundle(bytes: Buffer, trust: Trust): { statements: Statements; signer: Signer } {
  const opened = linesOf(bytes).map((line) => openLine(line, trust));
  const [first, second] = opened;
  if (!first || !second || opened.length !== 2) throw notAsWritten(`it has ${opened.length} lines instead of 2`);
  const [result, run] = [statementIn(first), statementIn(second)];
  if (result.predicateType !== TEST_RESULT || run.predicateType !== RUN_PREDICATE) {
    throw notAsWritten("its statements are not a test result and then a run");
  }
  if (!isDeepStrictEqual(who(first.signer), who(second.signer))) {
    throw new BundleError("signature", "the two statements were signed by different people", "have both signed anew");
  }
  return { statements: [result, run], signer: second.signer };
}

function linesOf(bytes: Buffer): string[] {
  const lines = decode(bytes).split("\n");
  if (lines.pop() !== "") throw notAsWritten("its last line has no end");
  return lines;
}

function openLine(line: string, trust: Trust): Opened {
  const value = parse(line);
  if (JSON.stringify(value) !== line) throw notAsWritten("a key stands twice in it, or its spacing is odd");
  return trust(value);
}

/** What was signed and yet is none is a fault of who signed. */
function statementIn({ statement }: Opened): Statements[number] {
  try {
    return statementSchema.parse(parse(decode(statement)));
  } catch (error) {
    const next = "have it made by `karat attest`; a newer karat may know this one";
    throw new BundleError("statement", "what is signed is no statement that this karat knows", next, {
      cause: error,
    });
  }
}

function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    throw notAsWritten("it is not in UTF-8", error);
  }
}

function parse(text: string): unknown {
  if (tooDeep(Buffer.from(text))) throw notAsWritten("it nests too deep");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAsWritten("it is no JSON", error);
  }
}

/** Without the time, which differs between two entries of a log. */
function who(signer: Signer): unknown {
  return signer.kind === "key" ? signer : { ...signer, loggedAt: "" };
}
