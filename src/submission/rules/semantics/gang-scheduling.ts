import { rule } from "../define.js";
import { shown } from "./shown.js";

export const gangScheduling = rule({
  id: "SEM-GANG",
  severity: "warn",
  title: "A gang of two or more started together, and one that did not fit did not start at all",
  why: "A queue that holds back one job, or a job of one pod, looks the same and is no gang scheduling.",
  mend: "Show a job with parallelism 2 or more that runs, and one too large of which no pod was bound.",
  *find(submission) {
    yield* shown(
      submission,
      "gang_scheduling",
      [
        {
          what: "gang of two or more pods",
          seen: /\b(?:parallelism|minMember|minAvailable|minCount|numNodes|size|workers?|replicas)["']?: *(?:[2-9]|\d{2,})\b|\bpos-job completed with [2-9]/i,
        },
        {
          what: "gang that was refused as a whole",
          seen: /\b(?:Pending|SchedulingGated|Inadmissible|Unschedulable|suspended|insufficient (?:unused )?quota|couldn't assign flavors|0 bound|0\/\d+ (?:nodes|pods))\b/i,
        },
      ],
      [
        {
          seen: /\bparallelism["']?: *1\b/,
          unless: /\bparallelism["']?: *(?:[2-9]|\d{2,})\b/,
          message: "parallelism 1 is queueing, not gang scheduling",
        },
      ],
    );
  },
});
