import { codeDigest } from "./code-digest.js";
import type { Tool } from "./record/events.js";
import { version } from "./version.js";

/** The karat that runs now, as records name it. */
export function thisTool(): Tool {
  return { name: "karat", version, sha256: codeDigest() };
}
