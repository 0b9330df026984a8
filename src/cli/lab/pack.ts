import { Command } from "commander";
import { pack, unpack } from "../../lab/build/pack.js";
import { labAction, mebibytes } from "./common.js";

/** `karat lab pack` */
export function packCommand(): Command {
  return new Command("pack")
    .description("write all built components into one archive, so that a team builds once")
    .argument("<file>", "such as karat-lab.tar.gz")
    .addHelpText("after", "\nExamples:\n  $ karat lab pack karat-lab.tar.gz")
    .action(
      labAction(async (file: string) => {
        process.stderr.write(`${file}: ${mebibytes(await pack(file))}\n`);
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
        const added = await unpack(file);
        process.stderr.write(
          added.length === 0 ? "All of them were there already\n" : `Unpacked ${added.join(", ")}\n`,
        );
      }),
    );
}
