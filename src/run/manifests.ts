import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import type { ApiObject } from "../record/facts.js";

/**
 * The documents of a YAML file, as fresh objects.
 * @throws Error that names file and line for what is not YAML, or holds no API object
 */
export async function readManifests(file: URL): Promise<ApiObject[]> {
  const name = basename(fileURLToPath(file));
  const documents = parseAllDocuments(await readFile(file, "utf8"));
  if (!Array.isArray(documents)) throw new Error(`${name} is empty`);
  return documents.map((document, index) => {
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem) throw new Error(`${name}: ${problem.message}`);
    const object = document.toJS() as ApiObject | null;
    if (!object?.["kind"] || !object["apiVersion"]) throw new Error(`${name}: document ${index + 1} is no API object`);
    return object;
  });
}
