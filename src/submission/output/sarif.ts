import { createHash } from "node:crypto";
import type { Fix, Log, Region, ReportingDescriptor, Result } from "sarif";
import type { Finding, Place, Severity } from "../finding.js";
import type { Rule } from "../rule.js";
import type { CheckedFolder, Outcome } from "./outcome.js";

const LEVELS: Readonly<Record<Severity, NonNullable<Result["level"]>>> = {
  error: "error",
  warn: "warning",
  info: "note",
};

/** What GitHub calls the root of a checkout. */
const ROOT = "%SRCROOT%";

/**
 * SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0). Paths are relative to the repository's root, so that GitHub
 * shows each finding on its line.
 */
export function sarif({ profile, version, rules, checked, unread, unasked }: Outcome): string {
  const broken = checked.flatMap((one) =>
    one.broken.map(({ rule, error }) => `${one.path}: ${rule}: ${String(error)}`),
  );
  const notes = [...broken, ...unread.map(({ path, why }) => `${path}: ${why}`), ...unasked];
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "karat", semanticVersion: version, rules: rules.map(descriptor) } },
        automationDetails: { id: `karat/submission/${profile}/` },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [ROOT]: { description: { text: "root of the programme's repository" } } },
        invocations: [
          {
            executionSuccessful: notes.length === 0,
            toolExecutionNotifications: notes.map((text) => ({ level: "error", message: { text } })),
          },
        ],
        results: checked.flatMap((one) => results(one, rules)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor({ id, severity, title, why, mend }: Rule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why} ${mend}`, markdown: `${why}\n\n**How to mend it.** ${mend}` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function results({ path, findings }: CheckedFolder, rules: readonly Rule[]): Result[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const uri = uriOf(path, finding.place.file);
    // Lines move, so that the words tell a finding; the same again is told by its number.
    const identity = JSON.stringify([finding.rule, uri, finding.message, finding.quote]);
    const number = seen.get(identity) ?? 0;
    seen.set(identity, number + 1);
    return {
      ruleId: finding.rule,
      ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
      level: LEVELS[finding.severity],
      message: { text: finding.fix === undefined ? finding.message : `${finding.message}. Fix: ${finding.fix}` },
      locations: [
        { physicalLocation: { artifactLocation: { uri, uriBaseId: ROOT }, region: regionOf(finding.place) } },
      ],
      partialFingerprints: { "karatFinding/v1": digest(`${identity}#${number}`) },
      ...(finding.edit && { fixes: [fixOf(finding, uri)] }),
    };
  });
}

function uriOf(...parts: string[]): string {
  return parts
    .flatMap((part) => part.split("/"))
    .filter((part) => part !== "")
    .map(encodeURIComponent)
    .join("/");
}

function regionOf({ line, column, end }: Place): Region {
  // A region without an end is the rest of its line, and one of no length shows nothing.
  const empty = !end || (end.line === line && end.column <= column);
  return { startLine: line, startColumn: column, ...(!empty && { endLine: end.line, endColumn: end.column }) };
}

function fixOf({ fix = "mend it", edit }: Finding, uri: string): Fix {
  const [start = 0, end = 0] = edit?.range ?? [];
  const replacement = {
    deletedRegion: { charOffset: start, charLength: end - start },
    insertedContent: { text: edit?.text ?? "" },
  };
  return {
    description: { text: fix },
    artifactChanges: [{ artifactLocation: { uri, uriBaseId: ROOT }, replacements: [replacement] }],
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
