// The code of a screen, fetched when it is needed: without a connection the screen waits for it instead of leaving the console.

const AGAIN_MS = 2000
const PATIENCE_MS = 5000

/** Fails only while the server answers: then another version was installed, and the page has to be loaded anew. */
export async function codeOf<Module>(fetchIt: () => Promise<Module>): Promise<Module> {
  for (;;) {
    try {
      return await fetchIt()
    } catch (error) {
      if (await isServerThere()) throw error
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}

async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })).ok
  } catch {
    return false
  }
}
