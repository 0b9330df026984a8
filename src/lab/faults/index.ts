import type { Fault } from "../fault.js";
import { acceleratorLabelsDuplicate } from "./accelerator-labels-duplicate.js";
import { acceleratorMemoryMissing } from "./accelerator-memory-missing.js";
import { acceleratorMetricsDescribedOnly } from "./accelerator-metrics-described-only.js";
import { acceleratorMetricsStatic } from "./accelerator-metrics-static.js";
import { configInWrongContainer } from "./config-in-wrong-container.js";
import { cpuGroupGrows } from "./cpu-group-grows.js";
import { dataPlaneDown } from "./data-plane-down.js";
import { deviceCgroupOpen } from "./device-cgroup-open.js";
import { devicesInEveryContainer } from "./devices-in-every-container.js";
import { driverGone } from "./driver-gone.js";
import { environmentBypass } from "./environment-bypass.js";
import { finalizerStuck } from "./finalizer-stuck.js";
import { gangBindsPartly } from "./gang-binds-partly.js";
import { gangIgnored } from "./gang-ignored.js";
import { gangNeverReleased } from "./gang-never-released.js";
import { gatewayClassOfNobody } from "./gateway-class-of-nobody.js";
import { grantedSeesAll } from "./granted-sees-all.js";
import { headerMatchIgnored } from "./header-match-ignored.js";
import { hollowMachines } from "./hollow-machines.js";
import { hollowNode } from "./hollow-node.js";
import { kubeletUnreachable } from "./kubelet-unreachable.js";
import { librariesMissing } from "./libraries-missing.js";
import { metricConstantlyHigh } from "./metric-constantly-high.js";
import { neverReconciled } from "./never-reconciled.js";
import { neverScalesDown } from "./never-scales-down.js";
import { noAutoscaler } from "./no-autoscaler.js";
import { noMonitoring } from "./no-monitoring.js";
import { noVersionAdvertised } from "./no-version-advertised.js";
import { nodeByHand } from "./node-by-hand.js";
import { oneDeviceForAll } from "./one-device-for-all.js";
import { onlyPlatformMonitored } from "./only-platform-monitored.js";
import { referencesNeverRefused } from "./references-never-refused.js";
import { schemaInsteadOfWebhook } from "./schema-instead-of-webhook.js";
import { secondReplicaPending } from "./second-replica-pending.js";
import { selectorIgnored } from "./selector-ignored.js";
import { siblingSeesDevice } from "./sibling-sees-device.js";
import { unmatchedServed } from "./unmatched-served.js";
import { v1ApiNotServed } from "./v1-api-not-served.js";
import { volumeMountBypass } from "./volume-mount-bypass.js";
import { webhookDown } from "./webhook-down.js";
import { weightsIgnored } from "./weights-ignored.js";
import { wrongPodsMetric } from "./wrong-pods-metric.js";
import { wrongVersionAdvertised } from "./wrong-version-advertised.js";

/** Every fault that a lab can be given, in the catalogue's order. */
export const faults: readonly Fault[] = [
  v1ApiNotServed,
  driverGone,
  selectorIgnored,
  oneDeviceForAll,
  configInWrongContainer,
  wrongVersionAdvertised,
  noVersionAdvertised,
  librariesMissing,
  gatewayClassOfNobody,
  dataPlaneDown,
  weightsIgnored,
  headerMatchIgnored,
  referencesNeverRefused,
  unmatchedServed,
  gangBindsPartly,
  gangNeverReleased,
  gangIgnored,
  noAutoscaler,
  cpuGroupGrows,
  neverScalesDown,
  nodeByHand,
  hollowMachines,
  secondReplicaPending,
  metricConstantlyHigh,
  wrongPodsMetric,
  acceleratorMetricsStatic,
  acceleratorMetricsDescribedOnly,
  acceleratorMemoryMissing,
  acceleratorLabelsDuplicate,
  onlyPlatformMonitored,
  noMonitoring,
  devicesInEveryContainer,
  grantedSeesAll,
  environmentBypass,
  volumeMountBypass,
  siblingSeesDevice,
  deviceCgroupOpen,
  webhookDown,
  schemaInsteadOfWebhook,
  neverReconciled,
  finalizerStuck,
  hollowNode,
  kubeletUnreachable,
];
