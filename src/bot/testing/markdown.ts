/** What a reader of a comment could follow or be hit by. */
export interface Seen {
  /** Destinations of inline links. */
  links: string[];
  tags: string[];
  /** Whatever GitHub could make something of that is neither: none may be there. */
  stray: string[];
}

/**
 * Reads GitHub-flavoured Markdown as suspiciously as a reader can: whatever could become a link, mention, image, tag,
 * emoji, formula, footnote or reference counts, wherever it stands. Code spans hide nothing, as those of the bot hold
 * nothing from outside.
 */
export function seen(markdown: string): Seen {
  const links: string[] = [];
  const tags: string[] = [];
  let rest = markdown
    // What a backslash stands before is text: CommonMark, 2.4.
    .replace(/\\[!-/:-@[-`{-~]/g, "\u00b7")
    .replace(/`\/(?:recheck|explain ID)`|`karat submission check`/g, "");
  rest = rest.replace(/\[(<code>[^[\]<>`]*<\/code>)\]\(([^()\s<>]*)\)/g, (_, label: string, url: string) => {
    links.push(url);
    // Its own commits, shortened.
    return url.includes("/commit/") && /^<code>[0-9a-f]{12}<\/code>$/.test(label) ? "" : label;
  });
  rest = rest.replace(/<[^<>]*>/g, (tag) => {
    tags.push(tag);
    return " ";
  });
  // GitHub looks for mentions and references in what entities stand for, after rendering.
  const shown = rest.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  const patterns = [
    /[<>`]/g,
    /[[\]]/g,
    /!\[/g,
    /@[\w-]/g,
    /:\/\//g,
    /\bwww\.\w/gi,
    /#\d/g,
    /\bGH-\d/gi,
    /:[\w+-]+:/g,
    /\b[0-9a-f]{7,64}\b/g,
    /\$[^$\n]+\$/g,
    /~~/g,
    /[\p{Cs}\u202a-\u202e\u2066-\u2069]/gu,
  ];
  // The bot's own marks of quotation, and what is shown as a bracket: words on its two sides stay apart.
  const bare = shown.replace(/^> ⚠️/gmu, "").replace(/&[lg]t;/g, "\u00b7");
  const stray = patterns.flatMap((pattern) => [...bare.matchAll(pattern)].map(([match]) => match));
  return { links, tags, stray };
}
