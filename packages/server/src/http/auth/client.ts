// Where a request to better-auth comes from, as our own door saw it.

/** Set from the connection, whatever a client sends under this name. */
export const CLIENT_HEADER = 'x-muster-client'
