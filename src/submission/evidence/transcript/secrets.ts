import { once } from "../../once.js";
import type { SubmittedFile } from "../../submission.js";
import { matches, type Seen } from "./match.js";

/** Formats that nothing but a secret has: each is documented by who issues it. */
const SECRETS: readonly (readonly [kind: string, needle: string, pattern: RegExp])[] = [
  ["a private key", "PRIVATE KEY", /-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----/g],
  ["a kubeconfig's client key", "client-key-data", /\bclient-key-data:[ \t]*"?([A-Za-z0-9+/]{40,})/g],
  // A service account's token is a JWT (RFC 7519): two JSON objects in base64url and a signature. The first one begins
  // with alg, typ, kid or cty.
  ["a token", "eyJ", /\b(eyJ(?:hbGci|0eXAi|raWQi|jdHki)[\w-]{2,200}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000})/g],
  ["an AWS access key", "IA", /\b((?:AKIA|ASIA)[A-Z0-9]{16})\b/g],
  ["an AWS secret key", "secret_access_key", /\baws_secret_access_key["']?[ \t]*[:=][ \t]*["']?([A-Za-z0-9/+]{40})\b/g],
  ["a GitHub token", "_", /\b(gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_\w{60,100})\b/g],
  ["a GitLab token", "glpat-", /\b(glpat-[\w-]{20,60})\b/g],
  ["a Slack token", "xox", /\b(xox[abprs]-[\w-]{20,200})\b/g],
  ["a Google API key", "AIza", /\b(AIza[\w-]{35})(?![\w-])/g],
  ["a Hugging Face token", "hf_", /\b(hf_[A-Za-z0-9]{34})\b/g],
  ["an NVIDIA API key", "nvapi-", /\b(nvapi-[\w-]{60,80})(?![\w-])/g],
  ["a registry's credentials", '"auth"', /"auth"[ \t]*:[ \t]*"([A-Za-z0-9+/]{20,400}={0,2})"/g],
  ["a password in a URL", "://", /\b[a-z][a-z0-9+]{1,15}:\/\/[^\s/:@"'<>]{1,64}:([^\s/:@"'<>${}*]{3,128})@[\w.-]/gi],
];

/** A secret; its quote is only enough to find it by. */
export interface Secret extends Seen {
  kind: string;
}

export const secretsIn = once((file: SubmittedFile): readonly Secret[] =>
  SECRETS.flatMap(([kind, needle, pattern]) =>
    matches(file, pattern, needle).map(({ what, place }) => ({
      kind,
      place,
      what: redacted(what),
      quote: redacted(what),
    })),
  ),
);

const PRIVATE_V4 = /(?<![\w.:/-])((?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3})(?![\w.]|\/\d)/g;
const ADDRESS = /(?<![\w.+@/:-])([\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12})(?![\w@(])/gi;
/** Hosts of addresses that belong to nobody: reserved names (RFC 2606), and what tools put before an @. */
const NOBODY = /(?:^|\.)(?:example\.(?:com|org|net)|test|invalid|local|internal|svc|localhost)$|^github\.com$/i;

export const internalAddressesIn = once((file: SubmittedFile): readonly Seen[] => matches(file, PRIVATE_V4));

export const emailsIn = once((file: SubmittedFile): readonly Seen[] =>
  matches(file, ADDRESS, "@").filter(({ what }) => !NOBODY.test(what.split("@")[1] ?? "") && !/^no-?reply/i.test(what)),
);

/** The first letters, and how many there are: enough to find it, nothing to use. */
function redacted(secret: string): string {
  if (secret.startsWith("-----")) return secret;
  return `${secret.slice(0, 4)}… (${secret.length} letters)`;
}
