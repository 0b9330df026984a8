import { isFile } from "../../evidence/cited.js";
import { emailsIn, internalAddressesIn, secretsIn } from "../../evidence/transcript/secrets.js";
import { PRODUCT } from "../../document.js";
import { rule } from "../define.js";

export const secrets = rule({
  id: "EVID-011",
  severity: "error",
  title: "Nothing that is handed in holds a secret",
  why: "A pull request is public at once and for good: a key in it is a key that everybody has.",
  mend: "Revoke the secret first, as it has been seen. Then take it out, from the branch's history too.",
  *find(submission) {
    for (const file of submission.files.values()) {
      if (!isFile(file)) continue;
      for (const { kind, place, quote } of secretsIn(file))
        yield { message: `${file.path} holds what looks like ${kind}`, place, quote, fix: "revoke it, then remove it" };
      // Its contact address is asked for.
      if (file.path === PRODUCT) continue;
      for (const [what, all] of [
        ["addresses of an internal network", internalAddressesIn(file)],
        ["e-mail addresses", emailsIn(file)],
      ] as const) {
        const first = all[0];
        if (!first) continue;
        const distinct = new Set(all.map((seen) => seen.what));
        const { place, quote } = first;
        yield { severity: "warn", message: `${file.path} shows ${what}: ${distinct.size}`, place, quote };
      }
    }
  },
});
