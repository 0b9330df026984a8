/**
 * Image of in-pod probes unless `--image` names a mirror: Kubernetes' own e2e image, on Alpine (sh, ls, mknod, dd, nc)
 * with /agnhost, for amd64 and arm64 (k8s.io/kubernetes/test/images/agnhost).
 */
export const DEFAULT_IMAGE = "registry.k8s.io/e2e-test-images/agnhost:2.66.1";
