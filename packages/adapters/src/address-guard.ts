// Which network addresses an outgoing call may reach: the public internet, what the operator allows, never a cloud's metadata.
import { BlockList, isIP } from 'node:net'

export type Verdict = 'open' | 'private' | 'metadata'
export type AddressGuard = (address: string, host: string) => Verdict

/** Addresses that hand out a machine's own credentials; no allow-list opens them. */
const METADATA = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]

// IPv4 first, then IPv6; from IANA's special-purpose registries.
const NOT_PUBLIC = (
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 ' +
  '198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 ' +
  '::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8'
).split(' ')

const metadata = blockListOf(METADATA)
const notPublic = blockListOf(NOT_PUBLIC)

/** `allow` holds addresses, CIDRs and exact host names. Throws on an entry that is none of these: a typing error must not open or close a door. */
export function addressGuard(allow: readonly string[]): AddressGuard {
  const entries = allow.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '')
  const networks = blockListOf(entries.filter((entry) => isIP(entry.split('/')[0] ?? '') !== 0))
  const names = new Set(entries.filter((entry) => isIP(entry.split('/')[0] ?? '') === 0).map(checkedName))
  return (address, host) => {
    const faces = facesOf(address)
    if (faces.some((face) => contains(metadata, face))) return 'metadata'
    if (faces.every((face) => !contains(notPublic, face))) return 'open'
    return names.has(host.toLowerCase()) || faces.some((face) => contains(networks, face)) ? 'open' : 'private'
  }
}

function checkedName(entry: string): string {
  if (!/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/.test(entry))
    throw new Error(`The outbound allow-list entry ${JSON.stringify(entry)} is neither an address, a CIDR nor a host name.`)
  return entry
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    const most = family === 'ipv6' ? 128 : 32
    if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))
      throw new Error(`The outbound allow-list entry ${JSON.stringify(entry)} is not a CIDR.`)
    list.addSubnet(address, Number(bits ?? most), family)
  }
  return list
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** An address and, where it is an IPv6 dress around an IPv4 address (mapped, NAT64, 6to4), what is underneath. */
function facesOf(address: string): string[] {
  const bare = address.split('%')[0] ?? ''
  if (isIP(bare) !== 6) return isIP(bare) === 4 ? [bare] : ['0.0.0.0']
  const groups = groupsOf(bare)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped) return [ipv4Of(groups[6], groups[7])]
  const isNat64 = groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((group) => group === 0)
  if (isNat64) return [bare, ipv4Of(groups[6], groups[7])]
  return groups[0] === 0x2002 ? [bare, ipv4Of(groups[1], groups[2])] : [bare]
}

function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const [, head, a, b, c, d] = dotted ?? []
  const pair = (high: string | undefined, low: string | undefined): string => (Number(high) * 256 + Number(low)).toString(16)
  const plain = dotted === null ? address : `${head}${pair(a, b)}:${pair(c, d)}`
  const [left = '', right] = plain.split('::')
  const parse = (half: string): number[] => (half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16)))
  const [before, after] = [parse(left), parse(right ?? '')]
  return [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => 0), ...after]
}

function ipv4Of(high = 0, low = 0): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
