import { describeReplay } from "../../../test/describe-replay.js";
import { secureAcceleratorAccess } from "./index.js";

describeReplay(secureAcceleratorAccess, {
  healthy: { verdict: "pass" },
});
