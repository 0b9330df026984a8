import { describeReplay } from "../../../test/describe-replay.js";
import { draSupport } from "./index.js";

describeReplay(draSupport, {
  healthy: { verdict: "pass" },
});
