import { CommanderError } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import { karat } from "../program.js";

afterEach(() => {
  vi.restoreAllMocks();
});

test.each([
  [["check", ""], /an argument is empty/],
  [["check", "/nowhere", " "], /an argument is empty/],
  [["check", "--git", ""], /option '--git <ref>' is empty/],
  [["check", "--git", "HEAD", "--repo", ""], /option '--repo <dir>' is empty/],
  [["check", "/nowhere", "--rule", "META-001,"], /option '--rule <id>' is empty/],
  [["check", "/nowhere", "--output-file="], /option '--output-file <file>' is empty/],
  [["evidence", ""], /an argument is empty/],
  [["new", "result", "-o", ""], /option '-o, --out <dir>' is empty/],
  [["site", "", "-o", "site"], /an argument is empty/],
])("%j is told what is empty, and nothing is done", async (args, message) => {
  let told = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (told += String(text)) !== "");
  const error: unknown = await karat()
    .parseAsync(["submission", ...args], { from: "user" })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CommanderError);
  expect(told).toMatch(message);
});
