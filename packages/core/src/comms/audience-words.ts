// How those who are told things are called within a sentence.

/** "The room" stands alone, and "the room" in a sentence. */
export const inSentence = (name: string): string => (name.startsWith('The ') ? `the ${name.slice(4)}` : name)
