/** Lengths in points of 1/72 inch, from the upper left corner of US Letter paper. */
export const sheet = { width: 612, height: 792, left: 71, right: 541, bottom: 712 } as const;

/**
 * Where an envelope's window may show the paper: the window of a US #10 (7/8 inch from the left, 1/2 from the bottom)
 * and of DIN 5008 form B (20 mm, 45 mm), with the play that folded paper has. Nothing but the reader's address is here.
 */
export const windowArea = { left: 36, top: 127, right: 400, bottom: 264 } as const;

/** The first line of the address; both windows show six lines from here. */
export const windowText = {
  left: sheet.left,
  top: 184,
  lineHeight: 12,
  fontSize: 10,
  width: 250,
  linesMax: 6,
} as const;

export const senderText = { top: 54, lineHeight: 13, fontSize: 10 } as const;

/** Below the fold of paper that is folded in three. */
export const bodyTop = 284;
export const laterPagesTop = 72;
export const footerTop = 740;
