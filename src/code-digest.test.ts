import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { codeDigest } from "./code-digest.js";

test("the digest of the code is what find, sort and sha256sum make of it", () => {
  const command = "find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum";
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  expect(execFileSync("sh", ["-c", command], { cwd, encoding: "utf8" })).toBe(`${codeDigest()}  -\n`);
});
