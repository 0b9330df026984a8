import { createHash } from "node:crypto";
import { isAlias, isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import { z } from "zod";
import { LEVELS, type Checklist } from "../record/checklist.js";
import { ChecklistError } from "./error.js";

/** Bytes of a checklist at most: the programme's have 9 KiB, filled ones with their evidence up to 30. */
export const LARGEST = 128 * 1024;

const VERSION = "must be a version such as v1.37";
const MAPPING = "must be there, with keys of its own";

const requirement = z.object(
  {
    id: z.string("must be text").regex(/^[a-z][a-z0-9_]{0,62}$/, "must be lower-case letters, digits and underscores"),
    level: z.enum(LEVELS, `must be ${LEVELS.join(" or ")}`),
    description: z.string("must be text").trim().min(1, "must not be empty"),
  },
  "must have id, level and description",
);

const shape = z.object(
  {
    metadata: z.object({ kubernetesVersion: z.string(VERSION).regex(/^v?1\.\d{1,3}$/, VERSION) }, MAPPING),
    spec: z
      .record(z.string(), z.array(requirement, "must be a list of requirements"), MAPPING)
      .refine((sections) => Object.values(sections).some((all) => all.length > 0), "must hold a requirement"),
  },
  "a checklist has metadata and spec",
);

/** What neither YAML nor a person's text holds: the sign of a binary, or of bytes that are no UTF-8. */
const NOT_TEXT = /(?![\t\n\r])\p{Cc}|\ufffd/u;

/**
 * Reads a checklist, empty or filled in: YAML with `metadata.kubernetesVersion` and, below `spec`, lists of
 * requirements by section.
 * @param name of the file, for messages
 * @throws ChecklistError `malformed` with line and column of the first thing that is wrong
 */
export function parseChecklist(bytes: Uint8Array, name: string): Checklist {
  const refuse = (where: string, what: string): ChecklistError =>
    new ChecklistError(
      "malformed",
      `${name}${where}: ${what}`,
      "name one of the programme's checklists, docs/AIConformance-1.xx.yaml of github.com/cncf/k8s-ai-conformance",
    );
  if (bytes.length > LARGEST) throw refuse("", `no checklist has more than ${LARGEST / 1024} KiB`);
  const text = Buffer.from(bytes).toString("utf8");
  const counter = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = counter.linePos(offset);
    return `:${line}:${col}`;
  };
  const alien = text.search(NOT_TEXT);
  if (alien >= 0) {
    const before = text.slice(0, alien).split("\n");
    throw refuse(`:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`, "this is no UTF-8 text");
  }
  // The parser's own search for keys that stand twice compares each with each.
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    logLevel: "error",
    uniqueKeys: false,
  });
  const [error] = document.errors;
  if (error) throw refuse(at(error.pos[0]), inWords(error.message));
  visit(document, {
    Node(_, node) {
      if (!isAlias(node) && node.anchor === undefined) return;
      throw refuse(at(node.range?.[0] ?? 0), "a checklist has no anchors and aliases");
    },
  });
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<string>();
      for (const { key } of items) {
        if (keys.has(String(key)))
          throw refuse(at(isNode(key) ? (key.range?.[0] ?? 0) : 0), `${String(key)} stands twice`);
        keys.add(String(key));
      }
    },
  });
  const result = shape.safeParse(document.toJS());
  if (!result.success) {
    const { path, message } = result.error.issues[0] ?? { path: [], message: "has the wrong shape" };
    throw refuse(at(offsetOf(document, path)), [path.join("."), message].filter((part) => part !== "").join(": "));
  }
  const { metadata, spec } = result.data;
  const seen = new Set<string>();
  const requirements = Object.entries(spec).flatMap(([section, all]) =>
    all.map(({ id, level, description }, index) => {
      if (seen.has(id)) throw refuse(at(offsetOf(document, ["spec", section, index, "id"])), `${id} stands twice`);
      seen.add(id);
      return { id, level, wording: description };
    }),
  );
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { minor: metadata.kubernetesVersion.replace(/^v/, ""), sha256, requirements };
}

/** Where the value at a path begins, or the nearest thing around it that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function inWords(message: string): string {
  // The parser recurses, and takes what overflows its stack for an error of the text.
  if (message.startsWith("Maximum call stack")) return "it nests too deep";
  return message.split(/\n|; please/)[0] ?? message;
}
