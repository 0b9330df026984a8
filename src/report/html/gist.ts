import type { ObservationKind } from "../../record/events.js";
import { count } from "../words.js";

type Loose = Record<string, unknown>;

/** What an observation is, in a few words, for the line that opens it. Reads hostile data: never throws. */
export function gist(kind: ObservationKind, data: unknown): string {
  const value = loose(data);
  switch (kind) {
    case "response":
      return `${string(value["method"])} ${string(value["path"])} → ${string(value["status"])}`;
    case "log": {
      const lines = typeof value["text"] === "string" ? value["text"].trimEnd().split("\n").length : 0;
      return `log of ${string(value["pod"])}/${string(value["container"])}, ${count(lines, "line")}`;
    }
    case "list":
      return `${count(Array.isArray(value["items"]) ? value["items"].length : 0, "object")} at ${string(value["path"])}`;
    case "history": {
      const versions = Array.isArray(value["versions"]) ? value["versions"].length : 0;
      return `${count(versions, "version")} served${value["complete"] === true ? "" : ", with a gap"}`;
    }
    case "object":
      return value["object"] === null ? `${named(value["ref"])} was not there (404)` : described(value["object"]);
    case "value":
    default:
      return "";
  }
}

function described(object: unknown): string {
  const value = loose(object);
  const metadata = loose(value["metadata"]);
  const phase = loose(value["status"])["phase"];
  const where = metadata["namespace"] === undefined ? "" : `${string(metadata["namespace"])}/`;
  return `${string(value["kind"])} ${where}${string(metadata["name"])}${phase === undefined ? "" : `, ${string(phase)}`}`;
}

function named(ref: unknown): string {
  return `${string(loose(ref)["kind"])} ${string(loose(ref)["name"])}`.trim();
}

function loose(value: unknown): Loose {
  return typeof value === "object" && value !== null ? (value as Loose) : {};
}

function string(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : "?";
}
