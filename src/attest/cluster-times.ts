import { RecordError } from "../record/error.js";
import type { StoredObservation } from "../record/events.js";
import type { RunState } from "../record/fold.js";
import type { RecordReader } from "../record/reader.js";
import { APART, inWords } from "./clocks.js";
import type { Problem } from "./verification.js";

/** When the cluster says that something of a run was created. */
export interface Created {
  /** Milliseconds since epoch, by the cluster's clock. */
  at: number;
  /** The object and its check. */
  what: string;
}

/**
 * The oldest and newest of the objects that the record shows in the namespaces of a run's checks. The API server alone
 * sets their times (`metadata.creationTimestamp`), and each of these namespaces was made by the run.
 */
export function createdIn(
  reader: RecordReader,
  { requirements }: RunState,
): { oldest: Created; newest: Created } | undefined {
  let found: { oldest: Created; newest: Created } | undefined;
  for (const { plan, namespace, observations } of requirements.flatMap(({ checks }) => checks)) {
    for (const { name, ...metadata } of observations.flatMap((one) => metadataIn(reader, one))) {
      const at = Date.parse(String(metadata["creationTimestamp"]));
      const own = namespace !== undefined && (metadata["namespace"] ?? name) === namespace;
      if (!own || Number.isNaN(at)) continue;
      const created = { at, what: `${String(name)} of ${plan.id}` };
      found = {
        oldest: found && found.oldest.at <= at ? found.oldest : created,
        newest: found && found.newest.at >= at ? found.newest : created,
      };
    }
  }
  return found;
}

/** Where the cluster's times are not those of the run. */
export function clusterTimeProblems(
  { startedAt, finishedAt, lastAt }: RunState,
  { oldest, newest }: { oldest: Created; newest: Created },
): Problem[] {
  const early = Date.parse(startedAt) - oldest.at;
  const late = newest.at - Date.parse(finishedAt ?? lastAt);
  return [
    ...(early > APART ? [problem(oldest, `${inWords(early)} before the run began (${startedAt})`)] : []),
    ...(late > APART ? [problem(newest, `${inWords(late)} after the run ended (${finishedAt ?? lastAt})`)] : []),
  ];
}

function problem({ at, what }: Created, when: string): Problem {
  return {
    code: "time",
    what: `the cluster created ${what} on ${new Date(at).toISOString()}, ${when}`,
    next: "look at the clocks of the cluster and of the machine that ran karat; if they are right, do not trust this record",
  };
}

/** `metadata` of whatever objects an observation shows; what has another shape shows none. */
function metadataIn(reader: RecordReader, observation: StoredObservation): Record<string, unknown>[] {
  if (observation.kind === "value" || observation.kind === "log") return [];
  const data = fields(dataOf(reader, observation));
  const versions = list(data["versions"]).map((version) => fields(version)["object"]);
  return [data["object"], data["body"], ...list(data["items"]), ...versions].map((object) =>
    fields(fields(object)["metadata"]),
  );
}

function dataOf(reader: RecordReader, observation: StoredObservation): unknown {
  try {
    return reader.data(observation);
  } catch (error) {
    // A blob that lacks is told of elsewhere.
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}

function fields(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
