import type { AddOn } from "../addon.js";
import { renderChart } from "./chart.js";

/** Where Envoy Gateway and the proxies that it makes run. */
export const GATEWAY_NAMESPACE = "envoy-gateway-system";

export const gatewayApi: AddOn = {
  name: "gateway-api",
  purpose: "the Gateway API's kinds, standard channel, and those of Envoy Gateway",
  namespace: GATEWAY_NAMESPACE,
  images: [],
  objects: () =>
    renderChart({
      archive: "gateway-crds-helm.tgz",
      release: "gateway-api",
      namespace: GATEWAY_NAMESPACE,
      values: { crds: { gatewayAPI: { enabled: true, channel: "standard" }, envoyGateway: { enabled: true } } },
    }),
};
