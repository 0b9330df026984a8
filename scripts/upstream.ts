import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { labDown, labUp } from "../src/index.js";
import { PROBE_IMAGE } from "../src/lab/images/names.js";
import { labNames } from "../src/lab/names.js";

/**
 * `npm run upstream -- DIR`: runs the programme's own automated tests, unmodified, against a lab of the nvidia persona.
 * DIR is a checkout of github.com/kubernetes-sigs/ai-conformance. Needs root, Go and the built components.
 */
const LAB = "upstream";
/** The image that they ask for by name. */
const IMAGE = "ubuntu:22.04";

const [given] = process.argv.slice(2);
const checkout = given === undefined ? undefined : resolve(given);
if (checkout === undefined || !existsSync(join(checkout, "test", "ai_conformance_test.go"))) {
  console.error("usage: npm run upstream -- DIR, a checkout of github.com/kubernetes-sigs/ai-conformance");
  process.exit(2);
}

try {
  await labUp({ name: LAB, personas: ["nvidia"] });
  step(process.execPath, ["dist/cli/main.js", "lab", "image", "tag", PROBE_IMAGE, IMAGE, LAB]);
  step("go", ["test", "-count=1", "-v", "./test", `-kubeconfig=${labNames(LAB).kubeconfig}`], checkout);
} finally {
  await labDown(LAB);
}

function step(program: string, args: string[], cwd?: string): void {
  const { status, error } = spawnSync(program, args, { stdio: "inherit", ...(cwd === undefined ? {} : { cwd }) });
  if (error) throw error;
  if (status !== 0) process.exitCode = 1;
}
