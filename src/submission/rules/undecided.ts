/** A finding of the catalogue that no rule can raise from what is handed in. */
export interface Undecided {
  id: string;
  /** Why it cannot be decided. */
  why: string;
  /** What would have to be known. */
  needs: string;
}

/** Told with the rules, so that nobody takes silence for a pass. */
export const UNDECIDED: readonly Undecided[] = [
  {
    id: "INT-007",
    why: "sign-offs stand in the commits and the ticked boxes in the pull request's description, and a folder holds neither",
    needs: "the commits' messages and the description, as the forge has them; its DCO check reads the first",
  },
  {
    id: "META-005",
    why: "who is a member of the CNCF changes daily, and is known to the landscape only",
    needs: "the landscape's list of members, pinned by date, and which products belong to a project",
  },
];
