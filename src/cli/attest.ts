import { Command, Option } from "commander";
import type { AttestOptions, KeygenOptions } from "./work/attest.js";

/** `karat attest RUN` and `karat attest keygen` */
export function attestCommand(): Command {
  const command = new Command("attest")
    .description("judge a record again, and sign what it says, so that anybody can tell who stands for it")
    .argument("<run>", "folder that `karat run` wrote; the run must have finished")
    .option("--key <file>", "ed25519 private key in PEM")
    .addOption(new Option("--sigstore", "sign as who an OpenID token names, without a key").conflicts("key"))
    .option("--identity-token <file>", "that token (default: the CI job's, or $SIGSTORE_ID_TOKEN)")
    .option("--fulcio <url>", "certificate authority (default: sigstore's public one)")
    .option("--rekor <url>", "log of signatures (default: sigstore's public one)")
    .option("-o, --out <file>", "the bundle (default: RUN.intoto.jsonl or RUN.sigstore.jsonl); never overwritten")
    .addOption(
      new Option("--output <format>", "how to print what was signed").choices(["text", "json"]).default("text"),
    )
    .addHelpText(
      "after",
      `
Signs two in-toto statements: a test result, and all that karat knows of the run. docs/attestation.md describes them,
and how to verify them without karat. A record that does not come out again is not signed.
--sigstore writes name, time and digests into a public log, for good.
Exit codes: 0 signed, 1 the record is altered or comes out differently, 2 usage, 3 it cannot be judged to its end, or
there was no signature to be had.

Examples:
  $ karat attest keygen -o acme
  $ karat attest result --key acme.key
  $ karat attest result --sigstore        in a CI job that may ask for an OpenID token
  $ karat verify result --key acme.pub`,
    )
    .action(async (run: string, options: AttestOptions) => {
      const { attestRecord } = await import("./work/attest.js");
      await attestRecord(run, options);
    });
  return command.enablePositionalOptions().addCommand(keygenCommand());
}

function keygenCommand(): Command {
  return new Command("keygen")
    .description("make a pair of ed25519 keys: NAME.key to sign with, NAME.pub to give away")
    .option("-o, --out <name>", "path without the ending; neither file is ever overwritten", "karat")
    .addHelpText(
      "after",
      `
The private key is readable by its owner only and has no passphrase: keep it where secrets are kept.

Examples:
  $ karat attest keygen -o acme
  $ openssl genpkey -algorithm ed25519 -out acme.key && openssl pkey -in acme.key -pubout -out acme.pub`,
    )
    .action(async (options: KeygenOptions) => {
      const { keygen } = await import("./work/attest.js");
      keygen(options);
    });
}
