import { bundleToJSON } from "@sigstore/bundle";
import { CIContextProvider, DEFAULT_FULCIO_URL, DEFAULT_REKOR_URL, DSSEBundleBuilder } from "@sigstore/sign";
import { FulcioSigner, RekorWitness, type IdentityProvider } from "@sigstore/sign";
import { AttestationError } from "./error.js";
import type { Sign } from "./line.js";
import { readLimited } from "./read-limited.js";
import { PAYLOAD_TYPE } from "./statement.js";

/** Bytes of an OpenID token. */
const LONGEST_TOKEN = 64 * 1024;

/** Milliseconds that certificate authority and log may take for an answer. */
const PATIENCE = 30_000;

export interface SigningService {
  /** File with an OpenID token; without one, that of the CI job (GitHub Actions, or $SIGSTORE_ID_TOKEN). */
  tokenFile?: string | undefined;
  /** URLs of certificate authority and log; sigstore's public instance where absent. */
  fulcio?: string | undefined;
  rekor?: string | undefined;
}

/** Signs statements as whoever the token says, with a certificate and an entry in a public log: sigstore bundles v0.3. */
export function signAs({ tokenFile, fulcio, rekor }: SigningService): Sign {
  const network = { timeout: PATIENCE, retry: 2 };
  const identityProvider = tokenFile === undefined ? new CIContextProvider("sigstore") : fromFile(tokenFile);
  const signer = new FulcioSigner({ ...network, fulcioBaseURL: fulcio ?? DEFAULT_FULCIO_URL, identityProvider });
  const witness = new RekorWitness({ ...network, rekorBaseURL: rekor ?? DEFAULT_REKOR_URL, entryType: "dsse" });
  const builder = new DSSEBundleBuilder({ signer, witnesses: [witness] });
  return async (statement) => {
    try {
      const bundle = await builder.create({ data: statement, type: PAYLOAD_TYPE });
      return JSON.stringify(bundleToJSON(bundle));
    } catch (error) {
      throw failed(error);
    }
  };
}

function fromFile(file: string): IdentityProvider {
  return { getToken: async () => readLimited(file, LONGEST_TOKEN).toString("utf8").trim() };
}

/** The library's own message may quote the token, so only its code is told, and of its causes the last. */
function failed(error: unknown): AttestationError {
  const { code, cause } = error as { code?: string; cause?: unknown };
  const what = WHAT[code ?? ""] ?? "the statement could not be signed";
  const why = code === "IDENTITY_TOKEN_PARSE_ERROR" || !(cause instanceof Error) ? {} : { cause };
  return new AttestationError("network", what, NEXT, why);
}

const WHAT: Readonly<Record<string, string>> = {
  IDENTITY_TOKEN_READ_ERROR: "there is no OpenID token to sign with",
  IDENTITY_TOKEN_PARSE_ERROR: "what was given as an OpenID token is none",
  CA_CREATE_SIGNING_CERTIFICATE_ERROR: "the certificate authority gave no certificate",
  TLOG_CREATE_ENTRY_ERROR: "the log took no entry",
};

const NEXT =
  "in GitHub Actions give the job `permissions: id-token: write`, elsewhere name a fresh token with --identity-token; or sign with --key";
