// Builds the console: one small first load, screens in chunks of their own, each file compressed beforehand.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { accountApi } from '@muster/contract/accounts.ts'
import { api } from '@muster/contract/api.ts'
import { minifyContractRouter } from '@orpc/contract'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

export default defineConfig({
  plugins: [react(), contractRoutes(), compressed()],
  build: {
    target: 'es2023',
    // No inline data: the policy for scripts and fonts names this server only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})

/** The contract without its schemas: method and path of each route are all the browser needs. */
function contractRoutes(): Plugin {
  const name = 'virtual:contract-routes'
  return {
    name: 'contract-routes',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? `export const routes = ${JSON.stringify(minifyContractRouter({ ...api, ...accountApi }))}` : null),
  }
}

/** The server sends these as they are: a phone waits for no compression. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle: async ({ dir }) => {
      const folder = dir ?? ''
      const files = await readdir(folder, { recursive: true })
      await Promise.all(
        files.filter((file) => /\.(js|css|html|svg|webmanifest)$/.test(file)).map((file) => compress(path.join(folder, file))),
      )
    },
  }
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file)
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
}
