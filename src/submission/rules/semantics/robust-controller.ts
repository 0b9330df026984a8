import { rule } from "../define.js";
import { shown } from "./shown.js";

export const robustController = rule({
  id: "SEM-OP",
  severity: "warn",
  title: "A custom resource became ready, and the operator's webhook refused a bad one",
  why: "An operator that runs may reconcile nothing; and a schema refuses bad fields without any webhook.",
  mend: "Show the resource's status when it is ready, and the refusal with the webhook's name.",
  *find(submission) {
    yield* shown(submission, "robust_controller", [
      {
        what: "custom resource that became ready",
        seen: /\b(?:Ready|Running|Complete|Completed|Succeeded|SUCCEEDED|ready|JobSucceeded|RUNNING|AVAILABLE)\b/,
      },
      {
        what: "refusal by the operator's webhook",
        seen: /admission webhook "?[\w.-]+"? denied|denied the request|webhook.{0,80}(?:reject|den(?:y|ied)|refus)/i,
      },
    ]);
  },
});
