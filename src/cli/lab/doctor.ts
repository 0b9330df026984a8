import { Command } from "commander";
import { coloursFor } from "../text/colours.js";
import { labAction } from "./common.js";

/** `karat lab doctor` */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("can this machine hold a lab? Changes nothing unless told to; ends with 1 when it can't")
    .option("--fix", "install host tools that lack with apt-get, and raise limits that are too low")
    .addHelpText("after", "\nExamples:\n  $ karat lab doctor\n  $ sudo karat lab doctor --fix")
    .action(
      labAction(async (options: { fix?: true }) => {
        const { examine, fix } = await import("../../lab/doctor.js");
        const colours = coloursFor(process.stdout);
        if (options.fix) for (const done of await fix()) process.stdout.write(`${done}\n`);
        const findings = await examine();
        for (const { need, problem, next } of findings) {
          const lines = problem === undefined ? [] : [problem, ...(next === undefined ? [] : [`→ ${next}`])];
          const mark = problem === undefined ? colours.green("✓") : colours.red("✗");
          process.stdout.write(`${mark} ${need}\n${lines.map((line) => `    ${line}\n`).join("")}`);
        }
        if (findings.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
      }),
    );
}
