import { rule } from "../define.js";
import { shown } from "./shown.js";

export const gateway = rule({
  id: "SEM-GW",
  severity: "warn",
  title: "Traffic was split by weight and routed by header, and the answers were counted",
  why: "CRDs that are there and a route that is Accepted say that nobody refused, not that anything was routed.",
  mend: "Show requests through the gateway with what answered them: by weights, and with and without the header.",
  *find(submission) {
    yield* shown(
      submission,
      "ai_inference",
      [
        { what: "split by weight", seen: /["']?\bweight["']?:? *\d|weighted|traffic split/i },
        { what: "match of a header", seen: /\bheaders?["']?:|\bcurl\b.{0,200}(?:-H|--header) /i },
        {
          what: "answers to requests",
          seen: /HTTP\/[12](?:\.[01])? [2-5]\d\d|^< HTTP|\bhttp_code\b|\b\d{1,6} (?:requests|responses)|Hello|"choices"|^ *\d+ [\w-]*v[12]\b/im,
        },
      ],
      [{ seen: /\bTLSRoute\b/, unless: /\b(?:HTTP|GRPC)Route\b/, message: "only a TLSRoute, which sees no header" }],
    );
  },
});
