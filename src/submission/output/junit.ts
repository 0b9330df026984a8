import { oneLine } from "../../report/visible.js";
import { element, textElement } from "../../report/xml.js";
import type { Finding } from "../finding.js";
import type { Rule } from "../rule.js";
import type { CheckedFolder, Outcome } from "./outcome.js";

/** UTF-16 units of a message in an attribute, where viewers show one line. */
const MESSAGE = 500;

/**
 * A suite a submission, a case a rule: errors are `<failure>`, what is milder stands in `<system-out>`. What could not be
 * read or asked is an `<error>` in a suite of its own.
 */
export function junit({ profile, rules, checked, unread, unasked }: Outcome): string {
  const left = [
    ...unread.map(({ path, why }) => ({ name: path, why })),
    ...unasked.map((why) => ({ name: "rules", why })),
  ];
  const suites = [
    ...checked.map((one) => suite(one, profile, rules)),
    ...(left.length > 0 ? [unchecked(left, profile)] : []),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: `karat ${profile}` }, suites)}\n`;
}

function suite({ path, findings, broken }: CheckedFolder, profile: string, rules: readonly Rule[]): string {
  const cases = rules.map((rule) => {
    const found = findings.filter((finding) => finding.rule === rule.id);
    const error = broken.find((each) => each.rule === rule.id)?.error;
    return { rule, error, bad: found.filter(isError), mild: found.filter((finding) => !isError(finding)) };
  });
  const counts = {
    tests: cases.length,
    failures: cases.filter(({ bad, error }) => bad.length > 0 && error === undefined).length,
    errors: broken.length,
    skipped: 0,
  };
  const children = cases.map(({ rule, error, bad, mild }) => {
    const parts: string[] = [];
    if (error !== undefined) parts.push(textElement("error", { message: "the rule broke off" }, inWords(error)));
    else if (bad.length > 0) {
      const about = { message: oneLine(bad[0]?.message ?? "", MESSAGE), type: "error" };
      parts.push(textElement("failure", about, inLines(path, bad)));
    }
    if (mild.length > 0) parts.push(textElement("system-out", {}, inLines(path, mild)));
    return element("testcase", { name: `${rule.id} ${rule.title}`, classname: `karat.${profile}` }, parts);
  });
  return element("testsuite", { name: path, ...counts }, children);
}

function unchecked(left: readonly { name: string; why: string }[], profile: string): string {
  const cases = left.map(({ name, why }) =>
    element("testcase", { name, classname: `karat.${profile}` }, [
      textElement("error", { message: "not checked" }, why),
    ]),
  );
  const counts = { tests: left.length, failures: 0, errors: left.length, skipped: 0 };
  return element("testsuite", { name: "not checked", ...counts }, cases);
}

const inWords = (error: unknown): string => String(error);

const isError = ({ severity }: Finding): boolean => severity === "error";

function inLines(path: string, findings: readonly Finding[]): string {
  return findings
    .map(({ place: { file, line, column }, severity, message, fix }) => {
      const end = fix === undefined ? "" : ` (${fix})`;
      return `${path}/${file}:${line}:${column}: ${severity}: ${message}${end}`;
    })
    .join("\n");
}
