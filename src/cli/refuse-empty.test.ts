import { CommanderError } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import { karat } from "./program.js";

afterEach(() => {
  vi.restoreAllMocks();
});

test.each([
  [["verify", ""], /an argument is empty/],
  [["attest", "result", "--key", ""], /option '--key <file>' is empty/],
  [["attest", "keygen", "-o", ""], /option '-o, --out <name>' is empty/],
  [["report", "result", "-o", ""], /option '-o, --out <dir>' is empty/],
  [["run", "--kubeconfig", ""], /option '--kubeconfig <file>' is empty/],
  [["run", "--image", ""], /option '--image <image>' is empty/],
  [["run", "-o", ""], /option '-o, --out <dir>' is empty/],
  [["lab", "image", "load", ""], /an argument is empty/],
  [["submission", "check", ""], /an argument is empty/],
  [["submission", "check", "/nowhere", " "], /an argument is empty/],
  [["submission", "check", "--git", ""], /option '--git <ref>' is empty/],
  [["submission", "check", "--git", "HEAD", "--repo", ""], /option '--repo <dir>' is empty/],
  [["submission", "check", "/nowhere", "--rule", "META-001,"], /option '--rule <id>' is empty/],
  [["submission", "check", "/nowhere", "--output-file="], /option '--output-file <file>' is empty/],
  [["submission", "evidence", ""], /an argument is empty/],
  [["submission", "new", "result", "-o", ""], /option '-o, --out <dir>' is empty/],
  [["submission", "site", "", "-o", "site"], /an argument is empty/],
])("%j is told what is empty, and nothing is done", async (args, message) => {
  let told = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (told += String(text)) !== "");
  const error: unknown = await karat()
    .parseAsync(args, { from: "user" })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CommanderError);
  expect(told).toMatch(message);
});
