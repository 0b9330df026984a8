import type { Kube } from "../../kube/index.js";
import { findRuns, removeRun, type CleanedRun, type FoundRun } from "../../run/clean.js";
import type { ClusterOptions } from "../cluster.js";
import { ExitCode } from "../exit.js";
import { connectTo } from "./cluster.js";
import { stopOnSignals } from "./signals.js";

export interface CleanOptions extends ClusterOptions {
  run?: string;
  allDead?: boolean;
  dryRun?: boolean;
  output: "text" | "json";
}

/** What became of a run, or would. */
interface Outcome {
  run: string;
  outcome: CleanedRun["outcome"] | "dead";
  namespaces: string[];
  left: string[];
}

/** Does what `karat clean` asks for. */
export async function clean(options: CleanOptions): Promise<void> {
  const { run, dryRun = false, output } = options;
  const kube = connectTo(options);
  const stopping = stopOnSignals(
    () => process.stderr.write("\nkarat: stopping after what was begun; once more leaves at once\n"),
    () => {},
  );
  try {
    const found = await findRuns(kube, {
      ...(run === undefined ? {} : { run }),
      onWait: (seconds) => process.stderr.write(`karat: watching for ${seconds} s which runs are alive\n`),
      signal: stopping.signal,
    });
    stopping.signal.throwIfAborted();
    const outcomes = dryRun ? found.map(wouldBe) : await removeAll(kube, found);
    process.stdout.write(output === "json" ? `${JSON.stringify({ runs: outcomes }, null, 2)}\n` : text(outcomes));
    const bad = outcomes.some(({ outcome }) => outcome === "left" || (run !== undefined && outcome === "alive"));
    process.exitCode = bad ? ExitCode.Inconclusive : ExitCode.Conformant;
  } finally {
    stopping.done();
    await kube.close();
  }
}

async function removeAll(kube: Kube, found: readonly FoundRun[]): Promise<Outcome[]> {
  return Promise.all(found.map(async (each) => ({ ...(await removeRun(kube, each)), namespaces: namespacesOf(each) })));
}

function wouldBe(found: FoundRun): Outcome {
  return { run: found.run, outcome: found.alive ? "alive" : "dead", namespaces: namespacesOf(found), left: [] };
}

function namespacesOf({ home, namespaces }: FoundRun): string[] {
  return [...(home === undefined ? [] : [home]), ...namespaces];
}

const WORDS: Record<Outcome["outcome"], string> = {
  alive: "is alive and was left as it is",
  dead: "is dead",
  removed: "was removed",
  left: "could not be removed whole",
};

function text(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return "Nothing of karat is in this cluster.\n";
  return outcomes
    .map(({ run, outcome, namespaces, left }) =>
      [`Run ${run} ${WORDS[outcome]}: ${namespaces.join(", ")}`, ...left.map((one) => `  left: ${one}`), ""].join("\n"),
    )
    .join("");
}
