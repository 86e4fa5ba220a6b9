// The bridge as the organisation's document names it: an address, and for which incidents it is opened by itself.
import { RESPONSE_CLASSES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'

/** What is opened with one number is opened with any: the number stands in the path, never in the name of a server. */
function faultOf(text: string): string | null {
  const [one, other] = ['1', '22'].map((number) => URL.parse(text.replaceAll('{number}', number)))
  if (one == null || other == null || one.protocol !== 'https:')
    return 'Give the whole https address of a meeting room, such as https://meet.example.org/incident-{number}'
  if (one.username !== '' || one.password !== '')
    return 'Leave name and password out of the address: everybody who sees the incident sees it'
  if (one.host !== other.host) return 'Put {number} behind the name of the server, not into it'
  return /[{}]/.test(text.replaceAll('{number}', '')) ? 'The one word in braces that is filled in is {number}' : null
}

export const bridgeSchema = z.strictObject({
  url: z
    .string()
    .trim()
    .max(1000)
    .check(({ value, issues }) => {
      const message = faultOf(value)
      if (message !== null) issues.push({ code: 'custom', message, input: value })
    })
    .describe('The https address of a meeting room; {number} in it is the number of the incident, so that each has a room of its own'),
  classes: z
    .array(z.enum(RESPONSE_CLASSES))
    .min(1, 'Name at least one class, or leave the bridge out')
    .max(RESPONSE_CLASSES.length)
    .default(['crisis', 'major'])
    .describe('How gravely an incident is answered for the bridge to be opened'),
})
