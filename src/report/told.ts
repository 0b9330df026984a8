import type { Event, StoredObservation } from "../record/events.js";
import { oneLine } from "./visible.js";
import { bytes, count, verdictOf } from "./words.js";

/** An event in plain words; undefined for what says nothing to a reader of a log. */
export function told(event: Event): string | undefined {
  switch (event.type) {
    case "run.started":
      return (
        `karat ${oneLine(event.tool.version)} run ${oneLine(event.run)}, nonce ${oneLine(event.nonce)}, ` +
        `server version ${oneLine(event.cluster.version)} on ${oneLine(event.cluster.platform)}, ` +
        `cluster ${oneLine(event.cluster.uidHash)}, options ${oneLine(JSON.stringify(event.options))}`
      );
    case "run.resumed":
      return `the run was resumed by karat ${oneLine(event.tool.version)}`;
    case "preflight":
      return `preflight observed ${observed(event.observation)}`;
    case "plan":
      return `planned ${event.checks.map((check) => oneLine(check.id)).join(", ")}`;
    case "check.started": {
      const where = event.node === undefined ? "" : ` on node ${oneLine(event.node)}`;
      return `attempt ${event.attempt} started${where} in namespace ${oneLine(event.namespace)} with ${count(event.devices, "device")}`;
    }
    case "check.step":
      return oneLine(event.text);
    case "check.observed":
      return `observed ${observed(event.observation)}, event ${event.seq}`;
    case "check.ended":
      if (event.interruption === undefined) return "all was observed";
      return `${event.interruption.kind}: ${oneLine(event.interruption.message)}`;
    case "check.judged":
      return `judged ${verdictOf(event.judgement.verdict)}: ${oneLine(event.judgement.reason)}`;
    case "check.cleaned":
      return event.ok ? "cleaned up" : `could not clean up: ${oneLine(event.left.join(", "))}`;
    case "run.interrupted":
      return `interrupted by ${oneLine(event.signal)}`;
    case "run.finished":
      return event.cleaned ? "finished, nothing left behind" : "finished, something was left behind";
    case "record.repaired":
      return `the record's torn last line (${bytes(event.cut.bytes)}) was cut off`;
    case "files.written":
    default:
      return undefined;
  }
}

function observed({ name, kind, data, blob }: StoredObservation): string {
  return `${oneLine(name)} (${kind}, ${bytes(blob?.size ?? JSON.stringify(data ?? null).length)})`;
}
