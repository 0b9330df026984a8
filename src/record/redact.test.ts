import { generateKeyPairSync, randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RecordError } from "./error.js";
import { REDACTED, Redactor } from "./redact.js";

const TOKEN = `kubeconfig-${randomBytes(24).toString("base64url")}`;
const PEM = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
  type: "pkcs8",
  format: "pem",
}) as string;
const line = PEM.split("\n")[5]!;
const b64 = (text: string) => Buffer.from(text).toString("base64");

describe("a secret in use is found", () => {
  const redactor = new Redactor([TOKEN, PEM]);
  test.each([
    ["as it is", `token=${TOKEN};`],
    ["in base64", `Secret data: ${b64(TOKEN)}`],
    ["in base64, one byte on", b64(`x${TOKEN}tail`)],
    ["in base64, two bytes on", b64(`xy${TOKEN}tail`)],
    ["in base64 of base64", b64(`{"token":"${b64(`ab${TOKEN}`)}"}`)],
    ["in base64url", Buffer.from(`??${TOKEN}`).toString("base64url")],
    ["in hex", Buffer.from(TOKEN).toString("hex")],
    ["in capital hex", Buffer.from(TOKEN).toString("hex").toUpperCase()],
    ["in a URL", `https://x/?t=${encodeURIComponent(TOKEN)}`],
    ["cut at its end", TOKEN.slice(0, -6)],
    ["cut at its beginning", TOKEN.slice(5)],
    ["as a PEM key", `key:\n${PEM}`],
    ["as a PEM key in base64, as kubeconfigs hold it", b64(PEM)],
    ["as a PEM key in a JSON string", JSON.stringify({ key: PEM })],
    ["as one line of a PEM key", `    ${line}`],
    ["as a PEM key without its line breaks", PEM.split("\n").slice(1, -2).join("")],
    [
      "as a PEM key's DER in base64url",
      PEM.split("\n").slice(1, -2).join("").replaceAll("+", "-").replaceAll("/", "_"),
    ],
    ["as a PEM key's DER in hex", Buffer.from(PEM.split("\n").slice(1, -2).join(""), "base64").toString("hex")],
  ])("%s", (_, text) => {
    expect(redactor.finds(text)).toBe(true);
    const clean = redactor.redact(text);
    expect(clean).toContain(REDACTED);
    expect(redactor.finds(clean)).toBe(false);
  });

  test("from base64 key material as well as from the PEM in it", () => {
    const fromBase64 = new Redactor([b64(PEM)]);
    expect(fromBase64.finds(b64(PEM))).toBe(true);
    expect(fromBase64.finds(line)).toBe(true);
  });

  test("wherever it stands and whatever stands around it; the rest is kept to the letter", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 }), (before, after) => {
        expect(redactor.redact(`${before} ${TOKEN} ${after}`)).toBe(`${before} ${REDACTED} ${after}`);
      }),
    );
  });

  test("in every part of 31 characters", () => {
    for (let start = 0; start + 31 <= TOKEN.length; start++) {
      expect(redactor.finds(`…${TOKEN.slice(start, start + 31)}…`)).toBe(true);
    }
  });
});

test.each([
  ["in a URL", (secret: string) => `https://x/?p=${encodeURIComponent(secret)}&q`],
  ["in JSON", (secret: string) => JSON.stringify({ secret })],
  ["in JSON in JSON", (secret: string) => JSON.stringify({ annotation: JSON.stringify({ secret }) })],
])("a secret with odd characters is found %s", (_, put) => {
  for (const secret of [`p@ss "w\\rd"/é`, `${TOKEN}"\\ é/${TOKEN}`.slice(9, 50)]) {
    const redactor = new Redactor([secret]);
    expect(redactor.suspects(put(secret))).toBe(true);
    expect(redactor.redact(put(secret))).toContain(REDACTED);
  }
});

test("a short secret is found whole", () => {
  const redactor = new Redactor(["hunter22"]);
  expect(redactor.redact("password: hunter22, hunter222")).toBe(`password: ${REDACTED}, ${REDACTED}2`);
  expect(redactor.redact(b64("user:hunter22"))).not.toContain("aHVudGVyMj");
});

test("one that is too short to be told from words is refused, an empty one is none", () => {
  expect(() => new Redactor(["abc"])).toThrow(RecordError);
  expect(new Redactor(["", "  "]).redact("abc")).toBe("abc");
});

describe("credentials that nobody told us of are known by their looks:", () => {
  const redactor = new Redactor();
  const jwt = `${Buffer.from('{"alg":"RS256","kid":"x"}').toString("base64url")}.${Buffer.from('{"sub":"system:serviceaccount:a:b"}').toString("base64url")}.${randomBytes(64).toString("base64url")}`;
  test.each([
    ["a JSON web token", `got ${jwt} from the API`, jwt],
    ["a private key", PEM, line],
    ["a private key that was cut off", PEM.slice(0, 900), line],
    ["a bearer token", "Authorization: Bearer abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnop"],
  ])("%s", (_, text, secret) => expect(redactor.redact(text)).not.toContain(secret));

  test("certificates and hashes are not", () => {
    const text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE----- sha256:0123456789abcdef0123456789abcdef";
    expect(redactor.redact(text)).toBe(text);
  });
});

test.each([
  "eyJ",
  " eyJ",
  "eyJabcdefgh.",
  "-----BEGIN ",
  "-----BEGIN PRIVATE KEY-----",
  "Bearer ",
  TOKEN.slice(0, 15),
  "a",
])("8 MiB of %j take time in proportion to their length", (unit) => {
  const redactor = new Redactor([TOKEN, PEM]);
  const { user: before } = process.cpuUsage();
  redactor.redact(unit.repeat((8 * 1024 * 1024) / unit.length));
  expect(process.cpuUsage().user - before).toBeLessThan(3_000_000);
});
