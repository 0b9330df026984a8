import type { ApiObject } from "../../kube/index.js";
import { type AddOn, addOnImage, SYSTEM_NODE } from "../addon.js";
import type { LabState } from "../state.js";
import { renderChart } from "./chart.js";
import { defectsOf } from "./defects.js";
import { GATEWAY_NAMESPACE } from "./gateway-api.js";

const { name: gatewayImage } = addOnImage("envoy-gateway");
const { name: proxyImage } = addOnImage("envoy");

const NAME = "envoy-gateway";
const PROXIES = { apiVersion: "gateway.envoyproxy.io/v1alpha1", kind: "EnvoyProxy", name: "lab" };

/** Envoy is up within a second, and is else asked again after ten. */
const readyAtOnce = changeOf({ startupProbe: { periodSeconds: 1 } }, { startupProbe: { periodSeconds: 1 } });

/** Answers those who ask whether it is ready, and nobody else. */
const READY = `trap 'exit 0' TERM; nc -ll -p 19003 -e printf 'HTTP/1.1 200 OK\\r\\n\\r\\n' & wait`;
const idle = changeOf({ command: ["/bin/sh", "-c"], args: [READY] }, {});

/** Of the two containers of a proxy's Deployment. */
function changeOf(envoy: object, shutdownManager: object): object {
  const containers = [
    { name: "envoy", ...envoy },
    { name: "shutdown-manager", ...shutdownManager },
  ];
  return { spec: { template: { spec: { containers } } } };
}

/** Proxies say that they are ready, and serve nothing. */
export const IDLE_PROXIES = "idle-proxies";

/** How the proxy of each Gateway runs. */
const envoyProxy = (lab: LabState): ApiObject => ({
  apiVersion: PROXIES.apiVersion,
  kind: PROXIES.kind,
  metadata: { name: PROXIES.name },
  spec: {
    // Nobody's requests are lost when a Gateway of the lab goes.
    shutdown: { drainTimeout: "0s", minDrainDuration: "0s" },
    provider: {
      type: "Kubernetes",
      kubernetes: {
        // There is no cloud whose load balancer could have an address.
        envoyService: { type: "ClusterIP" },
        envoyDeployment: {
          container: { image: proxyImage, resources: { requests: { cpu: "10m", memory: "64Mi" } } },
          pod: { nodeSelector: { "kubernetes.io/hostname": SYSTEM_NODE } },
          patch: { type: "StrategicMerge", value: defectsOf(lab, NAME).has(IDLE_PROXIES) ? idle : readyAtOnce },
        },
      },
    },
  },
});

/** What a platform offers to its users. */
export const gatewayClass: ApiObject = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: "envoy" },
  spec: {
    controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
    parametersRef: {
      group: "gateway.envoyproxy.io",
      kind: PROXIES.kind,
      name: PROXIES.name,
      namespace: GATEWAY_NAMESPACE,
    },
  },
};

export const envoyGateway: AddOn = {
  name: NAME,
  purpose: "Gateways by Envoy, for ai_inference",
  namespace: GATEWAY_NAMESPACE,
  after: ["gateway-api"],
  images: [
    { name: gatewayImage, programs: ["envoy-gateway"], places: { "envoy-gateway": "usr/local/bin/envoy-gateway" } },
    { name: proxyImage, programs: ["envoy"], places: { envoy: "usr/local/bin/envoy" }, dynamic: true },
  ],
  objects: async ({ lab }) => [
    ...(await renderChart({
      archive: "gateway-helm.tgz",
      release: "eg",
      namespace: GATEWAY_NAMESPACE,
      holes: { GatewayImage: gatewayImage, GatewayImagePullPolicy: "IfNotPresent" },
      values: {
        crds: { enabled: false },
        // Proxies need no zone of their node: a lab has none.
        topologyInjector: { enabled: false },
        deployment: { envoyGateway: { resources: { requests: { cpu: "50m" } } } },
        // A Job that is gone can't be told from one that never ran.
        certgen: { job: { ttlSecondsAfterFinished: null } },
      },
    })),
    envoyProxy(lab),
    gatewayClass,
  ],
};
