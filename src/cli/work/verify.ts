import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { BUNDLE_SUFFIXES, LARGEST_BUNDLE } from "../../attest/bundle.js";
import { trustKey } from "../../attest/dsse.js";
import type { Expected } from "../../attest/expected.js";
import { judgesOf } from "../../attest/judges.js";
import { readPublicKey } from "../../attest/keys.js";
import type { Trust } from "../../attest/line.js";
import { readLimited } from "../../attest/read-limited.js";
import type { Verification } from "../../attest/verification.js";
import { verifySigned, type VerifySignedOptions } from "../../attest/verify-signed.js";
import { RecordReader } from "../../record/reader.js";
import { requirements } from "../../requirements/index.js";
import { version } from "../../version.js";
import { ExitCode } from "../exit.js";
import { coloursFor } from "../text/colours.js";
import { verificationText } from "../text/verification.js";
import { UsageError } from "./usage.js";

export const EXIT: Readonly<Record<Verification["outcome"], number>> = {
  same: ExitCode.Conformant,
  different: ExitCode.NotConformant,
  undecided: ExitCode.Inconclusive,
};

export interface VerifyOptions extends Expected {
  key?: string;
  identity?: string;
  issuer?: string;
  trustedRoot?: string;
  bundle?: string;
  record?: string;
  output: "text" | "json";
}

/** Does what `karat verify` asks for. @param named a record's folder, or a bundle */
export async function verifyRecord(named: string, options: VerifyOptions): Promise<void> {
  const { dir, bundle } = placesOf(named, options);
  // Said before a network is asked.
  void new RecordReader(dir);
  const trust = await trusted(options);
  if (trust === undefined && bundle !== undefined) {
    const next = "name --key FILE, or --identity NAME and --issuer URL; without them name the record's folder alone";
    throw new UsageError("a bundle proves nothing before it is said who is to have signed it", next);
  }
  const signature = trust && { trust, bundle: bytesOf(bundle ?? beside(dir, options)) };
  const { challenge, maxAge, cluster } = options;
  const found = verifySigned(dir, {
    judges: judgesOf(requirements),
    version,
    expected: { challenge, maxAge, cluster },
    ...(signature ? { signature } : {}),
  } satisfies VerifySignedOptions);
  process.stdout.write(
    options.output === "json"
      ? `${JSON.stringify(found, null, 2)}\n`
      : verificationText(dir, found, coloursFor(process.stdout)),
  );
  process.exitCode = EXIT[found.outcome];
}

/** The record's folder, and the bundle where one was named. */
function placesOf(named: string, { bundle, record }: VerifyOptions): { dir: string; bundle: string | undefined } {
  if (!statSync(named, { throwIfNoEntry: false })?.isFile()) {
    if (record !== undefined)
      throw new UsageError(`${named} is no bundle`, "name the bundle first, or leave --record out");
    return { dir: named, bundle };
  }
  if (bundle !== undefined)
    throw new UsageError(`${named} is no folder`, "name the record's folder, or leave --bundle out");
  if (record !== undefined) return { dir: record, bundle: named };
  const suffix = Object.values(BUNDLE_SUFFIXES).find((suffix) => named.endsWith(suffix));
  if (suffix === undefined) {
    throw new UsageError(`the name of ${named} does not say which record it is about`, "name that with --record");
  }
  return { dir: named.slice(0, -suffix.length), bundle: named };
}

function beside(dir: string, { key }: VerifyOptions): string | undefined {
  const file = `${resolve(dir)}${key === undefined ? BUNDLE_SUFFIXES.identity : BUNDLE_SUFFIXES.key}`;
  return existsSync(file) ? file : undefined;
}

function bytesOf(file: string | undefined): Buffer | undefined {
  if (file === undefined) return undefined;
  try {
    return readLimited(file, LARGEST_BUNDLE);
  } catch (error) {
    throw new UsageError(`${file} cannot be read`, "name a bundle that `karat attest` wrote", { cause: error });
  }
}

/** Whose signature is believed; undefined where none is asked for. Asks the network only for sigstore's own root. */
async function trusted({ key, identity, issuer, trustedRoot }: VerifyOptions): Promise<Trust | undefined> {
  if ((identity === undefined) !== (issuer === undefined)) {
    throw new UsageError("a name counts by who identified it", "name both --identity and --issuer");
  }
  if (identity === undefined || issuer === undefined) {
    if (trustedRoot !== undefined)
      throw new UsageError("a trusted root serves identities", "name --identity and --issuer");
    return key === undefined ? undefined : trustKey(readPublicKey(key));
  }
  const { fetchTrustedRoot, readTrustedRoot } = await import("../../attest/trusted-root.js");
  const { trustIdentity } = await import("../../attest/identity.js");
  const root = trustedRoot === undefined ? await fetchTrustedRoot() : readTrustedRoot(trustedRoot);
  return trustIdentity({ name: identity, issuer }, root);
}
