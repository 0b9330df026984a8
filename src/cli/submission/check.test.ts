import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { CHECKLIST_FILE, CLEAN } from "../../submission/rules/testing.js";
import { explainError } from "../exit.js";
import { isUsage } from "../work/usage.js";
import { checkCommand } from "./check.js";

let root: string;
let printed: string;
let args: string[];
beforeAll(() => import("../work/submission/check.js"), 120_000);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-check-"));
  mkdirSync(join(root, "v1.36/acme"), { recursive: true });
  mkdirSync(join(root, "docs"));
  writeFileSync(join(root, "docs/AIConformance-1.36.yaml"), CHECKLIST_FILE);
  product(CLEAN);
  args = ["--checklists", join(root, "docs"), "--date", "2026-08-01"];
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (printed += String(text)) !== "");
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(root, { recursive: true, force: true });
});

const file = (path = "PRODUCT.yaml"): string => join(root, "v1.36/acme", path);
const product = (text: string | Uint8Array): void => writeFileSync(file(), text);
const change = (from: string, to: string): string => {
  expect(CLEAN).toContain(from);
  return CLEAN.replace(from, to);
};

/** The exit code of a check of the whole folder, or of what is named. */
async function run(more: string[] = [], dirs = [root]): Promise<unknown> {
  printed = "";
  await checkCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync([...dirs, ...args, ...more], { from: "user" });
  return process.exitCode;
}

describe("exit codes", () => {
  test("0 where nothing fails, whatever is milder", async () => {
    expect(await run()).toBe(0);
    expect(printed).toContain("SIGN-001");
    expect(await run(["--fail-on", "warn"])).toBe(1);
  });

  test("1 for an error, with its place", async () => {
    product(change("level: MUST", "level: SHOULD"));
    expect(await run()).toBe(1);
    expect(printed).toMatch(/v1\.36\/acme\/PRODUCT\.yaml:26:14 {2}error {2}SPEC-004\n/);
    expect(await run(["--skip-rule", "SPEC-004"])).toBe(0);
    expect(await run(["--rule", "SPEC-001,SPEC-004"])).toBe(1);
  });

  test("2 where what was found would be written over what is checked", async () => {
    const error: unknown = await run(["--output-file", file()]).catch((thrown: unknown) => thrown);
    expect(isUsage(error)).toBe(true);
    expect(readFileSync(file(), "utf8")).toBe(CLEAN);
  });

  test("3 where a folder is no submission", async () => {
    mkdirSync(join(root, "v1.36/empty"));
    expect(await run()).toBe(3);
    expect(printed).toContain("not read  v1.36/empty: v1.36/empty holds no PRODUCT.yaml");
    product(change("level: MUST", "level: SHOULD"));
    expect(await run()).toBe(1);
    expect(printed).toContain("not read  v1.36/empty");
  });

  test("3 where a product's folder is a link, which nobody follows", async () => {
    symlinkSync("/etc", join(root, "v1.36/etc"));
    expect(await run()).toBe(3);
    expect(printed).toContain("not read  v1.36/etc: v1.36/etc is a link");
  });

  describe("without the checklist", () => {
    beforeEach(() => {
      vi.stubEnv("KARAT_CACHE", join(root, "cache"))
        .stubEnv("HTTPS_PROXY", "http://127.0.0.1:1")
        .stubEnv("NO_PROXY", "");
      args = ["--date", "2026-08-01"];
    });
    afterEach(() => vi.unstubAllEnvs());

    const UNASKED = /not asked {2}the checklist of 1.36 could not be read \(.*--checklists DIR gives it/;

    test("3 where nothing else fails", async () => {
      expect(await run(["--rule", "META-001"])).toBe(3);
      expect(printed).toMatch(UNASKED);
    });

    test("1 for what needs no wording, and the rest is said to be not asked", async () => {
      product(change("level: MUST", "level: SHOULD"));
      expect(await run()).toBe(1);
      expect(printed).toContain("error  SPEC-004");
      expect(printed).not.toContain("SPEC-002");
      expect(printed).toMatch(UNASKED);
    });

    test("the programme's validator says nothing", async () => {
      expect(await run(["--profile", "compat"])).toBe(3);
      expect(printed).toMatch(/not read {2}v1.36\/acme: nothing judges it without its checklist/);
      expect(printed).not.toContain("COMPAT");
    });
  });

  test.each([
    [[], /no submission is named/],
    [["/nowhere"], /there is no folder \/nowhere/],
    [["v1.36"], /there is no folder v1.36/],
    [[tmpdir(), "--rule", "NONE-1"], /strict has no rule NONE-1/],
    [[tmpdir(), "--profile", "lax"], /--profile lax is none/],
    [[tmpdir(), "--git", "HEAD", "--fix"], /--fix cannot write into a commit/],
    [[tmpdir(), "--repo", "."], /--repo is for --git/],
  ])("2 for %j", async (given, message) => {
    args = [];
    const error: unknown = await run(given, []).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(message);
    expect(isUsage(error)).toBe(true);
  });
});

test("a product, a minor and a repository can be named", async () => {
  mkdirSync(join(root, "v1.36/birch"));
  writeFileSync(join(root, "v1.36/birch/PRODUCT.yaml"), CLEAN);
  const named = async (...dirs: string[]) => {
    await run(["--output", "json"], dirs);
    return (JSON.parse(printed) as { submissions: { path: string }[] }).submissions.map(({ path }) => path);
  };
  expect(await named(join(root, "v1.36/acme"))).toEqual(["v1.36/acme"]);
  expect(await named(join(root, "v1.36"))).toEqual(["v1.36/acme", "v1.36/birch"]);
  expect(await named(root)).toEqual(["v1.36/acme", "v1.36/birch"]);
  expect(await named(join(root, "v1.36/acme"), join(root, "v1.36/birch/"))).toEqual(["v1.36/acme", "v1.36/birch"]);
});

test("a stray PRODUCT.yaml hides nothing: neither beside minors nor by minors beside it", async () => {
  const named = async (dir: string) => {
    await run(["--output", "json"], [dir]);
    return (JSON.parse(printed) as { submissions: { path: string }[] }).submissions.map(({ path }) => path);
  };
  writeFileSync(join(root, "PRODUCT.yaml"), CLEAN);
  expect(await named(root)).toEqual(["v1.36/acme"]);
  mkdirSync(file("v1.35/birch"), { recursive: true });
  writeFileSync(file("v1.35/birch/PRODUCT.yaml"), CLEAN);
  expect(await named(file("."))).toEqual(["v1.36/acme"]);
});

test("a draft of another checklist is not read", async () => {
  writeFileSync(join(root, "docs/AIConformance-1.99.yaml"), "draft: [");
  expect(await run()).toBe(0);
});

test("a commit is checked as it is", async () => {
  const git = (...command: string[]) =>
    execFileSync("git", ["-C", root, "-c", "user.name=T", "-c", "user.email=t@example.org", ...command], {
      stdio: "pipe",
    });
  git("init", "--quiet");
  mkdirSync(join(root, "v1.36/empty"));
  writeFileSync(join(root, "v1.36/empty/README.md"), "");
  symlinkSync("acme", join(root, "v1.36/linked"));
  writeFileSync(join(root, "v1.36/README.md"), "");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  product("broken: [");
  expect(await run(["--git", "HEAD", "--repo", root], [])).toBe(3);
  expect(printed.match(/^not read .*/gm)).toEqual([
    "not read  v1.36/empty: v1.36/empty holds no PRODUCT.yaml",
    "not read  v1.36/linked: v1.36/linked holds no PRODUCT.yaml",
  ]);
  expect(await run(["--git", "HEAD", "--repo", root], ["v1.36/acme"])).toBe(0);
  expect(printed).toContain("HEAD:v1.36/acme/PRODUCT.yaml:1:1");
  await expect(run(["--git", "HEAD", "--repo", root], ["v1.35"])).rejects.toThrow(/HEAD holds no submission v1.35/);
  await expect(run(["--git=--all", "--repo", root], [])).rejects.toThrow(/--all names no commit/);
});

test.runIf(process.platform === "linux")(
  "a product whose folder's name is not UTF-8 is told of, and the others checked",
  async () => {
    const folder = Buffer.from(join(root, "v1.36/caf\xe9"), "latin1");
    mkdirSync(folder);
    writeFileSync(Buffer.concat([folder, Buffer.from("/PRODUCT.yaml")]), CLEAN);
    expect(await run()).toBe(3);
    expect(printed).toContain("not read  v1.36/caf\\xe9: v1.36/caf\\xe9 has a name that is not UTF-8");
    expect(printed).toContain("1 submission (strict)");
  },
);

describe("a commit that cannot be had", () => {
  const refused = (...more: string[]) => run(["--git", "nope", ...more], []).catch((error: unknown) => error);

  test("is told in a person's words, not git's", async () => {
    execFileSync("git", ["-C", root, "init", "--quiet"]);
    const unknown = await refused("--repo", root);
    expect(explainError(unknown)).toBe(
      `karat: nope names no commit of ${root}\n  next: name a branch, tag or commit that \`git log\` shows there\n`,
    );
    const other = mkdtempSync(join(tmpdir(), "karat-none-"));
    const none = await refused("--repo", other);
    expect(explainError(none)).toBe(
      `karat: ${other} is no git repository\n  next: name a git repository on this machine\n`,
    );
    rmSync(other, { recursive: true });
    const nowhere = await refused("--repo", "/nowhere");
    expect(explainError(nowhere)).toMatch(/^karat: git cannot read \/nowhere: cannot change to .*\n {2}next: .*\n$/);
    expect([unknown, none, nowhere].every(isUsage)).toBe(true);
  });

  test("as git is not there, either", async () => {
    vi.stubEnv("PATH", join(root, "bin"));
    const error = await refused("--repo", root);
    vi.unstubAllEnvs();
    expect(explainError(error)).toMatch(/^karat: git is not installed\n {2}next: .*\n$/);
    expect(isUsage(error)).toBe(true);
  });
});

describe("--fix", () => {
  test("writes what can be mended, keeps the mode, and checks again", async () => {
    product(change("level: MUST", "level: SHOULD").replaceAll("\n", "\r\n"));
    chmodSync(file(), 0o640);
    expect(await run(["--fix"])).toBe(0);
    expect(readFileSync(file(), "utf8")).toBe(CLEAN);
    expect(statSync(file()).mode & 0o777).toBe(0o640);
    expect(printed).toMatch(/mended {2}.*v1.36\/acme\/PRODUCT.yaml\n/);
  });

  test("leaves the file whole, and nothing beside it, where it cannot be written", async () => {
    product(change("level: MUST", "level: SHOULD"));
    mkdirSync(`${file()}.${process.pid}.partial`);
    await expect(run(["--fix"])).rejects.toThrow(/PRODUCT.yaml cannot be written/);
    expect(readFileSync(file(), "utf8")).toContain("level: SHOULD");
  });

  test("says that it mends nothing in what is not UTF-8, and loses nothing of it", async () => {
    const latin1 = Buffer.from(change('"Acme"', '"Acm\u00e9"').replaceAll("\n", "\r\n"), "latin1");
    product(latin1);
    expect(await run()).toBe(1);
    expect(printed).not.toContain("--fix mends");
    expect(await run(["--fix"])).toBe(1);
    expect(printed).toMatch(
      /^not mended {2}.*v1\.36\/acme\/PRODUCT\.yaml: it is not UTF-8, .*; save it as UTF-8 first$/m,
    );
    expect(printed).not.toMatch(/^mended/m);
    expect(readFileSync(file())).toEqual(latin1);
    await run(["--fix", "--output", "json"]);
    expect(JSON.parse(printed)).toMatchObject({ mended: [], unmended: [{ why: expect.stringContaining("UTF-8") }] });
    expect(printed).not.toContain('"edit"');
  });

  test("writes nothing without it", async () => {
    const text = change("level: MUST", "level: SHOULD");
    product(text);
    await run();
    expect(readFileSync(file(), "utf8")).toBe(text);
  });
});

test("the compat profile says what the programme's validator says", async () => {
  product(change('"https://docs.acme.io/gangs"', '"missing.md"'));
  expect(await run(["--profile", "compat"])).toBe(1);
  expect(printed).toMatch(
    /COMPAT-004\n {2}Invalid evidence file for 'gang_scheduling': missing\.md \(not found at v1\.36/,
  );
  expect(await run(["--profile", "compat@b2c8969"])).toBe(1);
});

test("a file gets the format, and the terminal text", async () => {
  const path = join(root, "karat.sarif");
  await run(["--output", "sarif", "--output-file", path]);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ version: "2.1.0" });
  expect(printed).toContain("1 submission (strict)");
  await run(["--output", "junit"]);
  expect(printed).toMatch(/^<\?xml/);
});

describe("whatever is handed in, there is a finding with its line and no end of patience", () => {
  const levels = Array.from({ length: 12 }, (_, level) => `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`);
  levels[0] = "a0: &a0 [x]";
  const binary = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256));

  test.each<[string, string | Uint8Array, string]>([
    ["no YAML", "metadata: {a: [\nspec", "YAML-001"],
    ["nothing", "", "YAML-004|META-001|SPEC-001"],
    ["several documents", `${CLEAN}---\na: b\n`, "YAML-003"],
    ["aliases without end", `${CLEAN}${levels.join("\n")}\n`, "YAML-003"],
    ["keys that stand twice", change("metadata:", 'metadata:\n  vendorName: "B"'), "YAML-002"],
    ["nesting without end", `${CLEAN}a: ${"[".repeat(100_000)}`, "YAML-001"],
    ["CRLF", CLEAN.replaceAll("\n", "\r\n"), "YAML-006"],
    ["a byte order mark", `\ufeff${CLEAN}`, "YAML-006"],
    ["tabs", change("  accelerators:", "\taccelerators:"), "YAML-001"],
    ["unknown keys", change("spec:", "mine: 1\nspec:"), "YAML-005"],
    ["wrong types", change('"2.4.1"', "1.30"), "YAML-004"],
    ["a binary", binary, "YAML-001"],
    ["paths that lead out", change('"https://docs.acme.io/gangs"', '"../../../etc/passwd"'), "EVID-001"],
  ])("%s", async (_, content, rule) => {
    product(content);
    await run();
    expect(printed).toMatch(new RegExp(`PRODUCT\\.yaml:\\d+:\\d+ {2}\\w+ {2}(?:${rule})\\n`));
    expect(printed).not.toMatch(/broke off|\n\s+at /);
    await run(["--profile", "compat"]);
    expect(printed).not.toMatch(/broke off|\n\s+at /);
  });

  test("50 MB, which are not read", async () => {
    truncateSync(file(), 50_000_000);
    const before = process.memoryUsage().rss;
    expect(await run()).toBe(1);
    expect(printed).toMatch(/PRODUCT\.yaml:1:1 {2}error {2}YAML-001\n/);
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  test("links, also in PRODUCT.yaml's place", async () => {
    symlinkSync("/etc/passwd", file("passwd.md"));
    expect(await run()).toBe(1);
    expect(printed).toMatch(/passwd\.md:1:1 {2}error {2}INT-003\n/);
    rmSync(file());
    symlinkSync("/etc/passwd", file());
    expect(await run()).toBe(1);
    expect(printed).not.toContain("root:");
  });
});
