import { Command, Option } from "commander";
import { labAction } from "./common.js";

/** A lab on this machine; without port and nodes where it is half there. */
interface Listed {
  name: string;
  port?: number;
  nodes?: string[];
}

/** `karat lab list` */
export function listCommand(): Command {
  return new Command("list")
    .description("the labs on this machine")
    .addOption(new Option("--output <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText("after", "\nExamples:\n  $ karat lab list\n  $ karat lab list --output json | jq -r '.[].name'")
    .action(
      labAction(async ({ output }: { output: "text" | "json" }) => {
        const { listLabs, readState } = await import("../../lab/state.js");
        const labs: Listed[] = [];
        for (const name of await listLabs()) {
          const state = await readState(name).catch(() => undefined);
          labs.push(state ? { name, port: state.port, nodes: state.nodes.map((node) => node.name) } : { name });
        }
        process.stdout.write(output === "json" ? `${JSON.stringify(labs, null, 2)}\n` : labs.map(text).join(""));
      }),
    );
}

function text({ name, port, nodes }: Listed): string {
  const said = nodes ? `127.0.0.1:${port}  ${nodes.length} nodes` : "half there: karat lab down takes it away";
  return `${name.padEnd(10)}${said}\n`;
}
