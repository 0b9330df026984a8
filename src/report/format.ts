/** Every report that a record can be turned into, by the name that `--format` takes, and the file that it is. */
export const FILES = {
  html: "report.html",
  json: "report.json",
  junit: "junit.xml",
  gotest: "results.json",
  log: "e2e.log",
  ctrf: "ctrf.json",
  markdown: "summary.md",
  trace: "trace.json",
} as const;

export type Format = keyof typeof FILES;

export const ALL_FORMATS = Object.keys(FILES) as readonly Format[];
