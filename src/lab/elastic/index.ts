import { labNames } from "../names.js";
import { type ProcessSpec, start, stop } from "../process.js";
import { scriptPath, scriptProcess } from "../script.js";

/** Name of the watcher's process in the lab. */
export const WATCHER = "elastic";

/** The process that makes autoscalers' machines real. On the host, as it makes namespaces there. */
function watcherProcess(lab: string): ProcessSpec {
  return {
    name: WATCHER,
    lab,
    cgroup: labNames(lab).cgroup,
    ...scriptProcess(scriptPath("./watcher.js", import.meta.url), [lab]),
  };
}

/** Starts the watcher anew: it then looks at every machine again, and mends what is broken. */
export async function restartWatcher(lab: string): Promise<void> {
  await stop(lab, WATCHER);
  await start(watcherProcess(lab));
}
