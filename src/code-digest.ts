import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, relative, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const CODE = dirname(fileURLToPath(import.meta.url));

/**
 * Hex sha256 of karat's own code: of the lines that `find . -type f | LC_ALL=C sort | xargs sha256sum` prints in the
 * folder that holds it (`dist` of the package). Libraries are fixed by the package's lock file and not part of it.
 */
export function codeDigest(): string {
  return (known ??= digestOf(CODE));
}

/** It does not change while it runs. */
let known: string | undefined;

function digestOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join("/"));
  const lines = paths
    .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map((path) => `${digest(readFileSync(join(folder, path)))}  ./${path}\n`);
  return digest(lines.join(""));
}

function digest(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
