#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { CommanderError } from "commander";
import { ExitCode, explainError } from "./exit.js";
import { guardProcess } from "./guard.js";
import { karat } from "./program.js";

// V8 would let short-lived objects pile up to 32 MiB before it looks at them; 2 MiB cost no measurable time.
setFlagsFromString("--semi-space-growth-factor=1");
guardProcess();

try {
  await karat().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? ExitCode.Conformant : ExitCode.Usage;
  } else {
    process.stderr.write(explainError(error));
    const { isUsage } = await import("./work/usage.js");
    process.exitCode = isUsage(error) ? ExitCode.Usage : ExitCode.Inconclusive;
  }
}
