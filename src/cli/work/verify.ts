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
import {
  beginsAsPackedRecord,
  isPackedRecord,
  readPackedRecord,
  withUnpacked,
} from "../../submission/packed-record.js";
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

/** Does what `karat verify` asks for. @param named a record's folder, a packed one of a submission, or a bundle */
export async function verifyRecord(named: string, options: VerifyOptions): Promise<void> {
  const places = placesOf(named, options);
  if (isPacked(places.dir))
    await withUnpacked(readPackedRecord(places.dir), (dir) => judge({ ...places, dir }, options));
  else await judge(places, options);
}

interface Places {
  /** The record's folder. */
  dir: string;
  /** As it was named. */
  record: string;
  /** Where one was named. */
  bundle: string | undefined;
}

async function judge({ dir, record, bundle }: Places, options: VerifyOptions): Promise<void> {
  // Said before a network is asked.
  void new RecordReader(dir);
  const trust = await trusted(options);
  if (trust === undefined && bundle !== undefined) {
    const next = "name --key FILE, or --identity NAME and --issuer URL; without them name the record's folder alone";
    throw new UsageError("a bundle proves nothing before it is said who is to have signed it", next);
  }
  const signature = trust && { trust, bundle: bytesOf(bundle ?? beside(record, options)) };
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
      : verificationText(record, found, coloursFor(process.stdout)),
  );
  process.exitCode = EXIT[found.outcome];
}

/** The record, a folder or packed, and the bundle where one was named. */
function placesOf(named: string, { bundle, record }: VerifyOptions): Places {
  if (isPacked(named) || !isFile(named)) {
    if (record !== undefined)
      throw new UsageError(`${named} is no bundle`, "name the bundle first, or leave --record out");
    return { dir: named, record: named, bundle };
  }
  if (bundle !== undefined)
    throw new UsageError(`${named} is no folder`, "name the record's folder, or leave --bundle out");
  if (record !== undefined) return { dir: record, record, bundle: named };
  const suffix = [...ENDINGS.identity, ...ENDINGS.key].find((suffix) => named.endsWith(suffix));
  if (suffix === undefined) {
    const next = "name that with --record; a packed record is what `karat submission new` wrote, in base64";
    throw new UsageError(
      `${named} is no packed record, and as a bundle its name does not say which record it is about`,
      next,
    );
  }
  const stem = named.slice(0, -suffix.length);
  const about = [`${stem}.txt`, `${stem}-001.txt`].find(isPacked) ?? stem;
  return { dir: about, record: about, bundle: named };
}

function isPacked(path: string): boolean {
  return isFile(path) && (isPackedRecord(path) || beginsAsPackedRecord(path));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** How a bundle ends by who signed. A submission takes no other ending than a key's. */
const ENDINGS = {
  key: [BUNDLE_SUFFIXES.key],
  identity: [BUNDLE_SUFFIXES.identity, `.sigstore${BUNDLE_SUFFIXES.key}`],
} as const;

function beside(record: string, { key }: VerifyOptions): string | undefined {
  const stem = isPacked(record) ? record.replace(/(?:-\d{3})?\.txt$/, "") : record;
  const endings = key === undefined ? ENDINGS.identity : ENDINGS.key;
  return endings.map((suffix) => `${resolve(stem)}${suffix}`).find((file) => existsSync(file));
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
