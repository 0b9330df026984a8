import { Command, Option } from "commander";
import { type Profile, PROFILES } from "../../lab/component.js";
import { labAction, mebibytes } from "./common.js";

/** `karat lab pack` */
export function packCommand(): Command {
  return new Command("pack")
    .description("write all built components into one archive, so that a team builds once")
    .argument("<file>", "such as karat-lab.tar.gz")
    .addOption(new Option("--profile <name>", "what the labs will hold").choices(PROFILES).default("core"))
    .addHelpText("after", "\nExamples:\n  $ karat lab pack karat-lab.tar.gz")
    .action(
      labAction(async (file: string, { profile }: { profile: Profile }) => {
        const { pack } = await import("../../lab/build/pack.js");
        process.stderr.write(`${file}: ${mebibytes(await pack(file, profile))}\n`);
      }),
    );
}

/** `karat lab unpack` */
export function unpackCommand(): Command {
  return new Command("unpack")
    .description("put the components of such an archive into this machine's cache, after their checksums")
    .argument("<file>")
    .addHelpText("after", "\nExamples:\n  $ karat lab unpack karat-lab.tar.gz")
    .action(
      labAction(async (file: string) => {
        const { unpack } = await import("../../lab/build/pack.js");
        const added = await unpack(file);
        process.stderr.write(
          added.length === 0 ? "All of them were there already\n" : `Unpacked ${added.join(", ")}\n`,
        );
      }),
    );
}
