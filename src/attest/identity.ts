import { bundleFromJSON, bundleToJSON, BUNDLE_V03_MEDIA_TYPE, type Bundle } from "@sigstore/bundle";
import type { Envelope, TransparencyLogEntry } from "@sigstore/protobuf-specs";
import { PolicyError, toSignedEntity, VerificationError, Verifier, type TrustMaterial } from "@sigstore/verify";
import { BundleError } from "./error.js";
import { notAsWritten, type Opened, type Trust } from "./line.js";
import { requireExactEntry } from "./log-entry.js";
import { PAYLOAD_TYPE } from "./statement.js";

/** Whose signatures are believed. */
export interface Identity {
  /** The certificate's subject, e.g. an e-mail address or a workflow's URL; `*` matches all but "/", `**` anything. */
  name: string;
  /** URL of the OpenID provider that identified it. */
  issuer: string;
}

/**
 * Believes sigstore bundles (v0.3) whose certificate was issued to an identity while the log says that it was signed:
 * certificate chain, its transparency, the log's entry and the signature are held against the trusted root.
 */
export function trustIdentity(identity: Identity, root: TrustMaterial): Trust {
  const verifier = new Verifier(root, { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 });
  const named = matcher(identity.name);
  return (value): Opened => {
    const { bundle, envelope, certificate, entry } = partsOf(value);
    const { name, issuer } = signerOf(verifier, bundle);
    requireExactEntry(entry, certificate);
    // Verifier's own policy takes the name for a regular expression that may match anywhere.
    if (!named(name) || issuer !== identity.issuer) {
      throw new BundleError(
        "identity",
        `it was signed by ${name}, identified by ${issuer}, and not by ${identity.name}, identified by ${identity.issuer}`,
        "ask who is to sign; name them exactly with --identity and --issuer",
      );
    }
    const loggedAt = new Date(Number(entry.integratedTime) * 1000).toISOString();
    return { statement: envelope.payload, signer: { kind: "identity", name, issuer, loggedAt } };
  };
}

/** A bundle's parts, none of which is signed or counts yet. */
interface Parts {
  bundle: Bundle;
  envelope: Envelope;
  /** DER. */
  certificate: Buffer;
  entry: TransparencyLogEntry;
}

function partsOf(value: unknown): Parts {
  let bundle: Bundle;
  try {
    bundle = bundleFromJSON(value);
  } catch (error) {
    throw notAsWritten("it is no sigstore bundle", error);
  }
  // Fields that are unknown, or written in another way than sigstore does, are covered by no signature.
  if (JSON.stringify(bundleToJSON(bundle)) !== JSON.stringify(value)) throw notAsWritten("it has odd fields");
  if (bundle.mediaType !== BUNDLE_V03_MEDIA_TYPE) throw notAsWritten(`its media type is not ${BUNDLE_V03_MEDIA_TYPE}`);
  if (bundle.content.$case !== "dsseEnvelope") throw notAsWritten("it holds no envelope");
  const envelope = bundle.content.dsseEnvelope;
  if (envelope.payloadType !== PAYLOAD_TYPE) throw notAsWritten(`what it holds is not of type ${PAYLOAD_TYPE}`);
  if (envelope.signatures.some(({ keyid }) => keyid !== "")) throw notAsWritten("its signature has a hint");
  const { content, tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  const [entry] = tlogEntries;
  if (content.$case !== "certificate") throw notAsWritten("it holds no certificate");
  if (!entry || tlogEntries.length > 1)
    throw notAsWritten(`it has ${tlogEntries.length} entries of a log instead of 1`);
  if (timestampVerificationData?.rfc3161Timestamps.length) throw notAsWritten("it has a timestamp beside the log's");
  return { bundle, envelope, certificate: content.certificate.rawBytes, entry };
}

function signerOf(verifier: Verifier, bundle: Bundle): { name: string; issuer: string } {
  try {
    const { identity } = verifier.verify(toSignedEntity(bundle));
    return { name: identity?.subjectAlternativeName ?? "nobody", issuer: identity?.extensions?.issuer ?? "nobody" };
  } catch (error) {
    // Parsers of certificates and log entries throw errors of their own at what is in pieces.
    const why = error instanceof VerificationError || error instanceof PolicyError ? error.message : "it is in pieces";
    throw new BundleError(
      "signature",
      `the signature is not good: ${why}`,
      "get bundle and trusted root again from their sources; believe nothing in it until then",
      { cause: error },
    );
  }
}

/** @param pattern from the command line of who verifies, not from what is verified */
function matcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split(/(\*\*?)/).map((part) => WILD[part] ?? part.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const whole = new RegExp(`^${parts.join("")}$`, "su");
  return (name) => whole.test(name);
}

const WILD: Readonly<Record<string, string>> = { "*": "[^/]*", "**": ".*" };
