// HTTPS in front of a plain server, as a proxy would be: for clients such as PagerDuty's that speak nothing else.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { temporaryFolder } from './child.ts'
import { findOpenssl } from './tools.ts'

const run = promisify(execFile)

export type TlsFront = { host: string; certificate: string; close: () => Promise<void> }

export async function startTlsFront(behind: string): Promise<TlsFront> {
  const { key, certificate } = await makeCertificate()
  const server = createServer({ key, cert: certificate }, (incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming
    const onward = request(new URL(url, behind), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      void pipeline(answer, outgoing).catch(() => outgoing.destroy())
    })
    // The client must see a broken answer as broken, not as a made-up one.
    onward.on('error', () => outgoing.destroy())
    void pipeline(incoming, onward).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the TLS front got no port')
  return {
    host: `localhost:${address.port}`,
    certificate,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function makeCertificate(): Promise<{ key: string; certificate: string }> {
  const { path, env } = await findOpenssl()
  const folder = await temporaryFolder('tls')
  const [keyFile, certificateFile] = [join(folder.path, 'key.pem'), join(folder.path, 'certificate.pem')]
  try {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-days', '2']
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc']
    const files = ['-keyout', keyFile, '-out', certificateFile]
    await run(path, ['req', '-x509', ...kind, ...subject, ...files], { env: { ...process.env, ...env }, timeout: 30_000 })
    return { key: await readFile(keyFile, 'utf8'), certificate: await readFile(certificateFile, 'utf8') }
  } finally {
    await folder.remove()
  }
}
