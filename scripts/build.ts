import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * Compiles src/ to dist/ and puts what is read at run time beside it: manifests, READMEs, protocol definitions, the
 * lab's wrapper modules. Files are overwritten in place, so that a karat that runs is not pulled away.
 */
const READ_AT_RUN_TIME = /\.(yaml|proto|sh|css|go|mod|sum)$|^README\.md$/;

execFileSync("npx", ["--no-install", "tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });

for (const entry of readdirSync("src", { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !READ_AT_RUN_TIME.test(entry.name)) continue;
  const source = join(entry.parentPath, entry.name);
  const target = join("dist", relative("src", source));
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, target);
}
chmodSync("dist/cli/main.js", 0o755);
