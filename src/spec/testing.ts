/** A checklist in the programme's shape, with a wording of this test's own. */
export const CHECKLIST = `# A checklist for tests
metadata:
  kubernetesVersion: v1.36
  platformName: "Some platform"

spec:
  accelerators:
    - id: gpu_sharing
      description: "One test may share what another has."
      level: SHOULD
      status: ""
      evidence: []
  schedulingOrchestration:
    - id: gang_scheduling
      description: >
        All tests start,
        or none does.
      level: MUST
      status: "Implemented"
      evidence: ["https://example.org/proof"]
`;
