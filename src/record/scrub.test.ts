import { describe, expect, test } from "vitest";
import { REDACTED } from "./redact.js";
import { scrub } from "./scrub.js";

const clean = (value: unknown) => scrub(value, (text) => text);
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
const VALUE = "c2VjcmV0IHZhbHVl";
const metadata = { name: "db", namespace: "ns" };
const secret = {
  apiVersion: "v1",
  kind: "Secret",
  metadata,
  type: "Opaque",
  data: { password: VALUE },
  stringData: { password: VALUE },
};

describe("the contents of a Secret are lost", () => {
  const { apiVersion: _, kind: __, ...item } = secret;
  const lastApplied = {
    ...metadata,
    annotations: { [LAST_APPLIED]: JSON.stringify(secret) },
  };
  test.each<[string, unknown]>([
    ["as an object", { ref: {}, object: secret }],
    ["as the answer to a write", { method: "POST", path: "/api/v1/namespaces/ns/secrets", status: 201, body: secret }],
    ["in a SecretList", { kind: "SecretList", items: [{ metadata, data: { password: VALUE } }] }],
    ["in a List of anything", { kind: "List", items: [{ kind: "Pod" }, secret] }],
    ["as an item of a LIST, which carries no kind", { path: "/apis/x", items: [item] }],
    [
      "as an item without a type, by its path",
      { path: "/api/v1/namespaces/ns/secrets?limit=500", items: [{ metadata, data: { password: VALUE } }] },
    ],
    ["in a watch's history", { versions: [{ type: "ADDED", at: "", object: secret }] }],
    [
      "in a last-applied annotation that is no JSON",
      { kind: "Secret", metadata: { annotations: { [LAST_APPLIED]: JSON.stringify(secret).slice(0, -1) } } },
    ],
    ["in its last-applied annotation", { kind: "Secret", metadata: lastApplied }],
    ["in another object's annotation", { kind: "ConfigMap", metadata: lastApplied }],
    ["in a log that is JSON", { text: JSON.stringify({ kind: "List", items: [secret] }, null, 2) }],
  ])("%s", (_, value) => {
    const text = JSON.stringify(clean(value));
    expect(JSON.stringify(value)).toContain(VALUE);
    expect(text).not.toContain(VALUE);
  });

  test("and only they: the rest of it stays", () => {
    expect(clean(secret)).toEqual({ ...secret, data: REDACTED, stringData: REDACTED });
  });
});

test.each<[string, unknown]>([
  ["a ConfigMap", { kind: "ConfigMap", metadata, data: { a: VALUE } }],
  ["a reference to a Secret", { kind: "Pod", spec: { volumes: [{ secret: { secretName: "db" } }] } }],
  ["a rule about Secrets", { rules: [{ resources: ["secrets"], verbs: ["get"] }] }],
  ["last-applied of anything else", { metadata: { annotations: { [LAST_APPLIED]: '{ "kind" : "Pod" }' } } }],
  ["a text that speaks of a Secret", "Secret db has data"],
  ["JSON with odd spacing that speaks of a Secret", '{ "msg":  "a Secret" }'],
  ["an own __proto__", JSON.parse('{"__proto__":{"a":1}}') as unknown],
])("%s is kept as it is", (_, value) => {
  expect(JSON.stringify(clean(value))).toBe(JSON.stringify(value));
});
