import { isArtifact } from "../../evidence/artifacts/artifact.js";
import { readArtifact } from "../../evidence/artifacts/read.js";
import { isFile } from "../../evidence/cited.js";
import { rule } from "../define.js";

export const readable = rule({
  id: "ART-001",
  severity: "error",
  title: "junit.xml, results.json and e2e.log can be read",
  why: "Results that no program can read, or that bring their own DTD along, are no evidence and may be an attack.",
  mend: "Hand in the file as the test run wrote it, unedited.",
  *find(submission) {
    for (const file of submission.files.values()) {
      if (!isFile(file)) continue;
      const read = readArtifact(file);
      if (read === undefined || isArtifact(read)) continue;
      const { why, line = 1 } = read;
      yield { message: `${file.path}: ${why}`, place: { file: file.path, line, column: 1 } };
    }
  },
});
