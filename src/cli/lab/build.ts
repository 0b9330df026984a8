import { Command, Option } from "commander";
import { type Component, type Profile, PROFILES, type Source } from "../../lab/component.js";
import { cacheRoot } from "../../lab/names.js";
import { about, labAction, seconds } from "./common.js";

interface Options {
  profile: Profile;
  keepBuildCache?: true;
  list?: true;
}

/** `karat lab build` */
export function buildCommand(): Command {
  return new Command("build")
    .description("build the lab's components from package registries, once a machine; goes on where it was cut off")
    .addOption(new Option("--profile <name>", "what the labs will hold").choices(PROFILES).default("core"))
    .option("--keep-build-cache", "keep compiled packages (about 5 GiB) for a later build")
    .option("--list", "only say what there is and where it comes from")
    .addHelpText(
      "after",
      `
Components go to $KARAT_CACHE, or ~/.cache/karat. Go modules are checked by Go's checksum database and by the go.sum
files that come with karat, Debian packages by apt.

Examples:
  $ karat lab build
  $ karat lab build --profile full      with gateway, autoscaler, monitoring and AI operator
  $ karat lab build --list`,
    )
    .action(labAction((options: Options) => (options.list ? show() : build(options))));
}

async function show(): Promise<void> {
  const { buildState } = await import("../../lab/build/build.js");
  for (const { component, manifest } of await buildState()) {
    const { name, version, source, purpose } = component;
    const state = manifest === undefined ? "not built" : `built in ${seconds(manifest.seconds)} by ${manifest.builtBy}`;
    process.stdout.write(`${name} ${manifest?.version ?? version}: ${purpose}\n    ${origin(source)}; ${state}\n`);
  }
}

function origin(source: Source): string {
  switch (source.from) {
    case "go":
      return Object.values(source.packages)[0] ?? "";
    case "debian":
      return `Debian package ${source.package}`;
    case "wheel":
      return source.archives[process.arch]?.url ?? `nothing for ${process.arch}`;
  }
}

async function build({ profile, keepBuildCache }: Options): Promise<void> {
  const { buildComponents } = await import("../../lab/build/build.js");
  const abort = new AbortController();
  const interrupt = (): void => abort.abort(new Error("interrupted; karat lab build goes on from here"));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const begin = performance.now();
  const line = new BuildLine();
  try {
    const built = await buildComponents(
      {
        starts: (component, remaining) => line.start(component, remaining),
        ends: (component, { version, seconds: took }) =>
          line.end(`  ${seconds(took).padStart(8)}  ${component.name} ${version}`),
      },
      { profile, signal: abort.signal, ...(keepBuildCache ? { keepBuildCache } : {}) },
    );
    const took = seconds((performance.now() - begin) / 1000);
    process.stderr.write(
      built.length === 0
        ? `All components of profile ${profile} are built, in ${cacheRoot()}\n`
        : `Built ${built.length} components in ${took}, in ${cacheRoot()}\n`,
    );
  } finally {
    line.stop();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** What is being built and about how long the rest takes: rewritten each second on a terminal, else said now and then. */
class BuildLine {
  private timer: NodeJS.Timeout | undefined;
  private readonly live = process.stderr.isTTY && !process.env["CI"];

  start(component: Component, remaining: number): void {
    const begin = Date.now();
    const show = (): void => {
      const elapsed = (Date.now() - begin) / 1000;
      // The component itself may take longer than expected; the rest is never less than nothing.
      const rest = remaining - elapsed;
      const said = rest > 0 ? `about ${about(rest)} left in all` : "longer than expected";
      const text = `${seconds(elapsed).padStart(10)}  ${component.name} ${component.version} … ${said}`;
      process.stderr.write(this.live ? `\r\x1b[K${text}` : `${text}\n`);
    };
    show();
    this.timer = setInterval(show, this.live ? 1000 : 60_000);
  }

  end(text: string): void {
    this.stop();
    process.stderr.write(`${text}\n`);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.live) process.stderr.write("\r\x1b[K");
  }
}
