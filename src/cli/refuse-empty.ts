import type { Command } from "commander";

/**
 * Refuses what is empty on a command line, before the command begins: a variable of a shell's that is not set would
 * name the working directory. For commander's `preAction`.
 */
export function refuseEmpty(_: Command, command: Command): void {
  const isEmpty = (value: unknown): boolean =>
    [value].flat().some((one) => typeof one === "string" && one.trim() === "");
  const option = command.options.find((each) => isEmpty(command.getOptionValue(each.attributeName())));
  const what = option ? `option '${option.flags}'` : isEmpty(command.args) ? "an argument" : undefined;
  if (what === undefined) return;
  command.error(`error: ${what} is empty: give it a value, or leave it out`, { code: "commander.invalidArgument" });
}
