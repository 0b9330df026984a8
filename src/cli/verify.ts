import { Command, InvalidArgumentError, Option } from "commander";
import { challenge } from "./challenge.js";
import type { VerifyOptions } from "./work/verify.js";

/** `karat verify DIR|BUNDLE` */
export function verifyCommand(): Command {
  return new Command("verify")
    .description("judge a record again: nothing altered, nothing missing, every verdict reproduced; and who signed it")
    .argument(
      "<record>",
      "folder that `karat run` wrote, on this machine or another; the packed one of a submission, or the bundle beside it",
    )
    .option("--key <file>", "it must be signed by the owner of this ed25519 public key, in PEM")
    .addOption(
      new Option("--identity <name>", "it must be signed by this e-mail address or URL; * and ** match").conflicts(
        "key",
      ),
    )
    .option("--issuer <url>", "who identified the signer, e.g. https://token.actions.githubusercontent.com")
    .option("--trusted-root <file>", "sigstore's trusted_root.json (default: got from the network)")
    .option("--bundle <file>", "the bundle (default: <record>.intoto.jsonl or <record>.sigstore.jsonl)")
    .option("--record <dir>", "the record, where a bundle is named that does not lie beside it")
    .addOption(new Option("--challenge <text>", "the run must answer this challenge").argParser(challenge))
    .addOption(new Option("--max-age <time>", "the run may have begun that long ago: 90d, 12h, 30m").argParser(age))
    .addOption(new Option("--cluster <hash>", "the run must be of this cluster").argParser(hash))
    .addOption(new Option("--output <format>", "how to print what was found").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Needs no cluster. A cluster's hash is that of a uid:
  kubectl get namespace kube-system -o jsonpath='{.metadata.uid}' | sha256sum
Exit codes: 0 the record is whole and its verdicts come out again, whatever they are, and it is signed as asked for;
1 something is altered, missing, signed by nobody or by somebody else, not what was asked for, or comes out differently;
2 usage, or a folder without a record; 3 it cannot be judged to its end.

Examples:
  $ karat verify result
  $ karat verify result --output json | jq .problems
  $ karat verify result --key acme.pub --challenge "$CHALLENGE" --max-age 90d
  $ karat verify v1.37/acme/karat/record.txt --key acme.pub
  $ karat verify result.sigstore.jsonl --identity 'https://github.com/acme/**' \\
      --issuer https://token.actions.githubusercontent.com`,
    )
    .action(async (record: string, options: VerifyOptions) => {
      const { verifyRecord } = await import("./work/verify.js");
      await verifyRecord(record, options);
    });
}

/** @returns milliseconds */
function age(value: string): number {
  const [, number, unit] = /^(\d{1,5})([dhm])$/.exec(value) ?? [];
  if (number === undefined) throw new InvalidArgumentError("It must be a number of days, hours or minutes, like 90d.");
  return Number(number) * ({ d: 24 * 60, h: 60, m: 1 }[unit as "d" | "h" | "m"] ?? 1) * 60_000;
}

function hash(value: string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  throw new InvalidArgumentError("It must be 64 lower-case hex digits.");
}
