import { Command } from "commander";
import { labAction, labArgument } from "./common.js";

/** `karat lab image` */
export function imageCommand(): Command {
  return new Command("image")
    .description("images on the lab's nodes: it reaches no registry, so they are brought to it")
    .addCommand(loadCommand())
    .addCommand(tagCommand())
    .addHelpText(
      "after",
      "\nExamples:\n  $ karat lab image load image.tar\n  $ karat lab image tag karat.dev/probe:0.1.0 ubuntu:22.04",
    );
}

function loadCommand(): Command {
  return new Command("load")
    .description("load an archive (docker save, or an OCI layout in a tar) into every node, later ones included")
    .argument("<file>")
    .addArgument(labArgument())
    .addHelpText("after", "\nExamples:\n  $ docker save my/image:1 -o image.tar && karat lab image load image.tar")
    .action(
      labAction(async (file: string, name: string) => {
        const { loadImage } = await import("../../lab/images/user.js");
        const { openLab } = await import("../../lab/lab.js");
        const names = await loadImage(await openLab(name), file);
        process.stdout.write(names.map((image) => `${image}\n`).join(""));
      }),
    );
}

function tagCommand(): Command {
  return new Command("tag")
    .description("give an image another name on every node, later ones included")
    .argument("<source>", "a name that the nodes have")
    .argument("<target>", "the other name")
    .addArgument(labArgument())
    .addHelpText("after", "\nExamples:\n  $ karat lab image tag karat.dev/probe:0.1.0 ubuntu:22.04")
    .action(
      labAction(async (source: string, target: string, name: string) => {
        const { tagImage } = await import("../../lab/images/user.js");
        const { openLab } = await import("../../lab/lab.js");
        const names = await tagImage(await openLab(name), source, target);
        process.stdout.write(`${names.target}\n`);
      }),
    );
}
