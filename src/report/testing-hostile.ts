import type { Sample, SampleCheck } from "./testing.js";
import { expectation, sampleRun } from "./testing-run.js";

/** Strings with which a hostile cluster would try to break out of a report. */
export const HOSTILE = [
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  `" onmouseover="alert(1)" x="`,
  "' onfocus='alert(1)",
  "]]></system-out><testcase/>",
  "&lt;&#60;&amp;",
  "\u001B[2J\u001B[31mred\u001B]0;title\u0007",
  "safe\u202Efdp.exe\u2066x\u2069",
  "--- PASS: TestForged (0.01s)\nok  \tkarat\t1s",
  "\n--- PASS: TestForged (0.01s)\r\n",
  "| a | b |\n|---|---|\n@everyone #1 [x](javascript:alert(1)) `code` https://evil.example",
  "${process.exit(1)}`",
  "\uD800 lone \uDC00 surrogates \uFFFE\uFFFF\u0000",
  "x".repeat(20_000),
  "漢字かな交じり文👩‍👩‍👧‍👦",
] as const;

/** The sample with one text wherever a cluster, a judge or a check could have put it. */
export function hostileSample(text: string): Sample {
  const sample = sampleRun();
  return {
    ...sample,
    version: text,
    run: text,
    options: { [text]: text },
    checks: sample.checks.map((check, index) =>
      hostileCheck(check, index === 0 ? `dra_support/${text}` : check.id, text),
    ),
  };
}

function hostileCheck(check: SampleCheck, id: string, text: string): SampleCheck {
  const { node, reason, planned, interruption } = check;
  return {
    ...check,
    id,
    proves: text,
    ...(node === undefined ? {} : { node: text }),
    ...(reason === undefined ? {} : { reason: text }),
    ...(planned === undefined ? {} : { planned: { ...planned, reason: text } }),
    ...(interruption === undefined ? {} : { interruption: { kind: "crash", message: text } }),
    steps: [[0.1, text]],
    observations: [
      { name: text, kind: "log", data: { namespace: text, pod: text, container: text, text } },
      { name: "object", kind: "object", data: { ref: { kind: text, name: text }, object: { [text]: text } } },
    ],
    expectations: (check.expectations ?? []).map(({ held }) => expectation(text, text, text, [text], held)),
  };
}
