import { Command } from "commander";
import { labAction } from "./common.js";

/** `karat lab list` */
export function listCommand(): Command {
  return new Command("list").description("the labs on this machine").action(
    labAction(async () => {
      const { listLabs, readState } = await import("../../lab/state.js");
      for (const name of await listLabs()) {
        const state = await readState(name).catch(() => undefined);
        const said = state === undefined ? "half there: karat lab down takes it away" : `127.0.0.1:${state.port}  ${state.nodes.length} nodes`; // prettier-ignore
        process.stdout.write(`${name.padEnd(10)}${said}\n`);
      }
    }),
  );
}
