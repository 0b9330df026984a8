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
  {
    id: "LIFE-002",
    why: "a certificate runs from the day of the merge, and no folder says when it was merged",
    needs: "the merge's date from the repository's history; reminders are a bot's, by a calendar",
  },
  {
    id: "LIFE-003",
    why: "whether a product lapsed is a matter of its merge, its later submissions and the registry's state",
    needs: "the merges' dates and the registry; the site shows which are lapsed by the dates it is given",
  },
  {
    id: "LIFE-004",
    why: "that evidence changed since is seen only beside what it was before",
    needs: "digests of all linked pages as they were at the merge, fetched again each night; --links sees what is gone",
  },
  {
    id: "LIFE-005",
    why: "a folder that was taken away is no submission any more",
    needs: "the repository's history: the commit that reverted or removed it",
  },
  {
    id: "SIGN-002",
    why: "a signature is good by a key or identity that somebody trusts, and a submission cannot say whom to trust",
    needs:
      "the programme's list of keys and identities by vendor; `karat verify BUNDLE` checks against one that is given",
  },
  {
    id: "SIGN-005",
    why: "a verification summary is made of a verdict, and cannot be part of what the verdict is about",
    needs: "a key of the programme's; whoever runs the bot signs what it found",
  },
  {
    id: "BOT-001",
    why: "it is about the bot's verdicts, not about a submission: the bot keeps it by binding each to the head's SHA",
    needs: "nothing more: see the bot",
  },
  {
    id: "BOT-002",
    why: "what was approved is known to the forge; the bot keeps it by judging every new head anew",
    needs: "the forge's reviews with the commits that they are of",
  },
  {
    id: "BOT-003",
    why: "an override is a reviewer's word in the pull request; the bot keeps it by showing it beside the finding",
    needs: "the pull request's comments, and who may override",
  },
];
