import { accessSync, closeSync, constants, existsSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { judgeAgain } from "../../attest/attest.js";
import { BUNDLE_SUFFIXES, writeBundle } from "../../attest/bundle.js";
import { signWith } from "../../attest/dsse.js";
import { judgesOf } from "../../attest/judges.js";
import { readPrivateKey, writeKeyPair } from "../../attest/keys.js";
import type { Sign } from "../../attest/line.js";
import { toolOf, type Attester } from "../../attest/run-predicate.js";
import type { Statements } from "../../attest/statements.js";
import { requirements } from "../../requirements/index.js";
import { thisTool } from "../../this-tool.js";
import { version } from "../../version.js";
import { coloursFor } from "../text/colours.js";
import { verificationText } from "../text/verification.js";
import { UsageError } from "./usage.js";
import { EXIT } from "./verify.js";

export interface AttestOptions {
  key?: string;
  sigstore?: boolean;
  identityToken?: string;
  fulcio?: string;
  rekor?: string;
  out?: string;
  output: "text" | "json";
}

export interface KeygenOptions {
  out: string;
}

/** Does what `karat attest` asks for. */
export async function attestRecord(dir: string, asked: AttestOptions): Promise<void> {
  const file = bundleFile(dir, asked);
  const sign = await signing(asked);
  const options = { judges: judgesOf(requirements), version, attester: thisKarat() };
  const { found, statements } = judgeAgain(dir, options);
  process.exitCode = EXIT[found.outcome];
  if (!statements) {
    process.stderr.write(verificationText(dir, found, coloursFor(process.stderr)));
    process.stderr.write("karat: nothing was signed, as the record did not come out again\n");
    return;
  }
  await writeNew(file, () => writeBundle(statements, sign));
  process.stdout.write(asked.output === "json" ? json(file, statements) : text(file, statements));
}

/**
 * The file is made before its text, as what was signed into a public log cannot be taken back.
 * @throws UsageError where it cannot be made
 */
async function writeNew(file: string, make: () => Promise<string>): Promise<void> {
  const descriptor = openNew(file);
  try {
    writeFileSync(descriptor, await make());
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function openNew(file: string): number {
  try {
    return openSync(file, "wx");
  } catch (cause) {
    throw new UsageError(`${file} cannot be written`, "name another with -o", { cause });
  }
}

/** Who attests, now. */
export function thisKarat(): Attester {
  return { by: toolOf(thisTool()), at: new Date().toISOString() };
}

/** Does what `karat attest keygen` asks for. */
export function keygen({ out }: KeygenOptions): void {
  if (/(?:^|\/)\.{0,2}$/.test(out)) {
    throw new UsageError(`${out} is a folder, and gives the pair no name`, `name it: -o ${join(out, "NAME")}`);
  }
  const { privateFile, publicFile, id } = writeKeyPair(out);
  process.stdout.write(`${privateFile}  signs; keep it secret\n${publicFile}  verifies; its id is ${id}\n`);
}

/** Said before anything is signed. @throws UsageError */
function bundleFile(dir: string, { out, sigstore }: AttestOptions): string {
  const suffix = sigstore ? BUNDLE_SUFFIXES.identity : BUNDLE_SUFFIXES.key;
  const file = out ?? `${resolve(dir)}${suffix}`;
  const path = relative(resolve(dir), resolve(file));
  if (!path.startsWith("..")) throw new UsageError(`${file} lies in the record's own folder`, "name a file beside it");
  if (existsSync(file)) throw new UsageError(`${file} is there already`, "remove it, or name another with -o");
  const folder = dirname(resolve(file));
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new UsageError(`nothing can be written to ${folder}`, "name a file in another folder with -o", { cause });
  }
  return file;
}

async function signing(options: AttestOptions): Promise<Sign> {
  const { key, sigstore, identityToken: tokenFile, fulcio, rekor } = options;
  if (key !== undefined) {
    if (tokenFile !== undefined || fulcio !== undefined || rekor !== undefined) {
      throw new UsageError("a key signs without token, certificate and log", "name either --key or --sigstore");
    }
    return signWith(readPrivateKey(key));
  }
  if (!sigstore) throw new UsageError("nobody is named who signs", "name --key FILE, or --sigstore");
  for (const url of [fulcio, rekor]) {
    if (url !== undefined && !URL.canParse(url)) throw new UsageError(`${url} is no URL`, "name one such as https://…");
  }
  const { signAs } = await import("../../attest/sign-as.js");
  return signAs({ tokenFile, fulcio, rekor });
}

function text(file: string, [result, run]: Statements): string {
  const { verdict, record } = run.predicate;
  return `${file}\n  ${result.predicate.result}: run ${run.predicate.run}, ${verdict}, root ${record.root}\n`;
}

function json(file: string, statements: Statements): string {
  return `${JSON.stringify({ file, statements }, null, 2)}\n`;
}
